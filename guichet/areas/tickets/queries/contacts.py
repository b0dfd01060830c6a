"""Touches: calls, visits, mails."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone, make_aware

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Contact, Ticket
from guichet.areas.tickets.rules import SPOKEN
from guichet.ground.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which calls and visits are wanted; nothing said, nothing left out."""

    staff: int | None = None
    person: int | None = None
    channel: str = ""
    needed: str = ""  # value, failure, none: not said
    cause: str = ""
    identity: str = ""
    matter: str = ""  # yes, no: about a request, or about none
    tier: str = ""  # what we are to the service that it was about
    since: date | None = None
    until: date | None = None


def spoken_with(viewer: Viewer, wanted: Narrowed, *, before: int | None = None, limit: int) -> list[Contact]:
    """Return calls and visits, the newest first, each of whose matters the viewer sees."""
    rows = _spoken(Ticket.objects.visible_to(viewer), wanted)
    rows = rows.filter(pk__lt=before) if before else rows
    return list(rows.select_related("person", "staff", "ticket", "service").order_by("-pk")[:limit])


def counted_spoken(tickets: QuerySet[Ticket], wanted: Narrowed) -> tuple[int, int]:
    """Count calls and visits each of whose matters is among these tickets: all, and those kept with a request."""
    rows = _spoken(tickets, wanted)
    found = rows.order_by().aggregate(n=Count("pk"), kept=Count("pk", filter=Q(ticket__isnull=False)))
    return found["n"], found["kept"]


def _spoken(tickets: QuerySet[Ticket], wanted: Narrowed) -> QuerySet[Contact]:
    seen = tickets.order_by().values("pk")
    others = Contact.also.through._base_manager.filter(contact=OuterRef("pk"))
    rows = Contact.objects.filter(Q(ticket=None) | Q(ticket__in=seen), channel__in=SPOKEN)
    return _narrowed(rows.exclude(Exists(others.exclude(ticket__in=seen))), wanted)


def _narrowed(rows: QuerySet[Contact], wanted: Narrowed) -> QuerySet[Contact]:
    exact = {"staff": wanted.staff, "person": wanted.person, "channel": wanted.channel, "identity": wanted.identity}
    exact |= {"failure_cause": wanted.cause}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.needed:
        rows = rows.filter(value_class="" if wanted.needed == "none" else wanted.needed)
    if wanted.matter:
        rows = rows.filter(ticket__isnull=wanted.matter == "no")
    if wanted.tier:
        rows = rows.filter(Q(ticket__tier=wanted.tier) | Q(ticket=None, tier=wanted.tier))
    if wanted.since:
        rows = rows.filter(at__gte=_start_of(wanted.since))
    return rows.filter(at__lt=_start_of(wanted.until + timedelta(days=1))) if wanted.until else rows


def _start_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min), get_current_timezone())


def more_matters(viewer: Viewer, contacts: Iterable[Contact]) -> dict[int, list[Ticket]]:
    """Return the tickets that contacts hold besides their first, by contact."""
    pairs = Contact.also.through._base_manager.filter(contact__in=contacts).order_by("pk")
    held = list(pairs.values_list("contact_id", "ticket_id"))
    tickets = Ticket.objects.visible_to(viewer).in_bulk({ticket for _contact, ticket in held})
    found: dict[int, list[Ticket]] = defaultdict(list)
    for contact, ticket in held:
        found[contact] += [tickets[ticket]] if ticket in tickets else []
    return found


def contact_going_on(pk: int, *, by: Actor) -> Contact | None:
    """Return the contact that a member of staff is having, to hold one more matter; None when it is not theirs."""
    staff = getattr(by, "staff", None)
    return Contact.objects.filter(pk=pk, staff=staff).select_related("person").first() if staff else None


def came_by(ticket: Ticket, at: datetime) -> int | None:
    """Return the contact in which words came to a ticket at a moment, or else the first one that concerns it."""
    rows = Contact.objects.filter(Q(ticket=ticket) | Q(also=ticket)).order_by("pk")
    return (rows.filter(at=at) or rows).values_list("pk", flat=True).first()


def contact_of(ticket: Ticket) -> Contact:
    """Return the latest contact that concerns a ticket."""
    return Contact.objects.filter(Q(ticket=ticket) | Q(also=ticket)).order_by("-pk")[0]


def touches_after(since: str, within: timedelta, *, service: str) -> QuerySet[Contact]:
    """Return, for rows that have a `person`, what that person told us of a service within some time of a moment.

    `since` and `service` name the fields of the row that hold the moment and the code of the service.
    """
    about = Q(ticket__service__code=OuterRef(service)) | Q(also__service__code=OuterRef(service))
    soon = {"at__gte": OuterRef(since), "at__lte": OuterRef(since) + within}
    return Contact.objects.filter(about, inbound=True, person=OuterRef("person"), **soon)
