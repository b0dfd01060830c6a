"""The files that somebody sends with a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.ground.files.kinds import ENOUGH, lies
from guichet.ground.files.names import clean_name
from guichet.ground.ui import wording

MOST_FILES = 10
# Programs and what starts them: nobody has a reason to send one here, and somebody would open it one day.
FORBIDDEN = frozenset(
    "apk app application appref-ms bat bin cab chm cmd com cpl dll dmg exe gadget hta htm html img inf ins iso jar js "
    "jse lnk msc msi msp mst pif ps1 ps2 psm1 py reg scf scr sct sh shs svg svgz sys url vb vbe vbs vhd vhdx vxd wsc "
    "wsf wsh xhtml xht xll xml xsl".split()
)


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none of them a program, not too heavy together."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=ManyFiles(), **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file by its name and all of them by their weight."""
        files: list[Any] = list(data) if isinstance(data, list | tuple) else [data] if data else []
        files = [file for file in files if file.size or clean_name(file.name or "")]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Send at most %(most)s files at a time.") % {"most": MOST_FILES})
        for file in files:
            _refuse_programs(file)
            _refuse_liars(file)
        _refuse_heavy(files)
        return files


def _refuse_programs(file: Any) -> None:
    name = clean_name(file.name or "")
    # Windows forgets dots and spaces at the end of a name: `setup.exe. ` is a program too.
    if name.rstrip(". ").rpartition(".")[2].strip().lower() in FORBIDDEN:
        raise forms.ValidationError(
            _("“%(name)s” is a kind of file that we do not take, to protect everybody. A PDF or a picture is fine.")
            % {"name": name}
        )


def _refuse_liars(file: Any) -> None:
    name, start = clean_name(file.name or ""), file.read(ENOUGH)
    file.seek(0)
    if lies(name, start):
        raise forms.ValidationError(
            _("“%(name)s” is not what its name says: it will not open. Save it again from its own program, as a PDF.")
            % {"name": name}
        )


def _refuse_heavy(files: Sequence[Any]) -> None:
    if sum(file.size or 0 for file in files) > settings.MAX_UPLOAD:
        most = wording.filesize(settings.MAX_UPLOAD, wording.language(get_language()))
        raise forms.ValidationError(
            _("Your files are too heavy: %(most)s at most, all together. Send fewer, or send the rest afterwards.")
            % {"most": most}
        )
