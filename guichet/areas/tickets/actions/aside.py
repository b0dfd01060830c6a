"""A ticket set aside until a moment, and a ticket that somebody follows: whose eyes it comes before, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.actions.words import TicketIsOver, writer
from guichet.areas.tickets.facts import Followed, Snoozed, Unfollowed, Woken
from guichet.areas.tickets.models import Follow, Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action


class NotAhead(ValueError):
    """What is set aside comes back later, not earlier."""

    def __str__(self) -> str:
        return _("Choose a moment that lies ahead.")


@action("tickets.snooze")
def snooze(ticket: Ticket, *, by: Actor, now: datetime, until: datetime) -> Ticket:
    """Set a ticket aside until a moment, or until its client writes; what was promised stays."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver(merged=held.is_merged)
    if until <= now:
        raise NotAhead
    held.asleep_until = until
    save(held, "asleep_until")
    tell(held, Snoozed(ticket=held.pk, until=until.isoformat()), by=by, at=now)
    return held


@action("tickets.snooze")
def wake(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Take a ticket up again that was set aside."""
    held = lock(ticket)
    if held.asleep_until is not None:
        held.asleep_until = None
        save(held, "asleep_until")
        tell(held, Woken(ticket=held.pk), by=by, at=now)
    return held


@action("tickets.follow")
def follow(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Hear from now on of what happens to a ticket."""
    held = lock(ticket)
    _kept, is_new = Follow.objects.get_or_create(ticket=held, staff_id=writer(by))
    if is_new:
        held.followed = True
        save(held, "followed")
        tell(held, Followed(ticket=held.pk, staff=writer(by)), by=by, at=now)
    return held


@action("tickets.follow")
def unfollow(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Hear no more of a ticket."""
    held = lock(ticket)
    gone, _rows = Follow.objects.filter(ticket=held, staff=writer(by)).delete()
    if gone:
        held.followed = Follow.objects.filter(ticket=held).exists()
        save(held, "followed")
        tell(held, Unfollowed(ticket=held.pk, staff=writer(by)), by=by, at=now)
    return held
