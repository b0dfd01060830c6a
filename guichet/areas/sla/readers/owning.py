"""Whose promise it is: whoever is in charge of the ticket."""

from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.tickets import facts as tickets
from guichet.ground.journal.models import Entry


@Clocks.on(tickets.Assigned, tickets.Taken)
def given(clock: Clock, entry: Entry, fact: tickets.Assigned | tickets.Taken) -> None:
    clock.known.owner_id = fact.owner
    clock.known.unsorted &= entry.kind != tickets.Taken.kind


@Clocks.on(tickets.Unassigned)
def given_up(clock: Clock, entry: Entry, fact: tickets.Unassigned) -> None:
    clock.known.owner_id = None
