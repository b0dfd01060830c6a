"""The question follows the confirmation."""

from guichet.areas.surveys import actions
from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import Reaction

invitations = Reaction("surveys.invitations")


@invitations.on(tickets.Confirmed)
def invite(entry: Entry, fact: tickets.Confirmed) -> None:
    actions.ask(Ticket.rows.get(pk=fact.ticket), by=SYSTEM, now=entry.at)
