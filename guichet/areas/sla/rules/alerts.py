"""When somebody is told how near a promise is."""

from datetime import datetime, timedelta

from guichet.areas.catalogue.rules import Calendar
from guichet.areas.sla.rules.ladder import DUE


def reached_at(share: int, *, start: datetime, due: datetime, calendar: Calendar, budget: int = 0) -> datetime:
    """Find the moment at which so many hundredths of a delay are used, in business time; past its date above 100.

    `budget` is that of the completion, in seconds: a first answer is due before all of it has passed.
    """
    if share == DUE:
        return due
    whole = calendar.between(start, due)
    promised = min(timedelta(seconds=budget), whole) if budget else whole
    if share > DUE:
        return calendar.add(due, promised * (share - DUE) / DUE)
    used = whole - promised * (DUE - share) / DUE
    return min(calendar.add(start, used), due) if used > timedelta(0) else due
