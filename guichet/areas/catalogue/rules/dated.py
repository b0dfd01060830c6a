"""A delay counted from a day that a plan turns on, such as an arrival: D-10 bd, D, D+30 d (in French, J-10 bd)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.areas.catalogue.rules.calendar import Calendar
from guichet.areas.catalogue.rules.targets import BadTarget, Target, Unit, describe

_WRITTEN = re.compile(r"[dj](?:\s*(?P<sign>[+-])\s*(?P<amount>\d{1,4})\s*(?P<unit>bd|d))?")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """So many days, or business days, before the day (below 0), on it, or after it."""

    amount: int = 0
    unit: Unit = Unit.CALENDAR_DAYS

    def __str__(self) -> str:
        return f"D{self.amount:+d} {self.unit}" if self.amount else "D"

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read a delay counted from the day."""
        found = _WRITTEN.fullmatch(text.strip().lower().replace("\u2212", "-")) if isinstance(text, str) else None
        if found is None:
            raise BadTarget(text)
        if not found["sign"]:
            return cls()
        return cls(int(found["amount"]) * (-1 if found["sign"] == "-" else 1), Unit(found["unit"]))

    def on(self, day: date, calendar: Calendar) -> date:
        """Return the date that it comes to; of business days, an open one."""
        if self.unit is not Unit.BUSINESS_DAYS:
            return day + self.amount * A_DAY
        step, left = (A_DAY if self.amount > 0 else -A_DAY), abs(self.amount)
        while left:
            day += step
            left -= calendar.is_open_day(day)
        return day

    def due_at(self, day: date, calendar: Calendar) -> datetime:
        """Return the moment it falls due: as the window closes that day, or the open day before when it is closed."""
        found = self.on(day, calendar)
        while not calendar.is_open_day(found):
            found -= A_DAY
        return calendar.closing_of(found)


def is_dated(text: str) -> bool:
    """Tell whether a delay is counted from the day."""
    return _WRITTEN.fullmatch(text.strip().lower().replace("\u2212", "-")) is not None


def due_of(text: object) -> Target | Dated:
    """Read a delay of a plan, counted from when its step begins or from the day that the plan turns on."""
    try:
        return Target.parse(text)
    except BadTarget:
        return Dated.parse(text)


def due_words(due: Target | Dated, lang: str) -> str:
    """Say a delay of a plan; one that is counted from the day, in the language in use."""
    if isinstance(due, Target):
        return describe(due, lang)
    n, business = abs(due.amount), due.unit is Unit.BUSINESS_DAYS
    if not n:
        return _("on the day")
    if due.amount < 0 and business:
        said = ngettext("%(n)s business day before the day", "%(n)s business days before the day", n)
    elif due.amount < 0:
        said = ngettext("%(n)s day before the day", "%(n)s days before the day", n)
    elif business:
        said = ngettext("%(n)s business day after the day", "%(n)s business days after the day", n)
    else:
        said = ngettext("%(n)s day after the day", "%(n)s days after the day", n)
    return said % {"n": n}
