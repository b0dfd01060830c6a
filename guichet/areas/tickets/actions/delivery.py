"""What became of the words that left."""

from datetime import datetime

from guichet.areas.tickets.actions.locking import lock, tell
from guichet.areas.tickets.facts import Posted, Undelivered
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.family import living
from guichet.ground.access import Actor
from guichet.ground.actions import action


@action("tickets.note_delivery")
def note_undelivered(ticket: Ticket, *, by: Actor, now: datetime, message: int | None, reason: str) -> Ticket:
    """Note that words did not arrive: the owner sees it, and no clock stops."""
    held = lock(ticket)
    if message is not None:
        # What was said on the ticket it is joined to was sent to whoever asked here as well.
        Message.objects.filter(pk=message, ticket__in=[held.pk, living(held).pk]).update(
            undelivered_reason=reason[:200]
        )
    tell(held, Undelivered(ticket=held.pk, message=message), by=by, at=now)
    return held


@action("tickets.note_posted")
def note_posted(ticket: Ticket, *, by: Actor, now: datetime, message: int | None) -> Ticket:
    """Note that somebody posted a letter: who and when stand in the journal."""
    held = lock(ticket)
    tell(held, Posted(ticket=held.pk, message=message), by=by, at=now)
    return held
