"""Who reads a confidential ticket, and behind whose wall a ticket stands."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.people.models import Compartment, Staff
from guichet.areas.tickets.actions.care import OthersTakePart, StillJoined, check_conflict, check_stays
from guichet.areas.tickets.actions.indexing import index
from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.facts import BehalfSettled, ReaderDesignated, ReaderWithdrawn
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.family import merges_into
from guichet.areas.tickets.queries.parties import is_rival, others_in
from guichet.areas.tickets.rules import may_read_confidential
from guichet.ground.access import Actor
from guichet.ground.actions import action


class NotConfidential(ValueError):
    """Everybody at the window reads it already."""

    def __str__(self) -> str:
        return _("This request is not confidential: everybody at the window may read it.")


class CannotRead(ValueError):
    """Somebody whose work does not bring them to tickets."""

    def __str__(self) -> str:
        return _("Choose somebody who works at the window or in a unit, and who is still here.")


@action("tickets.designate")
def designate_reader(ticket: Ticket, *, by: Actor, now: datetime, reader: Staff) -> Ticket:
    """Let one more person read a confidential ticket (N2); somebody in conflict never does (N8)."""
    held = lock(ticket)
    check_stays(held, by)
    if not held.confidential:
        raise NotConfidential
    if not may_read_confidential(reader.roles, active=reader.active):
        raise CannotRead
    check_conflict(held, reader)
    if reader.pk == held.owner_id or held.readers.filter(pk=reader.pk).exists():
        return held
    held.readers.add(reader)
    save(held)
    tell(held, ReaderDesignated(ticket=held.pk, reader=reader.pk), by=by, at=now)
    return held


@action("tickets.designate")
def withdraw_reader(ticket: Ticket, *, by: Actor, now: datetime, reader: Staff) -> Ticket:
    """Close a confidential ticket again to somebody who was designated to read it."""
    held = lock(ticket)
    check_stays(held, by)
    if held.readers.filter(pk=reader.pk).exists():
        held.readers.remove(reader)
        save(held)
        tell(held, ReaderWithdrawn(ticket=held.pk, reader=reader.pk), by=by, at=now)
    return held


@action("tickets.settle_behalf")
def settle_behalf(ticket: Ticket, *, by: Actor, now: datetime, compartment: Compartment) -> Ticket:
    """Confirm on whose behalf a request was made."""
    held = lock(ticket)
    check_stays(held, by)
    if held.behalf_certain and held.compartment_id == compartment.pk:
        return held
    if held.is_merged or merges_into(held):
        raise StillJoined
    was, held.compartment, held.behalf_certain = held.compartment_id, compartment, True
    if any(is_rival(held, one.person, on=localtime(now).date()) for one in others_in(held)):
        raise OthersTakePart
    save(held, "compartment", "behalf_certain")
    index(held)
    tell(held, BehalfSettled(ticket=held.pk, compartment=compartment.pk, was=was), by=by, at=now)
    return held
