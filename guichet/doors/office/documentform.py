"""A document to add to an article: its title in both languages, and a file in one language or in each."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.knowledge.actions import DocumentForm
from guichet.doors.office.articleform import LONGEST_TITLE
from guichet.doors.office.writing import lang
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.ui import wording

BOTH = gettext_lazy("People read this title in both languages.")


class DocumentPage(forms.Form):
    """What is typed to add a document."""

    title_fr = forms.CharField(
        label=gettext_lazy("Title in French"), max_length=LONGEST_TITLE, error_messages={"required": BOTH}
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=LONGEST_TITLE, error_messages={"required": BOTH}
    )
    fr = forms.FileField(label=gettext_lazy("File in French"), required=False, allow_empty_file=True)
    en = forms.FileField(label=gettext_lazy("File in English"), required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        """Refuse no file at all, and one that is too heavy to leave with a letter."""
        given = super().clean() or {}
        if not any(given.get(language) for language in LANGUAGES):
            self.add_error("fr", _("Choose a file, in one language at least."))
        for language in LANGUAGES:
            if given.get(language) and given[language].size > settings.MAX_UPLOAD:
                most = wording.filesize(settings.MAX_UPLOAD, lang())
                self.add_error(language, _("This file is too heavy: %(most)s at most.") % {"most": most})
        return given

    def wanted(self) -> DocumentForm:
        """Return the document that was given."""
        given = self.cleaned_data
        files = {one: (given[one].name or "", given[one].read()) for one in LANGUAGES if given.get(one)}
        return DocumentForm(title=Bilingual(given["title_fr"].strip(), given["title_en"].strip()), files=files)
