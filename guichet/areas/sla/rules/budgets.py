"""How much of a promise each piece of its work may take: carved out in proportion to the delays of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.areas.catalogue.rules import BadTarget, Calendar, Target
from guichet.areas.catalogue.rules.dated import is_dated

RESERVE = 20  # hundredths of the promise that Client Services keeps, to read over and to answer


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work: its key, what it waits for, and the delay that its plan gives it."""

    key: str
    after: tuple[str, ...]
    target: str


def of_the_promise(works: Sequence[Work]) -> list[Work]:
    """Keep the work that a promise is shared out between.

    What turns on a day, such as an arrival, has its date from that day and not from the promise; so has what waits
    for it.
    """
    dated = {one.key for one in works if is_dated(one.target)}
    while more := {one.key for one in works if one.key not in dated and dated.intersection(one.after)}:
        dated |= more
    return [one for one in works if one.key not in dated]


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
