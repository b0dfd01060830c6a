"""Tickets with promises in every state, written straight into the tables: figures are read, not made, here."""

from datetime import datetime, timedelta

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics.models import Outcome
from guichet.areas.people.models import Person
from guichet.areas.sla.models import Promise
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import Ticket
from guichet.ground.references import draw_number, random_token
from tests.cast import NOON, a_ticket

NOW = NOON + timedelta(days=10)
DUE = NOON + timedelta(days=5)


def settle(ticket: Ticket, *, met: datetime | None = None, due: datetime | None = DUE, **more: object) -> Promise:
    """Set what became of a promise, and of the ticket with it."""
    fields = {"met_at": met, "due_at": due, "first_met_at": met, "first_due_at": due or DUE, **more}
    Promise.objects.filter(pk=ticket.pk).update(**fields)
    if met:
        Ticket.rows.filter(pk=ticket.pk).update(state="resolved", resolved_at=met)
    return Promise.objects.get(pk=ticket.pk)


def copies(ticket: Ticket, count: int, **changes: object) -> list[Ticket]:
    """Copy a ticket and its promise, with changes to the ticket: much faster than opening each one."""
    promise = Promise.objects.get(pk=ticket.pk)
    fields = [field.attname for field in Ticket._meta.concrete_fields if field.attname != "id"]
    values = {name: getattr(ticket, name) for name in fields} | changes
    taken, fresh = set(Ticket.rows.values_list("number", flat=True)), set[str]()
    while len(fresh) < count:
        fresh |= {draw_number(2026)} - taken
    made = Ticket.rows.bulk_create(Ticket(**values | {"number": number}) for number in sorted(fresh))
    kept = {field.attname: getattr(promise, field.attname) for field in Promise._meta.concrete_fields}
    Promise.objects.bulk_create(Promise(**kept | {"ticket_id": one.pk}) for one in made)
    return made


def fixture_of_mes_02(by: Person, *, times: int = 1, service: Service | None = None, channel: str = "email") -> None:
    """Make 6 met, 2 late, 1 open overdue and 1 open in time, several times over."""
    in_time, late, ahead = DUE - timedelta(hours=1), DUE + timedelta(hours=1), NOW + timedelta(days=1)
    for count, met, due in [(6, in_time, DUE), (2, late, DUE), (1, None, DUE), (1, None, ahead)]:
        ticket = a_ticket(by, service=service, channel=channel)
        settle(ticket, met=met, due=due)
        ticket.refresh_from_db()
        copies(ticket, count * times - 1)


def outcome(ticket: Ticket, resolved: datetime, reopened: datetime | None = None) -> None:
    """Say when a ticket was first resolved, and when it came back."""
    Outcome.objects.update_or_create(ticket=ticket, defaults={"resolved_at": resolved, "reopened_at": reopened})


def pulse(ticket: Ticket, score: int | None, at: datetime) -> None:
    """Ask the one question on a ticket, and answer it when there is a score."""
    Pulse.objects.create(
        ticket=ticket, person=ticket.requester, token=random_token(), asked_at=at, expires_at=at + timedelta(days=30),
        answered_at=at if score else None, score=score,
    )  # fmt: skip
