"""What the reader wants to see, as the address bar says it."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.utils.timezone import localtime

from guichet.areas.metrics.queries import DIMENSIONS, Mark, Slice
from guichet.areas.metrics.rules.quarters import Quarter

DEFAULT_PERIOD, DEFAULT_DIMENSION = "90d", "service"
DAYS = {"30d": 30, "90d": 90, "12m": 365}
YEAR = "year"  # twelve months, the present one last: for lists, like a single month
NUMBERED = ("service", "unit")
QUARTERS = 6  # looked back at, the present one last
_MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A period, a dimension to break figures down by, and filters."""

    period: str = DEFAULT_PERIOD
    by: str = DEFAULT_DIMENSION
    held: dict[str, int | str] = field(default_factory=dict)

    def part(self, now: datetime) -> Slice:
        """Return the slice of tickets, in whole days of the place."""
        if self.period == YEAR:
            return self.year(now)
        whole = _quarter if Quarter.of(self.period) else _month
        since, until = whole(self.period, now) if self.period not in DAYS else _days(DAYS[self.period], now)
        return Slice(since, until, **self.held)  # type: ignore[arg-type]

    def year(self, now: datetime) -> Slice:
        """Return the twelve months that end with the present one, with the same filters."""
        _, until = _days(0, now)
        return Slice(_months_back(11, now), until, **self.held)  # type: ignore[arg-type]

    def over(self, period: str) -> "Wanted":
        """Return the same for another period."""
        return replace(self, period=period)

    def broken_down(self, by: str) -> "Wanted":
        """Return the same, broken down by another dimension."""
        return replace(self, by=by)

    def holding(self, dimension: str, key: int | str) -> "Wanted":
        """Return the same, held to one value of a dimension."""
        return replace(self, held=self.held | {dimension: key})

    def without(self, dimension: str) -> "Wanted":
        """Return the same, with a dimension free again."""
        return replace(self, held={name: key for name, key in self.held.items() if name != dimension})

    def query(self, **more: str) -> str:
        """Write the end of an address; what goes without saying is left out."""
        said = {"period": self.period, "by": self.by, **{name: str(key) for name, key in self.held.items()}, **more}
        silent = {"period": DEFAULT_PERIOD, "by": DEFAULT_DIMENSION}
        kept = {name: value for name, value in said.items() if value != silent.get(name)}
        return "?" + urlencode(kept) if kept else ""


def read(given: QueryDict, *also: str) -> Wanted:
    """Read an address; one that was never written by a page of ours leads nowhere."""
    period, by = given.get("period") or DEFAULT_PERIOD, given.get("by") or DEFAULT_DIMENSION
    whole = _MONTH.fullmatch(period) or Quarter.of(period)
    if (period not in (*DAYS, YEAR) and not whole) or by not in DIMENSIONS:
        raise Http404
    held = {name: str(given[name]) for name in (*DIMENSIONS, *also) if given.get(name)}
    return Wanted(period, by, {name: _number(text) if name in NUMBERED else text for name, text in held.items()})


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _days(count: int, now: datetime) -> tuple[datetime, datetime]:
    today = _midnight(localtime(now))
    return today - timedelta(days=count), today + timedelta(days=1)


def _months_back(count: int, now: datetime) -> datetime:
    today = _midnight(localtime(now))
    years, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return today.replace(year=years, month=month + 1, day=1)


def _month(period: str, now: datetime) -> tuple[datetime, datetime]:
    year, month = map(int, period.split("-"))
    first = _midnight(localtime(now)).replace(year=year, month=month, day=1)
    return first, first.replace(year=year + month // 12, month=month % 12 + 1)


def _quarter(period: str, now: datetime) -> tuple[datetime, datetime]:
    quarter = Quarter.of(period)
    assert quarter
    since, until = (_month(f"{one.first:%Y-%m}", now)[0] for one in (quarter, quarter.back(-1)))
    return since, until


def quarters(now: datetime) -> list[str]:
    """Name the last quarters, the present one last."""
    present = Quarter.containing(localtime(now).date())
    return [str(present.back(count)) for count in range(QUARTERS - 1, -1, -1)]


def place_of(request: HttpRequest) -> int:
    """Read how many rows come before a page of a table; anything else than what we wrote is the first page."""
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 6 else 0


def mark_of(text: str) -> Mark | None:
    """Read where a page starts; anything else than what we wrote is the first page."""
    moment, _bar, ticket = text.partition("|")
    try:
        return Mark(datetime.fromisoformat(moment), int(ticket))
    except ValueError:
        return None


def mark_words(mark: Mark) -> str:
    """Write where the next page starts."""
    return f"{mark.received_at.isoformat()}|{mark.ticket}"
