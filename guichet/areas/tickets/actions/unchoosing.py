"""Taking a first choice back: nobody is in charge again, or what it is about is not known again."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import offer
from guichet.areas.tickets.actions.care import check_alone, check_stays
from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.facts import Unassigned, Unsorted
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.plan import tasks_in_plan
from guichet.areas.tickets.rules import State
from guichet.ground.access import Actor
from guichet.ground.actions import action


class AlreadyTaken(ValueError):
    """The client was told who is in charge: somebody always is, from then on."""

    def __str__(self) -> str:
        return _("The client was told who is in charge. Assign somebody else instead.")


class PlanBegun(ValueError):
    """Tasks were given out because of what the ticket is about."""

    def __str__(self) -> str:
        return _("Its plan has begun. Choose another service instead.")


@action("tickets.assign")
def unassign(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Leave a ticket to whoever takes it, as long as the client was told no name."""
    held = lock(ticket)
    check_stays(held, by)
    if held.state not in {State.RECEIVED, State.TO_SORT}:
        raise AlreadyTaken
    if held.owner_id is None:
        return held
    was, held.owner = held.owner_id, None
    save(held, "owner")
    tell(held, Unassigned(ticket=held.pk, was=was), by=by, at=now)
    return held


@action("tickets.sort")
def unsort(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Say that it is not known what a ticket is about; its promise is the window's own again."""
    held = lock(ticket)
    check_stays(held, by)
    if held.service_id is None:
        return held
    if tasks_in_plan(ticket=held.pk):
        raise PlanBegun
    unknown, was = offer(None, on=localtime(now).date()), held.service_id
    if unknown.scope != held.scope:
        check_alone(held)
    held.service_id, held.service_version = None, unknown.version
    held.tier, held.nature, held.scope = unknown.tier, unknown.nature, unknown.scope
    held.confidential = unknown.confidential
    save(held, "service", "service_version", "tier", "nature", "scope", "confidential")
    tell(held, Unsorted(ticket=held.pk, service=was), by=by, at=now)
    return held
