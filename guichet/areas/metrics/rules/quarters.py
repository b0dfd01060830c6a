"""Three months of a year, as figures and audits go by them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_WRITTEN = re.compile(r"(2\d{3})-q([1-4])")


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, written 2026-q3."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    def back(self, count: int) -> "Quarter":
        """Return the quarter that lies so many before; a negative number leads ahead."""
        years, place = divmod(self.year * 4 + self.number - 1 - count, 4)
        return Quarter(years, place + 1)

    @classmethod
    def containing(cls, day: date) -> Self:
        """Return the quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Read a quarter; anything else is none."""
        found = _WRITTEN.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None
