"""What follows for whoever set a ticket aside, or follows it, when something happens to it."""

from datetime import datetime

from guichet.areas.tickets.facts import (
    Assigned,
    ClientWrote,
    Confirmed,
    Reopened,
    Snoozed,
    TaskDone,
    TaskReturned,
    Unassigned,
    Unfollowed,
)
from guichet.areas.tickets.models import Follow, Ticket
from guichet.ground.access import Actor
from guichet.ground.journal.facts import Fact

WAKING = (ClientWrote, Confirmed, Reopened, TaskDone, TaskReturned)
QUIET = (Snoozed, Unfollowed)


def stir(ticket: Ticket, facts: tuple[Fact, ...], *, by: Actor, at: datetime) -> None:
    """Bring a ticket that was set aside back, or let it be; and mark it for those who follow it."""
    if ticket.asleep_until is not None:
        _wake(ticket, facts, by=by, at=at)
    if ticket.followed and not all(isinstance(one, QUIET) for one in facts):
        mine = getattr(by, "staff", None) or 0
        Follow.objects.filter(ticket=ticket.pk).exclude(staff=mine).update(changed_at=at)


def _wake(ticket: Ticket, facts: tuple[Fact, ...], *, by: Actor, at: datetime) -> None:
    until = ticket.asleep_until
    assert until is not None
    is_theirs = getattr(by, "staff", None) == ticket.owner_id
    if any(isinstance(one, Assigned | Unassigned) for one in facts):
        until = None
    elif any(isinstance(one, WAKING) for one in facts):
        until = min(until, at)  # back at once, on top of the list
    elif is_theirs and not any(isinstance(one, Snoozed) for one in facts):
        until = None  # they went on with it
    if until != ticket.asleep_until:
        ticket.asleep_until = until
        Ticket.rows.filter(pk=ticket.pk).update(asleep_until=until)
