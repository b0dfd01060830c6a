"""Putting somebody in charge: whoever is best placed, whoever asks for the next one, whoever stands in."""

from datetime import datetime

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import offer
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.areas.people.rules import is_agent_here
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.access import may_own
from guichet.areas.tickets.models import Ticket
from guichet.areas.triage.queries.loads import load_of
from guichet.areas.triage.queries.owners import Placed, contact_person, matter_of
from guichet.areas.triage.queries.waiting import waiting_for, with_those_away
from guichet.ground.access import Actor
from guichet.ground.actions import action


class NobodyElse(ValueError):
    """Nobody else may be in charge."""

    def __str__(self) -> str:
        return _("Nobody else who is here may be in charge of it.")


class HandsFull(ValueError):
    """The agent holds as many open requests as they should."""

    def __init__(self, load: int) -> None:
        self.load = load
        super().__init__(load)

    def __str__(self) -> str:
        return _("You have %(load)s open requests in charge, which is your limit. Settle one first.") % {
            "load": self.load
        }


class NothingWaits(ValueError):
    """No request waits for this agent."""

    def __str__(self) -> str:
        return _("Nothing waits to be taken.")


@action("triage.place")
def place(ticket: Ticket, *, by: Actor, now: datetime) -> Ticket:
    """Give a ticket to whoever is best placed among the others, and keep why."""
    chosen = _best(ticket, now, but=ticket.owner_id or 0)
    if chosen is None:
        raise NobodyElse
    return tickets.assign(ticket, by=by, now=now, owner=chosen.staff, why=chosen.why)


def _best(ticket: Ticket, now: datetime, *, but: int) -> Placed | None:
    matter = matter_of(ticket, offer(ticket.service_id, on=localtime(now).date()))
    return contact_person(matter, now=now, but=but)


@action("triage.pull")
def pull(*, by: Viewer, now: datetime) -> Ticket:
    """Take the next request in charge: the most pressing of those that wait and that this agent may have."""
    me = Staff.objects.select_related("unit").get(pk=by.staff or 0)
    rows = list(waiting_for(by, now=now))
    load = load_of(me.pk)
    if load >= me.load_cap:  # what they have already is still theirs to begin
        rows = [one for one in rows if one.owner_id == me.pk]
        if not rows:
            raise HandsFull(load)
    on = localtime(now).date()
    for ticket in rows:
        if not may_own(me, matter_of(ticket, offer(ticket.service_id, on=on))):
            continue
        taken = tickets.take(ticket, by=by, now=now, owner=me, why="asked")
        if taken.owner_id == me.pk:  # a colleague may have been quicker
            return taken
    raise NothingWaits


@action("triage.cover")
def cover(*, by: Actor, now: datetime) -> int:
    """Move what those away have in charge to whoever stands in, and tell each client the new name."""
    moved = 0
    for ticket in with_those_away(now=now):
        chosen = _stand_in(ticket, now)
        if chosen:
            tickets.assign(ticket, by=by, now=now, owner=chosen.staff, why=chosen.why)
            _tell_the_name(ticket, chosen.staff, by=by, now=now)
            moved += 1
    return moved


def _stand_in(ticket: Ticket, now: datetime) -> Placed | None:
    assert ticket.owner
    named, on = ticket.owner.substitute, localtime(now).date()
    is_there = named and is_agent_here(named, on) and named.unit.code == CLIENT_SERVICES
    if named and is_there and may_own(named, matter_of(ticket, offer(ticket.service_id, on=on))):
        return Placed(named, "absence")
    return _best(ticket, now, but=ticket.owner.pk)


def _tell_the_name(ticket: Ticket, staff: Staff, *, by: Actor, now: datetime) -> None:
    with translation.override(ticket.language):
        body = _("From now on, %(name)s looks after your request. What was promised to you stays.") % {
            "name": staff.full_name
        }
    tickets.announce(ticket, by=by, now=now, body=body, details={"about": "owner"})
