"""What a service's standard promises, in the words of its page: 15 min, 4 h, 5 bd, 30 d."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from guichet.areas.catalogue.rules.calendar import Calendar

NOW = "15 min"
_WRITTEN = re.compile(r"(\d{1,4})\s*(min|h|bd|d)")


class BadTarget(ValueError):
    """The text is not a target."""

    def __init__(self, text: object) -> None:
        super().__init__(f"{text!r} is not a target such as 15 min, 4 h, 5 bd (business days), 30 d (days) or now")


class Unit(StrEnum):
    """What a target is counted in."""

    MINUTES = "min"
    HOURS = "h"
    BUSINESS_DAYS = "bd"
    CALENDAR_DAYS = "d"


# Singular and plural; French keeps the singular below two, and targets start at one.
_WORDS = {
    "fr": {
        Unit.MINUTES: ("minute pendant les heures d’ouverture", "minutes pendant les heures d’ouverture"),
        Unit.HOURS: ("heure ouvrable", "heures ouvrables"),
        Unit.BUSINESS_DAYS: ("jour ouvrable", "jours ouvrables"),
        Unit.CALENDAR_DAYS: ("jour civil", "jours civils"),
    },
    "en": {
        Unit.MINUTES: ("minute during opening hours", "minutes during opening hours"),
        Unit.HOURS: ("business hour", "business hours"),
        Unit.BUSINESS_DAYS: ("business day", "business days"),
        Unit.CALENDAR_DAYS: ("calendar day", "calendar days"),
    },
}


@dataclass(frozen=True, slots=True)
class Target:
    """So many minutes or hours of business time, business days or calendar days."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise BadTarget(str(self))

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read "15 min", "4 h", "5 bd", "30 d", or "now", which is 15 minutes."""
        words = text.strip().lower() if isinstance(text, str) else ""
        found = _WRITTEN.fullmatch(NOW if words == "now" else words)
        if found is None or int(found[1]) < 1:
            raise BadTarget(text)
        return cls(int(found[1]), Unit(found[2]))

    def due_at(self, start: datetime, calendar: Calendar) -> datetime:
        """The moment a promise made at `start` falls due.

        Minutes and hours count business time. N business days end at the closing time of the Nth open day after the
        open day of the start; a start outside hours, at the midday break or on a closed day counts from the next
        opening, so that one before opening time belongs to that day and one after closing time to the next open day.
        N calendar days end at the same wall-clock time N days later, or at the next opening when that is closed.
        """
        if self.unit is Unit.BUSINESS_DAYS:
            first = calendar.local_day(calendar.next_opening(start))
            return calendar.closing_of(calendar.nth_open_day(first, self.amount))
        if self.unit is Unit.CALENDAR_DAYS:
            return calendar.next_opening(self._same_time_later(start, calendar))
        return calendar.add(start, timedelta(**{_FIELDS[self.unit]: self.amount}))

    def budget(self, start: datetime, calendar: Calendar) -> timedelta:
        """The business time a promise made at `start` leaves."""
        return calendar.between(start, self.due_at(start, calendar))

    @property
    def shortest(self) -> timedelta:
        """The time that passes at least before a promise falls due, whatever the calendar."""
        if self.unit in _FIELDS:
            return timedelta(**{_FIELDS[self.unit]: self.amount})
        return timedelta(days=self.amount - 1)

    def _same_time_later(self, start: datetime, calendar: Calendar) -> datetime:
        # Adding days to a local datetime moves its wall clock, whatever the clocks of the place do meanwhile.
        return (start.astimezone(calendar.zone) + timedelta(days=self.amount)).astimezone(UTC)


_FIELDS = {Unit.MINUTES: "minutes", Unit.HOURS: "hours"}


def describe(target: Target, lang: str) -> str:
    """Say the target in French or, for any other language, in English."""
    one, many = _WORDS["fr" if lang.startswith("fr") else "en"][target.unit]
    return f"{target.amount} {one if target.amount == 1 else many}"
