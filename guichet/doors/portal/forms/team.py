"""What somebody of an office asks all the others, and how they answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.ground.ui.explained import ExplainedForm

LONGEST = 4_000
NO_CITIZEN = _("Name no citizen, and nothing by which one could be recognised: for a person’s matter, ask us instead.")
EMPTY = {
    "required": _("Write a few words first."),
    "max_length": _("That is very long. Keep it under 4,000 characters."),
}


class PostForm(ExplainedForm):
    """A question to all offices, or an answer."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "words": _("Every office and caucus reads it, with your name and that of your office. Nobody else does."),
    }

    words = forms.CharField(
        help_text=NO_CITIZEN, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), error_messages=EMPTY
    )

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
