"""One row of a scenario being read: each question either gives a usable value or notes a fault, and reading goes on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guichet.areas.catalogue.rules import BadTarget, Target
from guichet.doors.scenario.faults import Fault
from guichet.doors.scenario.marks import Row, Rows
from guichet.ground.bilingual import LANGUAGES, Bilingual

LONGEST_LIST = 8  # of accepted values shown in a fault


@dataclass
class Sheet:
    """A mapping, where it stands, and where its faults go."""

    row: Row
    where: str
    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, sentence: str) -> None:
        """Note what is wrong with a key, on its line."""
        line = self.row.lines.get(key, self.row.line)
        where = ".".join(filter(None, (self.where, key)))
        self.faults.append(Fault(self.file, line, where, sentence))

    def only(self, *known: str) -> None:
        """Refuse keys that nobody reads: they are typing slips."""
        for key in self.row.keys() - set(known):
            self.fault(key, f"not known; known here: {', '.join(known)}")

    def text(self, key: str, *, optional: bool = False) -> str:
        """Return a text; empty only where it may be."""
        value = self.row.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value not in (None, ""):
            self.fault(key, f"« {value} » is not text; put it between quotes")
        elif not optional:
            self.fault(key, "missing")
        return ""

    def both(self, key: str) -> Bilingual:
        """Return a text in both languages: one without the other is a fault."""
        inner = self.inner(key)
        if inner is None:
            return Bilingual()
        inner.only(*LANGUAGES)
        return Bilingual(fr=inner.text("fr"), en=inner.text("en"))

    def choice(self, key: str, allowed: Collection[str], *, optional: bool = False) -> str:
        """Return one of a few words, or a code that exists."""
        value = self.text(key, optional=optional)
        if value and value not in allowed:
            self.fault(key, f"« {value} » is not known; {_among(allowed)}")
            return ""
        return value

    def choices(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return several of a few words."""
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                self.fault(key, f"« {value} » is not known; {_among(allowed)}")
        return tuple(value for value in values if value in allowed)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a missing one is empty."""
        value = self.row.get(key)
        if value is None:
            return ()
        if not isinstance(value, Rows) or not all(isinstance(one, str) for one in value):
            self.fault(key, "expected a list of words, such as [fr, en]")
            return ()
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return yes or no."""
        value = self.row.get(key, default)
        if not isinstance(value, bool):
            self.fault(key, f"« {value} » is neither true nor false")
            return default
        return value

    def number(self, key: str, *, default: int) -> int:
        """Return a whole number of one or more; where nothing is said, what stands for it."""
        if key not in self.row:
            return default
        value = self.row[key]
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.fault(key, f"« {value} » is not a whole number of 1 or more")
            return default
        return value

    def cents(self, key: str) -> int | None:
        """Return a sum in cents, where one is said."""
        value = self.row.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.fault(key, f"« {value} » is not a sum in cents: a whole number of 0 or more")
        return None

    def day(self, key: str, *, optional: bool = False) -> date | None:
        """Return a date."""
        value = self.row.get(key)
        if value is None and optional:
            return None
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fault(key, f"« {value} » is not a date; write for instance 2026-09-01")
            return None

    def target(self, key: str, *, optional: bool = False) -> str:
        """Return a duration in the words of the catalogue."""
        value = self.row.get(key)
        if value is None and optional:
            return ""
        try:
            return str(Target.parse(value))
        except BadTarget:
            self.fault(key, f"« {value} » is not a duration; write for instance 5 bd")
            return ""

    def inner(self, key: str) -> "Sheet | None":
        """Return the mapping under a key."""
        value = self.row.get(key)
        if not isinstance(value, Row):
            self.fault(key, "missing" if value is None else "expected a mapping, such as {fr: …, en: …}")
            return None
        return Sheet(value, ".".join(filter(None, (self.where, key))), self.file, self.faults)

    def parts(self, key: str, *, named: str = "code") -> "Iterator[Sheet]":
        """Yield the mappings of a list, each called by its code."""
        value: Any = self.row.get(key)
        if value is None:
            return
        if not isinstance(value, Rows):
            self.fault(key, "expected a list")
            return
        place = ".".join(filter(None, (self.where, key)))
        for index, (one, line) in enumerate(zip(value, value.lines, strict=True)):
            name = str(one.get(named) or index + 1) if isinstance(one, Row) else str(index + 1)
            if isinstance(one, Row):
                yield Sheet(one, f"{place}[{name}]", self.file, self.faults)
            else:
                self.faults.append(Fault(self.file, line, f"{place}[{name}]", "expected a mapping"))


def _among(allowed: Collection[str]) -> str:
    shown = sorted(allowed)[:LONGEST_LIST]
    return f"one of {', '.join(shown)}{'…' if len(allowed) > LONGEST_LIST else ''}"
