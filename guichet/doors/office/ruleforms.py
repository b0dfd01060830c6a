"""A rule as it is written on its page: what each field is, and the words for what is wrong with it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from guichet.areas.automation.queries.reading import templates_for
from guichet.areas.automation.rules.spec import (
    DATES,
    EVENTS,
    FACTS,
    TERM,
    TYPED,
    Acts,
    Condition,
    Fault,
    NewRule,
    Prepared,
    Trigger,
    Work,
)
from guichet.areas.catalogue.queries import offers, tags
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import everybody_here, units
from guichet.doors.office import labels, rulewords
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES, Bilingual

if TYPE_CHECKING:
    from guichet.areas.automation.models import Rule

Choices = list[tuple[Any, Any]]
PAIRS: dict[str, tuple[Any, Any, int]] = {
    "name": (_("Name in French"), _("Name in English"), 80),
    "note": (_("Internal note, in French"), _("Internal note, in English"), 2000),
    "title": (_("What is to be done, in French"), _("What is to be done, in English"), 120),
    "subject": (_("Subject in French"), _("Subject in English"), 120),
    "words": (_("What the client reads, in French"), _("What the client reads, in English"), 4000),
}
LONG = ("note", "words")
AS_IS: Choices = [("", _("as it is"))]
NONE: Choices = [("", _("none"))]


class RuleForm(forms.Form):
    """Everything that the page of a rule asks for."""

    on = forms.ChoiceField(label=_("What sets it off"))
    days = forms.IntegerField(
        label=_("Days after that date"), required=False, help_text=_("Below 0: so many days before. For a date only.")
    )
    term = forms.ChoiceField(label=_("Which date of a client"), required=False)
    age = forms.IntegerField(label=_("Age in days, at least"), required=False)
    text = forms.CharField(
        label=_("Words of the client"), required=False, max_length=400,
        help_text=_("One of these expressions, between commas; accents and capitals do not matter."),
    )  # fmt: skip
    tag = forms.ChoiceField(label=_("Put on a tag"), required=False)
    impact = forms.ChoiceField(label=_("Impact"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    place = forms.BooleanField(label=_("Give it to whoever is best placed"), required=False)
    unit = forms.ChoiceField(label=_("A task for"), required=False)
    due = forms.ChoiceField(label=_("Within"), choices=list(rulewords.DUES.items()), required=False)
    template = forms.TypedChoiceField(
        label=_("Propose a template to whoever is in charge"), coerce=int, empty_value=None, required=False
    )
    service = forms.ChoiceField(label=_("Prepare a request for"), required=False)
    keeper = forms.TypedChoiceField(label=_("Who keeps the rule right"), coerce=int, empty_value=None, required=False)
    review_on = forms.DateField(
        label=_("Read again on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    most = forms.IntegerField(label=_("Times on one request, at most"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, viewer: Viewer, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name, (french, english, longest) in PAIRS.items():
            for lang, label in zip(LANGUAGES, (french, english), strict=True):
                widget = forms.Textarea({"rows": 3, "lang": f"{lang}-CA"}) if name in LONG else None
                self.fields[f"{name}_{lang}"] = forms.CharField(
                    label=label, required=False, max_length=longest,
                    widget=widget or forms.TextInput({"lang": f"{lang}-CA"}),
                )  # fmt: skip
        for fact, values in _facts().items():
            self.fields[f"when_{fact}"] = forms.MultipleChoiceField(
                label=str(rulewords.FACTS[fact]), choices=values, required=False, widget=forms.CheckboxSelectMultiple
            )
            self.fields[f"not_{fact}"] = forms.BooleanField(label=_("Other than what is ticked"), required=False)
        for name, choices in _choices(viewer).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> NewRule:
        """Return the rule that was written."""
        said = self.cleaned_data
        pairs = {name: Bilingual(fr=said[f"{name}_fr"], en=said[f"{name}_en"]) for name in PAIRS}
        work = Work(unit=said["unit"], title=pairs["title"], due=said["due"] or "2 bd")
        prepared = Prepared(service=said["service"], title=pairs["subject"], words=pairs["words"])
        acts = Acts(
            prepare=prepared if said["service"] else None, tag=said["tag"], impact=int(said["impact"] or 0),
            urgency=int(said["urgency"] or 0), place=said["place"], work=work if said["unit"] else None,
            note=pairs["note"], template=said["template"] or 0,
        )  # fmt: skip
        on = said["on"]
        trigger = Trigger(
            on=on, days=0 if on in EVENTS else said["days"] or 0, term=said["term"] if on == TERM else ""
        )  # fmt: skip
        return NewRule(
            name=pairs["name"], trigger=trigger, acts=acts, conditions=self._conditions(), keeper=said["keeper"],
            review_on=said["review_on"], most=3 if said["most"] is None else said["most"],
        )  # fmt: skip

    def _conditions(self) -> tuple[Condition, ...]:
        said = self.cleaned_data
        found = [
            Condition(fact=fact, values=tuple(said[f"when_{fact}"]), negated=said[f"not_{fact}"])
            for fact in FACTS
            if fact not in TYPED and said[f"when_{fact}"]
        ]
        if said["age"] is not None:
            found.append(Condition(fact="age", values=(str(said["age"]),)))
        words = tuple(filter(None, (one.strip() for one in said["text"].split(","))))
        return (*found, Condition(fact="words", values=words)) if words else tuple(found)

    def tell(self, faults: list[Fault]) -> None:
        """Say each fault at its field."""
        asked = self._conditions()
        for fault in faults:
            place = fault.field.removeprefix("value_")
            fact = asked[int(place)].fact if place != fault.field else ""
            field = {"age": "age", "words": "text", "": fault.field}.get(fact, f"when_{fact}")
            self.add_error(None if field == "conditions" else field, str(rulewords.FAULTS[fault.why]))

    def parts(self) -> list[tuple[Any, list[tuple[str, list[Any]]]]]:
        """Return the fields in their places: sections, each of lines; a line is a pair, or folded when it may be."""
        folded = [
            (self._fold(fact), [self[f"when_{fact}"], self[f"not_{fact}"]]) for fact in FACTS if fact not in TYPED
        ]
        pairs = {name: ("pair", [self[f"{name}_fr"], self[f"{name}_en"]]) for name in PAIRS}
        return [
            (_("What it is"), [pairs["name"], ("pair", [self["keeper"], self["review_on"]])]),
            (_("When"), [("pair", [self["on"], self["term"]]), ("pair", [self["days"], self["most"]])]),
            (_("If all of this is so"), [*folded, ("pair", [self["age"], self["text"]])]),
            (_("Then"), [
                ("pair", [self["tag"], self["template"]]), ("pair", [self["impact"], self["urgency"]]),
                ("", [self["place"]]), ("pair", [self["unit"], self["due"]]), pairs["title"], pairs["note"],
            ]),
            (_("Prepare a request for the client"), [("", [self["service"]]), pairs["subject"], pairs["words"]]),
        ]  # fmt: skip

    def _fold(self, fact: str) -> str:
        chosen = self[f"when_{fact}"].value()
        return "open" if chosen or self[f"when_{fact}"].errors else "fold"


def _facts() -> dict[str, Choices]:
    on = localtime(clock.now()).date()
    known: dict[str, Choices] = {
        "service": [(one.code, one.name) for one in offers(on).values()], "channel": list(labels.CHANNELS.items()),
        "language": list(labels.LANGUAGES.items()), "tag": [(one.code, one.name) for one in tags().values()],
        "group": [(code, labels.GROUPS.get(code, code)) for code in FACTS["group"]],
        "state": [(code, labels.STATES[code]) for code in FACTS["state"]],
        "impact": list(rulewords.LEVELS.items()), "urgency": list(rulewords.LEVELS.items()),
        "owner": list(rulewords.YES_NO.items()), "party": list(rulewords.YES_NO.items()),
    }  # fmt: skip
    return known


def _choices(viewer: Viewer) -> dict[str, Choices]:
    on, levels = localtime(clock.now()).date(), list(rulewords.LEVELS.items())
    return {
        "on": [
            (_("Something happens"), list(rulewords.EVENTS.items())),
            (_("A date comes"), [(code, rulewords.DATES[code]) for code in (*DATES, TERM)]),
        ],
        "term": NONE + list(rulewords.TERMS.items()), "impact": AS_IS + levels, "urgency": AS_IS + levels,
        "tag": NONE + [(one.code, one.name) for one in tags().values() if not one.retired],
        "unit": NONE + [(one.code, one.name) for one in units()], "template": NONE + templates_for(viewer),
        "service": NONE + [(one.code, one.name) for one in offers(on).values() if not one.confidential],
        "keeper": NONE + [(one.pk, one.full_name) for one in everybody_here() if one.active],
    }  # fmt: skip


def written(rule: "Rule") -> dict[str, Any]:
    """Return a rule as the fields of its page hold it."""
    acts, blank = rule.does, Bilingual()
    pairs = {
        "name": rule.name, "note": acts.note, "title": acts.work.title if acts.work else blank,
        "subject": acts.prepare.title if acts.prepare else blank,
        "words": acts.prepare.words if acts.prepare else blank,
    }  # fmt: skip
    said: dict[str, Any] = {f"{name}_{lang}": getattr(pair, lang) for name, pair in pairs.items() for lang in LANGUAGES}
    for one in rule.asked:
        typed = {"age": "age", "words": "text"}.get(one.fact)
        said |= {typed: ", ".join(one.values)} if typed else {f"when_{one.fact}": list(one.values)}
        said[f"not_{one.fact}"] = one.negated
    return said | {
        "on": rule.trigger_on, "days": rule.trigger_days, "term": rule.trigger_term, "tag": acts.tag,
        "impact": acts.impact or "", "urgency": acts.urgency or "", "place": acts.place,
        "unit": acts.work.unit if acts.work else "", "due": acts.work.due if acts.work else "2 bd",
        "template": acts.template or "", "service": acts.prepare.service if acts.prepare else "",
        "keeper": rule.keeper_id, "review_on": rule.review_on, "most": rule.most, "version": rule.version,
    }  # fmt: skip
