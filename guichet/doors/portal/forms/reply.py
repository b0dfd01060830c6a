"""Words that a client adds to their request."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.doors.portal.forms.administrative import SURE, AdministrativeForm
from guichet.doors.portal.forms.ask import LONGEST_WORDS
from guichet.doors.portal.forms.files import FilesField


class ReplyForm(AdministrativeForm):
    """Words, and files if there are any."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "sure": SURE,
        "body": _("The person who takes care of your request reads it here, beside all that was said before."),
        "documents": _("What you show us once, nobody has to ask you for later."),
    }

    body = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write a few words before sending."),
            "max_length": _("That is very long. Keep it under 20,000 characters and attach the rest as a file."),
        },
    )
    documents = FilesField(label=_("Add files"))

    @property
    def uploads(self) -> list[Any]:
        """Return the files that came with the words."""
        return list(self.cleaned_data.get("documents") or [])


class NotQuiteForm(ReplyForm):
    """What is still missing, when an answer does not settle the matter."""

    prefix = "not_quite"
    body = forms.CharField(
        label=_("What is still missing?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tell us what is still missing, so that we can finish it.")},
    )
