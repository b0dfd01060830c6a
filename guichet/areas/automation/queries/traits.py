"""What the conditions of rules look at, read from a ticket."""

from datetime import datetime

from django.db.models import QuerySet

from guichet.areas.automation.rules.matching import Traits
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.models.words import FROM_CLIENT
from guichet.areas.tickets.rules import tags_in


def traits_of(ticket: Ticket, *, now: datetime) -> Traits:
    """Return what conditions look at, as the ticket stands."""
    return Traits(
        service=ticket.service.code if ticket.service else "", channel=ticket.channel, language=ticket.language,
        group=ticket.client_group, state=ticket.state, impact=ticket.impact, urgency=ticket.urgency,
        tags=tags_in(ticket.tags), owned=ticket.owner_id is not None, shared=ticket.shared,
        age=(now - ticket.received_at).days, words=f"{ticket.title}\n{_words(ticket, now)}",
    )  # fmt: skip


def _words(ticket: Ticket, now: datetime) -> str:
    said = Message.objects.filter(ticket=ticket, kind__in=FROM_CLIENT, at__lte=now).order_by("pk")
    return "\n".join(said.values_list("body", flat=True))


def open_to_rules() -> QuerySet[Ticket]:
    """Return the tickets that rules look at: never a confidential one, nor one whose life goes on in another."""
    return Ticket.rows.filter(confidential=False).exclude(state="merged").select_related("service", "owner")
