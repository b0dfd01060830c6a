"""One year of openings as tables of instants and running totals, so that counting time is a search, not a walk."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from guichet.areas.catalogue.rules.hours import END_OF_DAY, Interval

NOTHING = timedelta(0)
ONE_DAY = timedelta(days=1)


class Opening(NamedTuple):
    """A stretch of business time, in UTC: open at `start`, closed at `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OpenYear:
    """The openings of one local year; `before[i]` is the business time of the year before opening `i`."""

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]
    total: timedelta
    days: tuple[date, ...]
    closings: tuple[datetime, ...]

    def opened_by(self, instant: datetime) -> timedelta:
        """The business time of the year that has passed at `instant`."""
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return NOTHING
        return self.before[index] + (min(instant, self.ends[index]) - self.starts[index])

    def instant_after(self, business: timedelta) -> datetime:
        """The first instant at which this much business time of the year has passed (0 < business ≤ total)."""
        index = bisect_left(self.before, business) - 1
        return self.starts[index] + (business - self.before[index])

    def openings_from(self, instant: datetime) -> Iterator[Opening]:
        """The openings not yet over at `instant`, the first one shortened to start there."""
        for index in range(bisect_right(self.ends, instant), len(self.ends)):
            yield Opening(max(self.starts[index], instant), self.ends[index])


def open_year(year: int, zone: ZoneInfo, intervals_of: Callable[[date], tuple[Interval, ...]]) -> OpenYear:
    """Lay out the openings of a local year from the wall-clock intervals of each of its days."""
    starts: list[datetime] = []
    ends: list[datetime] = []
    closings: dict[date, datetime] = {}
    for day in (date(year, 1, 1) + timedelta(days=n) for n in range(366)):
        for start, end in _instants(day, zone, intervals_of(day) if day.year == year else ()):
            # A night when the clocks move can make two neighbouring intervals overlap: the minute counts once.
            start = max(start, ends[-1]) if ends else start
            if start < end:
                starts.append(start)
                ends.append(end)
                closings[day] = end
    running = list(accumulate((end - start for start, end in zip(starts, ends, strict=True)), initial=NOTHING))
    return OpenYear(
        starts=tuple(starts),
        ends=tuple(ends),
        before=tuple(running[:-1]),
        total=running[-1],
        days=tuple(closings),
        closings=tuple(closings.values()),
    )


def _instants(day: date, zone: ZoneInfo, intervals: tuple[Interval, ...]) -> Iterator[tuple[datetime, datetime]]:
    """Turn the wall-clock intervals of a day into instants."""
    for start, end in intervals:
        last = day + ONE_DAY if end == END_OF_DAY else day
        yield datetime.combine(day, start, zone).astimezone(UTC), datetime.combine(last, end, zone).astimezone(UTC)
