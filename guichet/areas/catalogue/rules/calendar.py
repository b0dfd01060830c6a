"""The calendar of a place: when it is open, and how business time adds up there."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from guichet.areas.catalogue.rules.holiday_names import HolidayName, holidays_of, refuse_unknown_place
from guichet.areas.catalogue.rules.hours import BadCalendar, Interval, OpeningHours
from guichet.areas.catalogue.rules.openings import NOTHING, Opening, OpenYear, open_year
from guichet.areas.catalogue.rules.periods import Period, dates, periods

HORIZON_YEARS = 10
_KEYS = ("code", "tz", "hours", "holidays", "closed", "open", "closures", "sitting", "sitting_hours")


class NeverOpen(Exception):
    """The calendar holds too little business time in the ten years that follow."""

    def __init__(self, calendar: "Calendar") -> None:
        name = calendar.code or calendar.tz
        super().__init__(f"calendar {name}: not enough business time within {HORIZON_YEARS} years")


class ClosedDay(ValueError):
    """The day asked about has no opening at all."""


@dataclass(frozen=True)
class Calendar:
    """Weekly hours in a time zone, less the public holidays of a place, corrected by dates closed or opened.

    A closure shuts a whole stretch of days; while the assembly sits, the hours of that time count.

    An interval is open at its start and closed at its end. Every instant given must be aware; every answer is in UTC.
    """

    tz: str
    hours: OpeningHours
    code: str = ""
    country: str = ""
    subdivision: str = ""
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    closures: tuple[Period, ...] = ()
    sitting: tuple[Period, ...] = ()  # the weeks in which the assembly sits
    sitting_hours: OpeningHours | None = None  # those of that time; none: the usual ones
    version: int = field(default=0, compare=False)
    zone: ZoneInfo = field(init=False, compare=False, repr=False)
    _years: dict[int, OpenYear] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", _zone(self.tz))
        refuse_unknown_place(self.country, self.subdivision)
        if both := self.closed & self.opened:
            raise BadCalendar("open", f"{min(both)} is also listed under closed")

    @classmethod
    def from_data(cls, data: Mapping[str, object], code: str = "", version: int = 0) -> Self:
        """Read the form kept in files and in the database."""
        if not isinstance(data, Mapping):
            raise BadCalendar("calendar", "expected a mapping, such as {tz: America/Vancouver, hours: …}")
        for key in data:
            if key not in _KEYS:
                raise BadCalendar(str(key), f"not known; a calendar has {', '.join(_KEYS)}")
        country, _, subdivision = _text(data, "holidays").partition("-")
        return cls(
            tz=_text(data, "tz"),
            hours=OpeningHours.from_data(data.get("hours")),
            code=code or _text(data, "code"),
            country=country,
            subdivision=subdivision,
            closed=dates(data, "closed"),
            opened=dates(data, "open"),
            closures=periods(data, "closures"),
            sitting=periods(data, "sitting"),
            sitting_hours=OpeningHours.from_data(data["sitting_hours"]) if data.get("sitting_hours") else None,
            version=version,
        )

    @property
    def reference(self) -> str:
        """The name of this version, by which a promise keeps the hours that it was made in."""
        return f"{self.code}@{self.version}" if self.version else self.code

    def to_data(self) -> dict[str, object]:
        """Write the calendar as `from_data` reads it."""
        named: dict[str, object] = {"code": self.code} if self.code else {}
        return named | {
            "tz": self.tz,
            "hours": self.hours.to_data(),
            "holidays": "-".join(filter(None, (self.country, self.subdivision))),
            "closed": [day.isoformat() for day in sorted(self.closed)],
            "open": [day.isoformat() for day in sorted(self.opened)],
            **({"closures": [one.to_data() for one in self.closures]} if self.closures else {}),
            **({"sitting": [one.to_data() for one in self.sitting]} if self.sitting else {}),
            **({"sitting_hours": self.sitting_hours.to_data()} if self.sitting_hours else {}),
        }

    def intervals_on(self, day: date) -> tuple[Interval, ...]:
        """The wall-clock hours of a date, once holidays, closures and special openings are counted."""
        if day in self.opened:
            return self.hours.on_special_opening(day.weekday())
        if day in self.closed or self.holiday_on(day) or any(day in one for one in self.closures):
            return ()
        sits = self.sitting_hours and any(day in one for one in self.sitting)
        return (self.sitting_hours if sits and self.sitting_hours else self.hours).on(day.weekday())

    def holidays_in(self, year: int) -> Mapping[date, HolidayName]:
        """The public holidays of the place in a year, by date."""
        return holidays_of(self.country, self.subdivision, year)

    def holiday_on(self, day: date) -> HolidayName | None:
        """The name of the public holiday that falls on this date, if one does."""
        return self.holidays_in(day.year).get(day)

    def openings_from(self, instant: datetime) -> Iterator[Opening]:
        """The openings from `instant` on, in order, for ten years; the first starts at `instant` if it is open."""
        at = _utc(instant)
        for year in self._years_from(at):
            yield from year.openings_from(at)

    def is_open(self, at: datetime) -> bool:
        """Whether `at` is business time."""
        instant = _utc(at)
        opening = next(self._year(self.local_day(at).year).openings_from(instant), None)
        return opening is not None and opening.start == instant

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when it is business time, else the start of the next opening."""
        for opening in self.openings_from(at):
            return opening.start
        raise NeverOpen(self)

    def add(self, start: datetime, business: timedelta) -> datetime:
        """The first instant at which this much business time has passed since `start`; for none, the next opening."""
        if business <= NOTHING:
            return self._add_nothing(start, business)
        at = _utc(start)
        first = at.astimezone(self.zone).year
        left = self._year(first).opened_by(at) + business
        for number in range(first, first + HORIZON_YEARS + 1):
            year = self._year(number)
            if left <= year.total:
                return year.instant_after(left)
            left -= year.total
        raise NeverOpen(self)

    def between(self, a: datetime, b: datetime) -> timedelta:
        """The business time from `a` to `b`; negative when `b` comes first."""
        start, end = _utc(a), _utc(b)
        first, last = start.astimezone(self.zone).year, end.astimezone(self.zone).year
        if first <= last:
            whole = sum((self._year(number).total for number in range(first, last)), NOTHING)
        else:
            whole = -sum((self._year(number).total for number in range(last, first)), NOTHING)
        return whole + self._year(last).opened_by(end) - self._year(first).opened_by(start)

    def local_day(self, at: datetime) -> date:
        """The date on the wall of the place at an instant."""
        return _utc(at).astimezone(self.zone).date()

    def is_open_day(self, day: date) -> bool:
        """Whether the place opens at all on this date."""
        days = self._year(day.year).days
        index = bisect_left(days, day)
        return index < len(days) and days[index] == day

    def closing_of(self, day: date) -> datetime:
        """The instant at which the last opening of this date ends."""
        if not self.is_open_day(day):
            raise ClosedDay(f"{day} is closed")
        year = self._year(day.year)
        return year.closings[bisect_left(year.days, day)]

    def nth_open_day(self, start: date, n: int) -> date:
        """The nth open day after `start`; for 0, `start` itself when it is open, else the open day that follows."""
        if n < 0:
            raise ValueError("open days are counted forwards")
        index = bisect_left(self._year(start.year).days, start) + n
        if n and not self.is_open_day(start):
            index -= 1
        for number in range(start.year, start.year + HORIZON_YEARS + 1):
            days = self._year(number).days
            if index < len(days):
                return days[index]
            index -= len(days)
        raise NeverOpen(self)

    def _add_nothing(self, start: datetime, business: timedelta) -> datetime:
        if business < NOTHING:
            raise ValueError("business time is added forwards")
        return self.next_opening(start)

    def _years_from(self, at: datetime) -> Iterator[OpenYear]:
        first = at.astimezone(self.zone).year
        return (self._year(number) for number in range(first, first + HORIZON_YEARS + 1))

    def _year(self, number: int) -> OpenYear:
        # Hashing a calendar costs more than the sum it serves, so each one also remembers its own years.
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = _laid_out(self, number)
        return year


@lru_cache(maxsize=256)
def _laid_out(calendar: Calendar, number: int) -> OpenYear:
    """The openings of a year, shared by all equal calendars."""
    return open_year(number, calendar.zone, calendar.intervals_on)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("business time is counted between aware instants")
    return instant.astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadCalendar("tz", f"{name!r} is not a time zone such as America/Vancouver") from error


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadCalendar(key, f"expected text, not {value!r}")
    return value.strip()
