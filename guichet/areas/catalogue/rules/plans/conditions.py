"""Conditions on what is known of a ticket: `channel = web, email`, `impact != 1`, `result:approval = no`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

# What a plan may ask of a ticket, and every value that it can find there.
FACTS: dict[str, tuple[str, ...]] = {
    "channel": (
        "counter", "phone", "email", "web", "chat", "kiosk", "mail", "sms", "visit", "social", "api",
    ),
    "language": ("fr", "en"),
    "group": (
        "member", "office_staff", "caucus_staff", "employee", "citizen", "business", "partner", "intermediary",
    ),
    "tier": ("lead", "participant", "support"),
    "impact": ("1", "2", "3"),
    "urgency": ("1", "2", "3"),
    "priority": ("1", "2", "3", "4"),
}  # fmt: skip
RESULT = "result:"
_WRITTEN = re.compile(
    r"(?P<fact>[a-z_]+(?::[a-z0-9/_-]+)?)\s*(?P<sign>!?=)\s*(?P<values>[a-z0-9_-]+(?:\s*,\s*[a-z0-9_-]+)*)"
)

Facts = Mapping[str, str]


class BadCondition(ValueError):
    """The text is not a condition."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)

    def __str__(self) -> str:
        return _("“%(text)s” is not a condition; write for instance channel = web, email.") % {"text": self.text}


@dataclass(frozen=True, slots=True)
class Condition:
    """One question asked of a ticket: whether a fact is, or is not, one of some values."""

    fact: str
    values: tuple[str, ...]
    negated: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a condition as it is written."""
        found = _WRITTEN.fullmatch(text.strip().lower())
        if found is None:
            raise BadCondition(text.strip())
        values = tuple(dict.fromkeys(one.strip() for one in found["values"].split(",")))
        return cls(found["fact"], values, found["sign"] == "!=")

    def __str__(self) -> str:
        return f"{self.fact} {'!=' if self.negated else '='} {', '.join(self.values)}"

    @property
    def step(self) -> str:
        """Return the key of the step whose result it asks about, if it does."""
        return self.fact.removeprefix(RESULT) if self.fact.startswith(RESULT) else ""

    def holds(self, facts: Facts) -> bool:
        """Tell whether it is so; a fact that nobody knows is none of the values."""
        return (facts.get(self.fact, "") in self.values) != self.negated

    def allowed(self, known: Iterable[str]) -> set[str]:
        """Return the values of the fact for which it holds."""
        return {value for value in known if (value in self.values) != self.negated}


def passed_over(start_when: Iterable[str], skip_if: Iterable[str], facts: Facts) -> bool:
    """Tell whether a step whose turn has come is passed over: it starts only if all is so, and nothing forbids it."""
    starts = all(Condition.parse(text).holds(facts) for text in start_when)
    return not starts or any(Condition.parse(text).holds(facts) for text in skip_if)
