"""Who is told how near a promise is, rung by rung."""

from datetime import datetime, timedelta

from guichet.areas.catalogue.rules import Calendar

NEAR, DUE = 75, 100  # hundredths of the promise that are used
# Whoever is in charge first; past due, also those who lead the window. What nobody is in charge of is told to those.
LADDER: dict[int, tuple[str, ...]] = {NEAR: ("owner",), DUE: ("owner", "manager")}


def rungs(share: int, *, owned: bool) -> tuple[str, ...]:
    """Name who is told, of a promise that somebody is in charge of or not."""
    return LADDER[share] if owned else ("manager",)


def nearly_due(received: datetime, due: datetime | None, budget: int, calendar: Calendar) -> datetime | None:
    """Find the moment at which a quarter of the promise is left, in business time; never after its date.

    `budget` is that of the completion, in seconds: a first answer is due before all of it has passed.
    """
    if due is None:
        return None
    whole = calendar.between(received, due)
    promised = min(timedelta(seconds=budget), whole) if budget else whole
    used = whole - promised * (DUE - NEAR) / DUE
    return min(calendar.add(received, used), due) if used > timedelta(0) else due
