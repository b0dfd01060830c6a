"""Who is at a ticket now. Nothing of it is recorded: it is gone a moment after they are."""

from datetime import datetime, timedelta
from typing import Any

from guichet.areas.tickets.actions.words import writer
from guichet.areas.tickets.models import Follow, Presence, Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action

STAYS = timedelta(seconds=25)
WRITES = timedelta(seconds=40)


@action("tickets.be_present")
def be_present(ticket: Ticket, *, by: Actor, now: datetime, writes: bool = False) -> None:
    """Say that somebody has a ticket open, or writes to its client: a soft claim that holds nobody back."""
    stays: dict[str, Any] = {"until": now + STAYS}
    if writes:
        stays = {"until": now + WRITES, "writes_until": now + WRITES}
    if ticket.followed:
        Follow.objects.filter(ticket=ticket, staff=writer(by)).update(changed_at=None)
    Presence.objects.update_or_create(ticket=ticket, staff_id=writer(by), defaults=stays)


@action("tickets.be_present")
def stop_writing(ticket: Ticket, *, by: Actor, now: datetime) -> None:
    """Say that somebody does not write to the client any more."""
    Presence.objects.filter(ticket=ticket, staff_id=writer(by)).update(writes_until=None)


def sweep_presences(*, now: datetime) -> None:
    """Forget who was here."""
    Presence.objects.filter(until__lt=now - STAYS).delete()
