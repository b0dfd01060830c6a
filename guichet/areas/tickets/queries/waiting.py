"""Tickets on which time itself has something to do."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet

from guichet.areas.catalogue.queries import house_calendar, offer
from guichet.areas.catalogue.rules import Calendar, Target
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import (
    CLOSE_IN_SILENCE,
    REMIND_OF_CONFIRMATION,
    REMIND_OF_QUESTION,
    State,
)


def calendar_of(ticket: Ticket) -> Calendar:
    """Return the business calendar that a ticket's service goes by."""
    if ticket.service_id is None:
        return house_calendar()
    return offer(ticket.service_id, on=ticket.received_at.date()).calendar


def _over(tickets: QuerySet[Ticket], since: str, written: str, now: datetime) -> Iterator[Ticket]:
    """Keep those whose delay has run in the time of their service; no calendar is asked of those that began lately."""
    target = Target.parse(written)
    for ticket in tickets.filter(**{f"{since}__lt": now - target.shortest}).order_by("pk").iterator():
        if target.due_at(getattr(ticket, since), calendar_of(ticket)) <= now:
            yield ticket


def to_remind(now: datetime) -> Iterator[Ticket]:
    """Return the tickets whose client should be reminded: of a question, or of a confirmation."""
    yield from _unreminded(State.WAITING_CLIENT, "waiting_since", REMIND_OF_QUESTION, now)
    yield from _unreminded(State.RESOLVED, "resolved_at", REMIND_OF_CONFIRMATION, now)


def _unreminded(state: State, since: str, targets: Sequence[str], now: datetime) -> Iterator[Ticket]:
    # The last reminder first: whoever is being reminded meanwhile is not met again.
    for reminders, target in reversed(list(enumerate(targets))):
        yield from _over(Ticket.rows.filter(state=state, reminders=reminders), since, target, now)


def to_close(now: datetime) -> Iterator[Ticket]:
    """Return the resolved tickets whose client stayed silent after the reminders."""
    silent = Ticket.rows.filter(state=State.RESOLVED, reminders__gte=len(REMIND_OF_CONFIRMATION))
    yield from _over(silent, "resolved_at", CLOSE_IN_SILENCE, now)


def closes_at(ticket: Ticket) -> datetime | None:
    """Return when silence closes a ticket that was answered, unless its client says something."""
    if ticket.resolved_at is None:
        return None
    return Target.parse(CLOSE_IN_SILENCE).due_at(ticket.resolved_at, calendar_of(ticket))
