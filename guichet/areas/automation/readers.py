"""What happens to tickets sets rules off: once each, in the order in which it was committed."""

from guichet.areas.automation import actions
from guichet.areas.automation.rules.spec import EVENTS
from guichet.ground.access import SYSTEM
from guichet.ground.journal.facts import Fact
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import Reaction

rules = Reaction("automation.rules")


@rules.on(*EVENTS.values())
def answer(entry: Entry, fact: Fact) -> None:
    actions.answer(entry, by=SYSTEM, now=entry.at)
