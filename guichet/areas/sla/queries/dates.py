"""The dates of a promise that run at once: each has rungs of its own, so that none keeps another one quiet."""

from dataclasses import dataclass
from datetime import UTC, datetime

from guichet.areas.catalogue.queries import calendar
from guichet.areas.catalogue.queries.standards import hours_by
from guichet.areas.catalogue.rules import Calendar
from guichet.areas.sla.models import Promise
from guichet.areas.sla.rules.alerts import reached_at

UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Date:
    """A date that runs: since when, in which hours, and how much time was promised, in seconds (0: all of it)."""

    due: datetime
    start: datetime
    hours: Calendar
    budget: int = 0
    about: str = ""

    @property
    def key(self) -> str:
        """Return what it is known by in `Promise.told`."""
        return self.due.astimezone(UTC).isoformat()

    def reached_at(self, share: int) -> datetime:
        """Find the moment at which so many hundredths of it are used."""
        return reached_at(share, start=self.start, due=self.due, calendar=self.hours, budget=self.budget)


def dates_of(promise: Promise) -> list[Date]:
    """Return the dates that run: what falls due next, and the answer behind the news that are due before it."""
    if promise.next_due_at is None:
        return []
    if promise.first_met_at is None:
        return [_answer(promise, promise.next_due_at)]
    dates = [_answer(promise, promise.due_at)] if promise.due_at else []
    return [*dates, _news(promise)] if promise.update_due_at else dates


def _answer(promise: Promise, due: datetime) -> Date:
    return Date(due, promise.received_at, calendar(promise.calendar), promise.budget)


def _news(promise: Promise) -> Date:
    assert promise.update_due_at and promise.update_from
    hours = hours_by(
        promise.update_by, promise.service, received=promise.received_at, at=promise.update_from
    )  # fmt: skip
    return Date(promise.update_due_at, promise.update_from, hours, about=UPDATE)


def date_alerted(promise: Promise) -> Date:
    """Return the date of which somebody is to be told."""
    dates = dates_of(promise)
    return next((one for one in dates if one.due == promise.alert_due_at), min(dates, key=lambda one: one.due))
