"""Reading promises and the ledger."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet

from guichet.areas.catalogue.queries import calendar
from guichet.areas.catalogue.rules import Calendar
from guichet.areas.sla.models import Maximum, Promise, PromiseChange, Segment, UpdateWait
from guichet.areas.sla.rules import Holder, HolderChange, Ledger
from guichet.areas.tickets.models import Ticket
from guichet.ground.database import engine
from guichet.ground.database.prepared import prepared


def promise_of(ticket: Ticket | int) -> Promise:
    """Return what was promised on a ticket, given as a row or by its id."""
    pk = ticket if isinstance(ticket, int) else ticket.pk
    for found in promise_if_any(ticket=pk):
        return found
    raise Promise.DoesNotExist(pk)


@prepared
def promise_if_any(*, ticket: int) -> QuerySet[Promise]:
    """Return the promise of a ticket by its id, or nothing before its opening was folded."""
    return Promise.objects.filter(pk=ticket)


def promises_of(tickets: Iterable[int]) -> dict[int, Promise]:
    """Return promises by ticket id."""
    return Promise.objects.in_bulk(list(tickets))


def history_of(ticket: Ticket | int) -> QuerySet[PromiseChange]:
    """Return how the promised date moved, oldest first."""
    return PromiseChange.objects.filter(ticket=ticket).order_by("at", "pk")


def waits_ended_by(message: int, *, ticket: int) -> QuerySet[UpdateWait]:
    """Return the waits for news that a message ended."""
    return UpdateWait.objects.filter(ticket=ticket, message=message)


def calendar_of(promise: Promise) -> Calendar:
    """Return the business calendar that a promise goes by."""
    return calendar(promise.calendar)


def segments_of(promise: Promise, *, until: datetime) -> list[Segment]:
    """Return who held a ticket, oldest first; the stretch that still runs goes until the given instant."""
    rows = _segments(ticket=promise.ticket_id)
    if promise.open and promise.holder_since < until:
        running = Segment(ticket_id=promise.ticket_id, holder=promise.holder, cause=promise.holder_cause)
        running.start, running.end = promise.holder_since, until
        rows.append(running)
    return rows


@prepared
def _segments(*, ticket: int) -> QuerySet[Segment]:
    return Segment.objects.filter(ticket=ticket).order_by("start", "pk")


def ledger_of(ticket: Ticket) -> Ledger:
    """Return the clock ledger of a ticket, ready to be added up."""
    promise = promise_of(ticket)
    held = list(Segment.objects.filter(ticket=ticket).order_by("start", "pk").values_list("start", "holder", "cause"))
    held.append((promise.holder_since, promise.holder, promise.holder_cause))
    changes = tuple(HolderChange(start, Holder(holder), cause) for start, holder, cause in held[1:])
    if promise.open:
        return Ledger(received_at=promise.received_at, changes=changes)
    return Ledger(received_at=promise.received_at, changes=changes[:-1], closed_at=promise.holder_since)


def open_by_calendar() -> dict[str, int]:
    """Count the open promises that go by each version of a calendar."""
    rows = Promise.objects.filter(open=True).values_list("calendar").annotate(count=Count("pk")).order_by("calendar")
    return dict(rows)


def open_by_service() -> dict[int, int]:
    """Count the open promises by what they are about."""
    rows = Promise.objects.filter(open=True, service__isnull=False).values_list("service").annotate(count=Count("pk"))
    return dict(rows.order_by("service"))


def open_by_standard() -> dict[str, int]:
    """Count the open promises that have a date from each version of a standard."""
    found: dict[str, int] = {}
    for name in ("first_by", "completion_by"):
        rows = Promise.objects.filter(open=True).exclude(**{name: ""}).values_list(name).annotate(count=Count("pk"))
        for reference, count in rows.order_by(name):
            found[reference] = found.get(reference, 0) + count
    by_law = Maximum.objects.filter(open=True).exclude(standard="").values_list("standard")
    return found | dict(by_law.annotate(count=Count("pk")).order_by("standard"))


def claim_alerts(now: datetime, *, most: int) -> list[Promise]:
    """Claim the promises of which somebody is to be told, with their tickets, those that waited longest first.

    What is locked is the ticket: its stream is written to, and whoever else writes to it holds it first.
    """
    due = Promise.objects.filter(alert_at__lte=now).select_related("ticket").only("alert_at", "ticket__owner")
    due = due.order_by("alert_at", "ticket")
    tickets = {one.pk: one.ticket for one in engine().skip_locked(due, of=("ticket",))[:most]}
    # The statement that locks saw what was there when it began: another worker may have told since.
    held = promises_of(tickets)
    claimed = [held[pk] for pk in tickets if pk in held and _is_to_be_told(held[pk], now)]
    for promise in claimed:
        promise.ticket = tickets[promise.pk]
    return claimed


def _is_to_be_told(promise: Promise, now: datetime) -> bool:
    return promise.alert_at is not None and promise.alert_at <= now and promise.next_due_at is not None


def due_before(now: datetime, *, limit: int = 500) -> list[Promise]:
    """Return open promises whose next due moment has passed, the most overdue first."""
    return list(Promise.objects.filter(open=True, next_due_at__lt=now).order_by("next_due_at")[:limit])
