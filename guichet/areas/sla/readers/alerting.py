"""When a promise is to be spoken of again, once somebody was told of it."""

from guichet.areas.sla.facts import Alerted
from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.sla.rules.alerts import DUE
from guichet.ground.journal.models import Entry


@Clocks.on(Alerted)
def alerted(clock: Clock, entry: Entry, fact: Alerted) -> None:
    clock.known.alert_at = None if fact.share == DUE else clock.known.next_due_at
