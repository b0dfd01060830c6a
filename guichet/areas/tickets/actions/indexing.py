"""Keeping the index of words up to date: a ticket is one document, its title and what the client reads of it."""

from django.db.models import QuerySet

from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.search import KIND
from guichet.ground import search
from guichet.ground.database.prepared import prepared


def index(ticket: Ticket, *words: str) -> None:
    """Index a ticket: with the words given when it is new, with everything said to and by the client otherwise."""
    said = words or _said(ticket=ticket.pk)
    text = "\n".join([ticket.number, ticket.title, *said])
    search.put(KIND, ticket.pk, text, ticket.language, scope=ticket.compartment_id)


@prepared
def _said(*, ticket: int) -> QuerySet[Message, str]:
    return Message.objects.filter(ticket=ticket, withdrawn_at=None).order_by("pk").values_list("body", flat=True)
