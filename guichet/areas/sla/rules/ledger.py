"""Who had the ball: the life of a ticket cut into segments, every moment of it held by exactly one holder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from guichet.areas.catalogue.rules import Calendar

NOTHING = timedelta(0)
RECEIVED = "received"


class OutOfOrder(ValueError):
    """A moment comes before the one it should follow."""


class Holder(StrEnum):
    """Whom the ticket is waiting for."""

    US = "us"
    UNIT = "unit"
    PARTNER = "partner"
    CLIENT = "client"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class HolderChange:
    """From `at` on, the ticket is with `holder`, for a reason given as a code."""

    at: datetime
    holder: Holder
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the ticket's life with one holder, from `start` up to, not including, `end`."""

    start: datetime
    end: datetime
    holder: Holder
    cause: str

    @property
    def length(self) -> timedelta:
        """The time lived in this segment."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Ledger:
    """The clock ledger of one ticket; until a change says otherwise, the ticket is with us."""

    received_at: datetime
    changes: tuple[HolderChange, ...] = ()
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        moments = [self.received_at, *(change.at for change in self.changes)]
        for earlier, later in pairwise([*moments, self.closed_at] if self.closed_at else moments):
            if later < earlier:
                raise OutOfOrder(f"{later.isoformat()} comes before {earlier.isoformat()}")

    def segments(self, now: datetime) -> tuple[Segment, ...]:
        """Cut [received, closed or now) at each change; the lengths add up to the whole, to the microsecond."""
        end = self.closed_at or now
        held = (HolderChange(self.received_at, Holder.US, RECEIVED), *self.changes)
        if end < held[-1].at:
            raise OutOfOrder(f"{end.isoformat()} comes before {held[-1].at.isoformat()}")
        ends = (*(change.at for change in self.changes), end)
        return tuple(
            Segment(change.at, until, change.holder, change.cause)
            for change, until in zip(held, ends, strict=True)
            if change.at < until
        )

    def lived(self, now: datetime) -> timedelta:
        """The time from receipt to closure, or until now."""
        return (self.closed_at or now) - self.received_at

    def totals(self, now: datetime) -> dict[Holder, timedelta]:
        """The time lived with each holder; those who never held the ticket count zero."""
        return _summed((segment.holder, segment.length) for segment in self.segments(now))

    def business_totals(self, now: datetime, calendar: Calendar) -> dict[Holder, timedelta]:
        """The business time spent with each holder."""
        return _summed((part.holder, calendar.between(part.start, part.end)) for part in self.segments(now))

    def totals_by_cause(self, now: datetime) -> dict[tuple[Holder, str], timedelta]:
        """The time lived with each holder for each cause, the first met first."""
        totals: dict[tuple[Holder, str], timedelta] = {}
        for segment in self.segments(now):
            key = (segment.holder, segment.cause)
            totals[key] = totals.get(key, NOTHING) + segment.length
        return totals

    def who_had_the_ball(self, now: datetime) -> dict[Holder, float]:
        """Each holder's share of the time lived, between 0 and 1; all zero while no time has passed."""
        lived = self.lived(now)
        return {holder: total / lived if lived else 0.0 for holder, total in self.totals(now).items()}


def _summed(parts: Iterator[tuple[Holder, timedelta]]) -> dict[Holder, timedelta]:
    totals = dict.fromkeys(Holder, NOTHING)
    for holder, length in parts:
        totals[holder] += length
    return totals
