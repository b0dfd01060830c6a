"""Whoever comes with something that is known already finds it known: at arrival, and once the service is chosen."""

from guichet.areas.problems import actions
from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import Reaction

contacts = Reaction("problems.contacts")


@contacts.on(tickets.Opened, tickets.Sorted)
def match(entry: Entry, fact: tickets.Opened | tickets.Sorted) -> None:
    actions.match(Ticket(pk=fact.ticket), by=SYSTEM, now=entry.at)
