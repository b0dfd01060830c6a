"""The number and the code that open a request."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.ground.references import parse_number
from guichet.ground.ui.explained import ExplainedForm


class FollowForm(ExplainedForm):
    """A ticket's number and its code, as people copy them."""

    reasons: ClassVar[Mapping[str, Any]] = {
        "number": _("It names your request among all others, so that you need no account."),
        "code": _("It shows that the request is yours: the number alone opens nothing."),
    }

    number = forms.CharField(
        label=_("Ticket number"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"placeholder": "G-2026-000000-0", "autocomplete": "off", "spellcheck": "false", "maxlength": 40}
        ),
        error_messages={"required": _("Type the number of your ticket. It starts with G.")},
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Eight letters and digits, on your ticket and in our first message."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Type the code that goes with this number.")},
    )

    def clean_number(self) -> str:
        """Read a number however it is spaced; its last digit tells whether one was mistyped."""
        number = parse_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("A digit seems wrong. Compare with your ticket: G-2026-482913-4."))
        return number

    def refuse(self, sentence: Any) -> None:
        """Say why the code does not open anything, on the code itself."""
        self.add_error("code", sentence)
