"""Tickets on which time itself has something to do."""

from collections.abc import Iterator
from datetime import datetime

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


def _passed(target: str, since: datetime, ticket: Ticket, now: datetime) -> bool:
    return Target.parse(target).due_at(since, calendar_of(ticket)) <= now


def to_remind(now: datetime) -> Iterator[Ticket]:
    """Return the tickets whose client should be reminded: of a question, or of a confirmation."""
    asked = Ticket.rows.filter(state=State.WAITING_CLIENT, reminders__lt=len(REMIND_OF_QUESTION))
    for ticket in asked.filter(waiting_since__lt=now).order_by("pk").iterator():
        assert ticket.waiting_since
        if _passed(REMIND_OF_QUESTION[ticket.reminders], ticket.waiting_since, ticket, now):
            yield ticket
    resolved = Ticket.rows.filter(state=State.RESOLVED, reminders__lt=len(REMIND_OF_CONFIRMATION))
    for ticket in resolved.filter(resolved_at__lt=now).order_by("pk").iterator():
        assert ticket.resolved_at
        if _passed(REMIND_OF_CONFIRMATION[ticket.reminders], ticket.resolved_at, ticket, now):
            yield ticket


def to_close(now: datetime) -> Iterator[Ticket]:
    """Return the resolved tickets whose client stayed silent after the reminders."""
    silent = Ticket.rows.filter(state=State.RESOLVED, reminders__gte=len(REMIND_OF_CONFIRMATION))
    for ticket in silent.filter(resolved_at__lt=now).order_by("pk").iterator():
        assert ticket.resolved_at
        if _passed(CLOSE_IN_SILENCE, ticket.resolved_at, ticket, now):
            yield ticket
