"""Touches: calls, visits, mails."""

from datetime import datetime

from django.db.models import Q

from guichet.areas.tickets.models import Contact, Ticket
from guichet.ground.access import Actor


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
