"""The arithmetic of a promise: when it falls due, how a wait moves it, and whether it was kept."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from guichet.areas.catalogue.rules import Calendar, Target
from guichet.areas.sla.rules.ledger import OutOfOrder

NOTHING = timedelta(0)


class AlreadyPaused(ValueError):
    """The promise is waiting already."""


class NotPaused(ValueError):
    """The promise is not waiting."""


class Status(StrEnum):
    """Where a promise stands: settled (met, missed), running (open, overdue) or waiting for the client (paused)."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    OVERDUE = "overdue"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class PromiseState:
    """A promise at one moment; `remaining` is the business time left when it last started or stopped running."""

    budget: timedelta
    due_at: datetime
    remaining: timedelta
    paused_at: datetime | None = None
    met_at: datetime | None = None

    @classmethod
    def starting(cls, start: datetime, target: Target, calendar: Calendar) -> Self:
        """Make the promise that a standard gives to a ticket received at `start`."""
        due_at = target.due_at(start, calendar)
        budget = calendar.between(start, due_at)
        return cls(budget=budget, due_at=due_at, remaining=budget)

    def pause(self, at: datetime, calendar: Calendar) -> Self:
        """Stop the clock and keep what is left of the promise; nothing is left once it is overdue."""
        if self.paused_at is not None:
            raise AlreadyPaused(f"paused since {self.paused_at.isoformat()}")
        return replace(self, paused_at=at, remaining=max(calendar.between(at, self.due_at), NOTHING))

    def resume(self, at: datetime, calendar: Calendar) -> Self:
        """Start the clock again and push the due moment back so that what was left is still left."""
        if self.paused_at is None:
            raise NotPaused("the promise is running")
        if at < self.paused_at:
            raise OutOfOrder(f"{at.isoformat()} comes before {self.paused_at.isoformat()}")
        return replace(self, paused_at=None, due_at=self._due_after_waiting(self.paused_at, at, calendar))

    def settle(self, at: datetime) -> Self:
        """Record the moment what was promised was done."""
        return replace(self, met_at=at)

    def status(self, now: datetime) -> Status:
        """Where the promise stands; done at the very moment it was due is done on time."""
        late = (self.paused_at or self.met_at or now) > self.due_at
        if self.met_at is not None:
            return Status.MISSED if late else Status.MET
        if late:
            return Status.OVERDUE
        return Status.OPEN if self.paused_at is None else Status.PAUSED

    def time_left(self, now: datetime, calendar: Calendar) -> timedelta:
        """The business time left, frozen while paused, negative when overdue."""
        return calendar.between(self.paused_at or now, self.due_at)

    def _due_after_waiting(self, paused_at: datetime, at: datetime, calendar: Calendar) -> datetime:
        # A promise already broken is not mended by a wait, and a due moment on the edge of an opening, where two
        # instants have the same business time left, is never brought nearer.
        if paused_at > self.due_at:
            return self.due_at
        return max(self.due_at, calendar.add(at, self.remaining))
