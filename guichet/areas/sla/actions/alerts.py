"""Telling whoever is in charge, then those who lead, that a promise is nearly due, or past due."""

from datetime import datetime

from guichet.areas.people.models import Staff
from guichet.areas.sla.facts import Alerted
from guichet.areas.sla.models import Notice, Promise
from guichet.areas.sla.rules.alerts import DUE, NEAR, rungs
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record


@action("sla.alert")
def alert(promise: Promise, *, by: Actor, now: datetime) -> Alerted | None:
    """Tell them once; nothing when another worker did, or when the date moved meanwhile."""
    # The row of the ticket is what several workers claim: whoever comes second finds it told.
    ticket = Ticket.rows.select_for_update(of=("self",)).get(pk=promise.pk)
    held = Promise.objects.get(pk=promise.pk)
    if held.alert_at is None or held.alert_at > now or held.next_due_at is None:
        return None
    share = DUE if held.next_due_at <= now else NEAR
    told = _told(ticket, share)
    Notice.objects.bulk_create(
        (Notice(ticket=ticket, staff_id=one, share=share, due_at=held.next_due_at, at=now) for one in told),
        ignore_conflicts=True,
    )
    said = Alerted(ticket=ticket.pk, share=share, due=held.next_due_at.isoformat(), staff=told)
    record(said, stream=ticket.stream, by=by, at=now)
    return said


def _told(ticket: Ticket, share: int) -> list[int]:
    wanted = rungs(share, owned=ticket.owner_id is not None)
    told = {ticket.owner_id} if "owner" in wanted and ticket.owner_id else set[int]()
    if "manager" in wanted:
        told |= {pk for pk, roles in Staff.objects.filter(active=True).values_list("pk", "roles") if "manager" in roles}
    return sorted(told)
