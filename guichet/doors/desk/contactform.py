"""What the contact bar asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guichet.doors.desk import labels

NEW = "new"
OUTCOMES: labels.Words = {
    "settled": _("Settled at once"), "follow_up": _("To follow up"), "only_contact": _("Only keep the contact"),
}  # fmt: skip
MOST_CONSULTED = 40
SPOKEN = ("phone", "counter", "visit")


def _several(sent: Any, name: str) -> list[str]:
    return list(sent.getlist(name))


class ContactForm(forms.Form):
    """Who, about what, in which language, and how it ended."""

    who = forms.CharField(required=False)
    caller = forms.RegexField(
        r"^(?:new|\d{1,18}:[\w-]{1,20})$",
        error_messages={"required": _("Choose who it is."), "invalid": _("Choose who it is.")},
    )
    given_name = forms.CharField(required=False, max_length=80)
    family_name = forms.CharField(required=False, max_length=80)
    phone = forms.CharField(required=False, max_length=30)
    channel = forms.ChoiceField(choices=[(code, labels.CHANNELS[code]) for code in SPOKEN])
    language = forms.ChoiceField(choices=labels.choices(labels.LANGUAGES))
    identity = forms.ChoiceField(choices=labels.choices(labels.IDENTITIES), required=False)
    service = forms.CharField(required=False)
    words = forms.CharField(error_messages={"required": _("Write what they say, in their words.")})
    needed = forms.ChoiceField(
        choices=[*labels.choices(labels.NEEDED), *labels.choices(labels.FAILURES)], required=False
    )
    contact = forms.IntegerField(required=False, min_value=1)
    call = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    consulted = forms.Field(required=False)  # several: what was opened while they spoke
    outcome = forms.ChoiceField(choices=labels.choices(OUTCOMES))
    code = forms.ChoiceField(choices=labels.choices(labels.RESOLUTIONS), required=False)
    answer = forms.CharField(required=False)
    started = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])

    def clean_consulted(self) -> dict[str, list[Any]]:
        """Tell the requests from the cards; what is neither is not of ours."""
        kinds = [one.partition(":") for one in _several(self.data, "consulted")[:MOST_CONSULTED]]
        numbers = [rest for kind, _colon, rest in kinds if kind == "ticket"]
        return {
            "numbers": numbers,
            "persons": [
                int(rest) for kind, _colon, rest in kinds if kind == "person" and rest.isdecimal() and len(rest) < 19
            ],
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a name when somebody is new, and for the answer when it is settled."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("caller") == NEW and not (said.get("given_name") or said.get("family_name")):
            self.add_error("given_name", str(_("Write a name, or choose who it is.")))
        if said.get("outcome") == "settled" and not said.get("answer"):
            self.add_error("answer", str(_("Write what you answered, or choose to follow up.")))
        said["code"] = said.get("code") or "answered"
        needed = said.get("needed", "")
        said["value_class"] = needed if needed in labels.NEEDED or not needed else "failure"
        said["failure_cause"] = needed if needed in labels.FAILURES else ""
        return said
