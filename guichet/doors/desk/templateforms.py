"""A template as it is written on its page: what each field is, and the words for what is wrong with it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.areas.macros.rules.placeholders import NAMES, in_words
from guichet.areas.macros.rules.steps import CONDITIONS, Fault, NewMacro, Steps, Work
from guichet.doors.desk import labels
from guichet.doors.desk.names import colleagues, unit_choices
from guichet.doors.desk.rows import today
from guichet.doors.desk.sheet import service_choices
from guichet.doors.desk.tagging import tag_choices
from guichet.ground.bilingual import LANGUAGES, Bilingual

if TYPE_CHECKING:
    from guichet.areas.macros.models import Macro

SENDS: labels.Words = {
    "": gettext_lazy("Nothing: it only acts"), "reply": gettext_lazy("A reply"),
    "question": gettext_lazy("A question: the client’s turn"), "answer": gettext_lazy("The answer that resolves"),
}  # fmt: skip
SCOPES: labels.Words = {
    "mine": gettext_lazy("Me"), "unit": gettext_lazy("My team"), "all": gettext_lazy("Everybody"),
}  # fmt: skip
OPEN_STATES = ("received", "to_sort", "taken", "in_progress", "waiting_client", "waiting_unit")
PAIRS = ("name", "words", "title", "instructions", "note")


def conditions_offered() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """Return what a template may be limited to: name, words, values."""
    return [
        ("service", labels.FILTER_NAMES["service"], service_choices(today().now.date())),
        ("state", labels.FILTER_NAMES["state"], [(code, labels.STATES[code]) for code in OPEN_STATES]),
        ("language", labels.FILTER_NAMES["language"], labels.choices(labels.LANGUAGES)),
        ("channel", labels.FILTER_NAMES["channel"], labels.choices(labels.CHANNELS)),
        ("tier", labels.FILTER_NAMES["tier"], labels.choices(labels.TIERS)),
    ]


def placeholders_offered() -> list[tuple[str, str, str]]:
    """Return the placeholders: as one types them in each language, and what they stand for."""
    stand = {
        "person": _("who asks"), "office": _("the office they ask for"), "number": _("the number of the ticket"),
        "title": _("the subject"), "service": _("the service"), "promise": _("the promised date"),
        "owner": _("the first name of who is in charge"), "me": _("the first name of who sends"),
        "link": _("where the client follows it"), "blank": _("to be written by hand each time"),
    }  # fmt: skip
    return [(in_words(code, "fr"), in_words(code, "en"), stand[code]) for code in NAMES]


class MacroPageForm(forms.Form):
    """Everything that the page of a template asks for."""

    scope = forms.ChoiceField(choices=labels.choices(SCOPES))
    sends = forms.ChoiceField(choices=labels.choices(SENDS), required=False)
    code = forms.ChoiceField(choices=[("", ""), *labels.choices(labels.RESOLUTIONS)], required=False)
    service = forms.ChoiceField(required=False)
    impact = forms.ChoiceField(choices=[("", ""), *labels.choices(labels.LEVELS)], required=False)
    urgency = forms.ChoiceField(choices=[("", ""), *labels.choices(labels.LEVELS)], required=False)
    owner = forms.ChoiceField(required=False)
    plan = forms.BooleanField(required=False)
    unit = forms.ChoiceField(required=False)
    due = forms.ChoiceField(choices=labels.choices(labels.DUES), required=False)
    mandatory = forms.BooleanField(required=False)
    tag = forms.ChoiceField(required=False)
    aside = forms.ChoiceField(choices=[("", ""), *labels.choices(labels.DUES)], required=False)
    keeper = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    review_on = forms.DateField(required=False, error_messages={"invalid": gettext_lazy("Give a date.")})
    publish = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    moved = False  # somebody else kept it meanwhile

    def __init__(self, data: QueryDict | dict[str, Any] | None, scopes: list[str]) -> None:
        super().__init__(data)
        for name in PAIRS:
            for lang in LANGUAGES:
                longest = {"name": 60, "title": 120}.get(name, 8000)
                self.fields[f"{name}_{lang}"] = forms.CharField(required=False, max_length=longest)
        for name, _words, values in conditions_offered():
            self.fields[f"when_{name}"] = forms.MultipleChoiceField(choices=values, required=False)
        given: dict[str, list[tuple[Any, Any]]] = {
            "scope": [(one, SCOPES[one]) for one in scopes],
            "service": [("", ""), *service_choices(today().now.date())],
            "owner": [("", ""), ("me", ""), *((str(one.pk), one.name) for one in colleagues() if one.owns)],
            "tag": [("", ""), *tag_choices()],
            "unit": [("", ""), *((code, name) for _pk, code, name in unit_choices())],
            "keeper": [("", ""), *((one.pk, one.name) for one in colleagues())],
        }
        for name, values in given.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages.setdefault("invalid_choice", str(_("Choose one of the list.")))

    def wanted(self) -> NewMacro:
        """Return the template that was written."""
        said = self.cleaned_data
        pairs = {name: Bilingual(fr=said[f"{name}_fr"], en=said[f"{name}_en"]) for name in PAIRS}
        work = Work(
            title=pairs["title"], unit=said["unit"], due=said["due"] or "2 bd", instructions=pairs["instructions"],
            mandatory=said["mandatory"],
        )  # fmt: skip
        steps = Steps(
            service=said["service"], impact=int(said["impact"] or 0), urgency=int(said["urgency"] or 0),
            owner=said["owner"], plan=said["plan"], work=work if said["unit"] else None, tag=said["tag"],
            note=pairs["note"], aside=said["aside"], sends=said["sends"],
            code=said["code"] if said["sends"] == "answer" else "",
        )  # fmt: skip
        return NewMacro(
            scope=said["scope"], name=pairs["name"], words=pairs["words"], steps=steps,
            conditions=tuple((name, tuple(said[f"when_{name}"])) for name in CONDITIONS), keeper=said["keeper"],
            review_on=said["review_on"], publish=said["publish"],
        )  # fmt: skip

    def tell(self, faults: list[Fault]) -> None:
        """Say each fault at its field."""
        for fault in faults:
            self.add_error(fault.field, _words_of(fault))


def _words_of(fault: Fault) -> str:
    if fault.why == "missing":
        if fault.field.endswith("_fr"):
            return _("Missing in French: a template is published in both languages.")
        return _("Missing in English: a template is published in both languages.")
    if fault.why == "unknown":
        return _("%(said)s is not a placeholder: compare it with the list.") % {"said": fault.said}
    return {
        "nothing": _("It does nothing yet: say what leaves, or what is done."), "code": _("Say how the request ends."),
        "over": _("What is resolved is not set aside."),
        "waits": _("It cannot resolve, and give work that the answer waits for."),
        "walled": _("A confidential service is chosen by hand, not by a template."),
    }[fault.why]  # fmt: skip


def written(macro: "Macro") -> dict[str, Any]:
    """Return a template as the fields of its page hold it."""
    steps = macro.does
    work = steps.work
    pairs = {
        "name": macro.name, "words": macro.words, "note": steps.note, "title": work.title if work else Bilingual(),
        "instructions": work.instructions if work else Bilingual(),
    }  # fmt: skip
    said: dict[str, Any] = {f"{name}_{lang}": getattr(pair, lang) for name, pair in pairs.items() for lang in LANGUAGES}
    said |= {
        "scope": macro.scope, "sends": steps.sends, "code": steps.code, "service": steps.service,
        "impact": str(steps.impact or ""), "urgency": str(steps.urgency or ""), "owner": steps.owner,
        "plan": steps.plan, "tag": steps.tag, "aside": steps.aside,
        "unit": work.unit if work else "", "due": work.due if work else "2 bd",
        "mandatory": work.mandatory if work else True, "keeper": str(macro.keeper_id or ""),
        "review_on": macro.review_on.isoformat() if macro.review_on else "", "version": macro.version,
    }  # fmt: skip
    return said | {f"when_{name}": list(values) for name, values in macro.conditions.items()}


def sends_offered() -> list[tuple[str, Any]]:
    """Return the ways in which the words of a template leave."""
    return labels.choices(SENDS)
