"""A standard as it is written on its page: what each field is, and the words for what is wrong with it."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guichet.areas.catalogue.queries import calendars, every_offer, house_calendar
from guichet.areas.catalogue.queries.standards import StandardVersion
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.standards import CHANNELS, PAIRS, PRIORITIES, StandardFault, StandardTerms
from guichet.areas.catalogue.rules.standardwords import CHANNEL_WORDS, KIND_WORDS, MEASURE_WORDS, SILENCE_WORDS
from guichet.areas.people.queries import units
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES, Bilingual

Choices = list[tuple[Any, Any]]
EVERY: Choices = [("", pgettext_lazy("standard", "all"))]
TWINS: dict[str, tuple[Any, Any]] = {
    "statement": (_("What is promised, in French"), _("What is promised, in English")),
    "exceptions": (_("What is not counted, in French"), _("What is not counted, in English")),
    "law": (_("Where the law says so, in French"), _("Where the law says so, in English")),
}
WRONG = {
    "missing": _("Write it in both languages."), "half": _("Write it in both languages, or in none."),
    "choose": _("Choose one of the list."), "unknown": _("Choose one of the list."),
    "measure": _("This kind of standard is not measured this way."),
    "step": _("The plan of this service has no step with this key."),
    "tasks_only": _("Only a standard on steps of the work has one."),
    "internal": _("A public standard names no unit: clients know none."),
    "share": _("A whole number from 1 to 100."), "needed": _("Say how long: 30 d, for example."),
    "clock_only": _(
        "Only a standard counted on first words, on news, on answers or on a legal maximum, with a delay, has one."
    ),
    "maximum_only": _("Only a legal maximum has one."),
    "law": _("Say where the law fixes this maximum, in both languages."),
    "target": _("Write a delay such as 4 h, 5 bd (business days) or 30 d (days)."),
}  # fmt: skip
PERIODS = 12  # that a form may hold


class StandardPage(forms.Form):
    """Everything that the page of a standard asks for."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters, figures and hyphens; never changed.")
    )
    kind = forms.ChoiceField(label=_("What it is about"), choices=list(KIND_WORDS.items()))
    measure = forms.ChoiceField(label=_("What is counted"), choices=list(MEASURE_WORDS.items()))
    share = forms.IntegerField(label=_("Share that must meet it, out of 100"), min_value=1, max_value=100, initial=90)
    limit = forms.CharField(
        label=_("Within"), max_length=20, required=False,
        help_text=_("For example 1 h, 2 bd or 30 d. Nothing: the date that the service promises."),
    )  # fmt: skip
    service = forms.ChoiceField(label=_("Service"), required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"), coerce=int, empty_value=None, required=False,
        choices=[*EVERY, *((one, str(one)) for one in PRIORITIES)],
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[*EVERY, *((one, CHANNEL_WORDS[one]) for one in CHANNELS)]
    )
    step = forms.CharField(label=_("Step of its plan, by its key"), max_length=40, required=False)
    unit = forms.ChoiceField(label=_("Unit or partner that agreed to it"), required=False)
    calendar = forms.ChoiceField(label=_("Counted in the hours of"), required=False)
    silence = forms.ChoiceField(
        label=_("What no decision in time means"), choices=list(SILENCE_WORDS.items()), required=False
    )
    extension = forms.CharField(label=_("Longest extension that the law allows"), max_length=20, required=False)
    public = forms.BooleanField(label=_("Everybody reads it, and what was kept of it"), required=False, initial=True)
    valid_from = forms.DateField(
        label=_("From which day"), required=False, help_text=_("Nothing: from now on."),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )  # fmt: skip
    retired = forms.BooleanField(label=_("It is not promised any more"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, data: QueryDict | None = None, version: StandardVersion | None = None) -> None:
        super().__init__(data, initial=written(version) if version else None)
        if version:
            del self.fields["code"]
        self.held = version
        for name, labels in TWINS.items():
            for language, label in zip(LANGUAGES, labels, strict=True):
                self.fields[f"{name}_{language}"] = _text(label, language)
        for number in range(self.periods):
            self.fields |= _period(number)
        offered = every_offer(house_calendar().local_day(clock.now()))
        self._choose("service", sorted((one.code, f"{one.code} {one.name}") for one in offered.values()))
        self._choose("unit", [(one.code, one.name) for one in units()], pgettext_lazy("unit", "none"))
        self._choose(
            "calendar", [(code, code) for code in sorted(calendars())], pgettext_lazy("hours of", "the service")
        )

    def _choose(self, name: str, choices: Choices, nothing: Any = EVERY[0][1]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    @property
    def periods(self) -> int:
        """Return how many suspensions there is room for: those that are there, and one more."""
        sent = [n for n in range(PERIODS) if self.is_bound and f"p{n}_first" in self.data]
        return min(PERIODS, max(len(sent), 1 + (len(self.held.terms.suspended) if self.held else 0)))

    def clean(self) -> dict[str, Any]:
        """Refuse a day gone by, and a suspension that is not whole."""
        given = super().clean() or {}
        if (day := given.get("valid_from")) and day < house_calendar().local_day(clock.now()):
            self.add_error("valid_from", _("This day is over: what came in then keeps what was promised then."))
        for n in range(self.periods):
            first, last, fr, en = (given.get(f"p{n}_{name}") for name in ("first", "last", "fr", "en"))
            if any((first, last, fr, en)) and not all((first, last, fr, en)):
                self.add_error(
                    f"p{n}_first", _("A suspension has a first day, a last day, and a reason in both languages.")
                )
            elif isinstance(first, date) and isinstance(last, date) and last < first:
                self.add_error(f"p{n}_last", _("This day comes before the first one."))
        return given

    def terms(self) -> StandardTerms:
        """Return what was written."""
        given = self.cleaned_data
        plain = ("kind", "measure", "share", "limit", "service", "priority", "channel", "step", "unit", "calendar",
                 "silence", "extension", "public", "retired")  # fmt: skip
        rows = [[given[f"p{n}_{name}"] for name in ("first", "last", "fr", "en")] for n in range(self.periods)]
        said: dict[str, Any] = {name: given[name] for name in plain}
        said |= {name: Bilingual(given[f"{name}_fr"], given[f"{name}_en"]) for name in PAIRS}
        return StandardTerms(**said, suspended=tuple(sorted(Period(*row) for row in rows if row[0])))

    def tell(self, faults: list[StandardFault]) -> None:
        """Say what is wrong at each field."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else f"{fault.field}_fr", WRONG[fault.why])

    def parts(self) -> list[tuple[Any, list[tuple[str, list[forms.BoundField]]]]]:
        """Lay the fields out: titles, and lines of one field or of two side by side."""
        pairs = {name: ("pair", [self[f"{name}_fr"], self[f"{name}_en"]]) for name in TWINS}
        code = [("one", [self["code"]])] if "code" in self.fields else []
        away = [
            ("pair", [self[f"p{n}_{name}"] for name in names])
            for n in range(self.periods)
            for names in (("first", "last"), ("fr", "en"))
        ]
        return [
            (_("What is promised"), [
                *code, pairs["statement"], self._line("kind", "measure"), self._line("share", "limit"),
            ]),
            (_("To whom"), [
                self._line("service", "channel"), self._line("priority", "calendar"), self._line("step", "unit"),
                pairs["exceptions"], ("one", [self["public"]]),
            ]),
            (_("By law"), [pairs["law"], self._line("extension", "silence")]),
            (_("Suspended"), away),
            (_("From when"), [("one", [self["valid_from"]]), ("one", [self["retired"]])]),
        ]  # fmt: skip

    def _line(self, *names: str) -> tuple[str, list[forms.BoundField]]:
        return "pair", [self[name] for name in names]


def _text(label: Any, language: str) -> forms.CharField:
    widget = forms.Textarea({"rows": 2, "lang": f"{language}-CA"})
    return forms.CharField(label=label, max_length=500, required=False, widget=widget)


def _period(number: int) -> dict[str, forms.Field]:
    day = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return {
        f"p{number}_first": forms.DateField(label=pgettext_lazy("calendar", "From"), required=False, widget=day),
        f"p{number}_last": forms.DateField(label=_("Until, that day included"), required=False, widget=day),
        f"p{number}_fr": forms.CharField(label=_("Reason in French"), max_length=120, required=False),
        f"p{number}_en": forms.CharField(label=_("Reason in English"), max_length=120, required=False),
    }


def written(version: StandardVersion) -> dict[str, Any]:
    """Return what a form shows of a standard."""
    terms, said = version.terms, version.terms.to_data()
    pairs = {f"{name}_{one}": getattr(getattr(terms, name), one) for name in PAIRS for one in LANGUAGES}
    away = {
        f"p{n}_{name}": getattr(one, name)
        for n, one in enumerate(terms.suspended)
        for name in ("first", "last", "fr", "en")
    }
    return said | pairs | away | {"base": version.version}
