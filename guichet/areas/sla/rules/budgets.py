"""How much of a promise each piece of its work may take: carved out in proportion to the delays of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.areas.catalogue.rules import BadTarget, Calendar, Target

RESERVE = 20  # hundredths of the promise that Client Services keeps, to read over and to answer


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work: its key, what it waits for, and the delay that its plan gives it."""

    key: str
    after: tuple[str, ...]
    target: str


def planned_ends(works: Sequence[Work], start: datetime, calendar: Calendar) -> dict[str, datetime]:
    """Return when each piece would end if each took its whole delay, one after those that it waits for."""
    known, ends = {one.key: one for one in works}, dict[str, datetime]()

    def end(key: str, on_the_way: frozenset[str]) -> datetime:
        if key not in ends:
            one = known[key]
            before = [other for other in one.after if other in known and other not in on_the_way]
            waits = [end(other, on_the_way | {other}) for other in before]
            ends[key] = _ended(one.target, max(waits, default=start), calendar)
        return ends[key]

    for one in works:
        end(one.key, frozenset({one.key}))
    return ends


def _ended(target: str, start: datetime, calendar: Calendar) -> datetime:
    try:
        return Target.parse(target).due_at(start, calendar)
    except BadTarget:
        return start


def budget_dates(
    ends: Mapping[str, datetime], *, start: datetime, until: datetime, calendar: Calendar
) -> dict[str, datetime]:
    """Return until when each piece may last for the promise to be kept, the reserve left to Client Services."""
    last = max(ends.values(), default=start)
    whole, promised = calendar.between(start, last), calendar.between(start, until)
    if whole <= timedelta(0) or promised <= timedelta(0):
        return {}
    shared = promised * (100 - RESERVE) / 100
    return {key: calendar.add(start, shared * (calendar.between(start, end) / whole)) for key, end in ends.items()}
