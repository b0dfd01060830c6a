"""The answer to the one question."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.ground.ui.explained import ExplainedForm

SCALE = [
    ("1", _("Not at all")),
    ("2", _("A little")),
    ("3", _("So-so")),
    ("4", _("Quite")),
    ("5", _("Entirely")),
]


class PulseForm(ExplainedForm):
    """One to five, and words if somebody has some."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "score": _("We see where we fall short, and call you back when it did not go well."),
        "comment": _("A word tells us what to change; a figure does not."),
    }

    score = forms.ChoiceField(
        label=_("Did you get what you needed?"),
        choices=SCALE,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a number from 1 to 5."),
            "invalid_choice": _("Choose a number from 1 to 5."),
        },
    )
    comment = forms.CharField(
        label=_("Anything to add?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
