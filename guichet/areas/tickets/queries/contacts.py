"""Touches: calls, visits, mails."""

from django.db.models import Q

from guichet.areas.tickets.models import Contact, Ticket
from guichet.ground.access import Actor


def contact_going_on(pk: int, *, by: Actor) -> Contact | None:
    """Return the contact that a member of staff is having, to hold one more matter; None when it is not theirs."""
    staff = getattr(by, "staff", None)
    return Contact.objects.filter(pk=pk, staff=staff).select_related("person").first() if staff else None


def contact_of(ticket: Ticket) -> Contact:
    """Return the latest contact that concerns a ticket."""
    return Contact.objects.filter(Q(ticket=ticket) | Q(also=ticket)).order_by("-pk")[0]
