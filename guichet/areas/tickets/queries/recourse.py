"""What somebody can do about a refusal, as the sheet of the service says it."""

from guichet.areas.catalogue.queries import offer
from guichet.areas.tickets.models import Ticket


def usual_recourse(ticket: Ticket) -> str:
    """Return the recourse of the service of a ticket, in the language of its client; nothing where none is written."""
    if ticket.service_id is None:
        return ""
    return offer(ticket.service_id, on=ticket.received_at.date()).told.recourse.in_language(ticket.language)
