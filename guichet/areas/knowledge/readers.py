"""An answer that names an article is noted, so that the article can say in how many it helped."""

from guichet.areas.knowledge import actions
from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.models import Message
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import Reaction

uses = Reaction("knowledge.uses")


@uses.on(tickets.Replied, tickets.Asked, tickets.Resolved)
def note_uses(entry: Entry, fact: tickets.Replied | tickets.Asked | tickets.Resolved) -> None:
    message = Message.objects.filter(pk=fact.message, body__contains="/articles/").first() if fact.message else None
    if message:
        actions.note_uses(message, by=SYSTEM)
