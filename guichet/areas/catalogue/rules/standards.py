"""A service standard: a commitment to a measurable level of service, under normal circumstances (standards.md 5)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self

from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.sheet import pair_of
from guichet.areas.catalogue.rules.targets import Target
from guichet.ground.bilingual import Bilingual


class StandardKind(StrEnum):
    """What a standard is about."""

    ACCESS = "access"
    ACCURACY = "accuracy"
    TIMELINESS = "timeliness"


class Measure(StrEnum):
    """What is counted, and against what."""

    FIRST = "first"  # the first words of a person
    UPDATE = "update"  # news while the client waits, each within so long of the last
    COMPLETION = "completion"  # the answer
    TASK = "task"  # a piece of work behind a ticket, by its own clock
    MAXIMUM = "maximum"  # the decision, by the longest delay that the law allows
    SETTLED = "settled"  # an answer that did not come back within thirty days
    ONE_DOOR = "one_door"  # a contact that had not failed at another door first
    DECLARED = "declared"  # told by hand, month by month: what nothing here can count


# What each kind may be measured by.
MEASURES = {
    StandardKind.TIMELINESS: (
        Measure.FIRST,
        Measure.UPDATE,
        Measure.COMPLETION,
        Measure.TASK,
        Measure.MAXIMUM,
        Measure.DECLARED,
    ),
    StandardKind.ACCURACY: (Measure.SETTLED, Measure.DECLARED),
    StandardKind.ACCESS: (Measure.ONE_DOOR, Measure.DECLARED),
}
SILENCES = ("", "accepted", "refused")  # what it means that nothing was decided in time
PRIORITIES = (1, 2, 3, 4)
CHANNELS = ("counter", "phone", "email", "web", "chat", "kiosk", "mail", "sms", "visit", "social", "api")
# What gives a ticket its dates.
DATING = (Measure.FIRST, Measure.COMPLETION, Measure.UPDATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardTerms:
    """What one version of a standard says; codes name what it reaches, and what is empty reaches everything."""

    kind: str
    measure: str
    statement: Bilingual
    service: str = ""
    priority: int | None = None
    channel: str = ""
    step: str = ""
    unit: str = ""
    share: int = 90  # hundredths of what is counted that must meet it
    limit: str = ""  # in the words of targets; nothing: the date that was promised anyway
    calendar: str = ""  # nothing: that of the service
    exceptions: Bilingual = Bilingual()  # what it does not reach, in words
    suspended: tuple[Period, ...] = ()  # not normal circumstances: shown, and not counted
    public: bool = True
    law: Bilingual = Bilingual()  # where a maximum is written
    silence: str = ""
    extension: str = ""  # the longest one that the law allows; nothing: none
    retired: bool = False

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_data` wrote."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        pairs = {name: pair_of(known.get(name)) for name in PAIRS}
        periods = tuple(sorted(Period.from_data("suspended", row) for row in known.get("suspended", ())))
        return cls(**known | pairs | {"suspended": periods})

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        pairs = {name: {"fr": plain[name].fr, "en": plain[name].en} for name in PAIRS}
        return plain | pairs | {"suspended": [one.to_data() for one in self.suspended]}

    def reaches(self, *, service: str, priority: int, channel: str) -> bool:
        """Tell whether a ticket comes under it."""
        return (
            self.service in ("", service)
            and self.priority in (None, priority)
            and self.channel in ("", channel)
            and not self.retired
        )

    @property
    def narrowness(self) -> tuple[bool, bool, bool]:
        """Order standards that reach the same ticket: the narrowest gives the date."""
        return bool(self.service), self.priority is not None, bool(self.channel)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether it reaches a part only of what its service is asked for."""
        return self.priority is not None or bool(self.channel)

    @property
    def target(self) -> Target | None:
        """Return its limit, when it has one of its own."""
        return Target.parse(self.limit) if self.limit else None

    def is_suspended(self, day: date) -> bool:
        """Tell whether a day lies outside normal circumstances."""
        return any(day in period for period in self.suspended)


PAIRS = ("statement", "exceptions", "law")


@dataclass(frozen=True, slots=True)
class StandardFault:
    """What keeps a standard from being kept: a field and the code of a sentence."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a standard may name."""

    services: frozenset[str]
    units: frozenset[str]
    calendars: frozenset[str]
    steps: Mapping[str, tuple[str, ...]]  # of each service


def faults_of_standard(one: StandardTerms, known: Grounds) -> list[StandardFault]:
    """Return everything that is wrong with a standard, in the order of its page."""
    found = [
        *_words(one), *_measured(one), *_scope(one, known), *_shape(one),
    ]  # fmt: skip
    return [StandardFault(field, why) for field, why in found]


def _words(one: StandardTerms) -> list[tuple[str, str]]:
    missing = [("statement", "missing") for text in (one.statement.fr, one.statement.en) if not text.strip()][:1]
    halves = [(name, "half") for name in ("exceptions", "law") if _is_half(getattr(one, name))]
    return missing + halves


def _is_half(pair: Bilingual) -> bool:
    return bool(pair.fr.strip()) != bool(pair.en.strip())


def _measured(one: StandardTerms) -> list[tuple[str, str]]:
    if one.kind not in set(StandardKind):
        return [("kind", "choose")]
    return [] if one.measure in MEASURES[StandardKind(one.kind)] else [("measure", "measure")]


def _scope(one: StandardTerms, known: Grounds) -> list[tuple[str, str]]:
    asked = (
        ("service", one.service, known.services), ("unit", one.unit, known.units),
        ("calendar", one.calendar, known.calendars), ("channel", one.channel, CHANNELS),
    )  # fmt: skip
    found = [(name, "unknown") for name, code, codes in asked if code and code not in codes]
    if one.priority not in (None, *PRIORITIES):
        found.append(("priority", "unknown"))
    if one.step and one.step not in known.steps.get(one.service, ()):
        found.append(("step", "step"))
    return found


def _shape(one: StandardTerms) -> list[tuple[str, str]]:
    task, maximum = one.measure == Measure.TASK, one.measure == Measure.MAXIMUM
    by_clock, limited = one.measure in DATING or maximum, one.measure in (Measure.UPDATE, Measure.MAXIMUM)
    rules = (
        ("step", "tasks_only", bool(one.step) and not task), ("unit", "tasks_only", bool(one.unit) and not task),
        ("unit", "internal", bool(one.unit) and one.public), ("share", "share", not 1 <= one.share <= 100),
        ("limit", "needed", limited and not one.limit), ("limit", "clock_only", bool(one.limit) and not by_clock),
        ("calendar", "clock_only", bool(one.calendar) and not one.limit),
        ("silence", "maximum_only", bool(one.silence) and not maximum),
        ("silence", "choose", one.silence not in SILENCES),
        ("extension", "maximum_only", bool(one.extension) and not maximum),
        ("law", "law", maximum and not one.law.fr.strip()),
    )  # fmt: skip
    return [(field, why) for field, why, is_so in rules if is_so]
