"""When a promise is to be spoken of, and again once somebody was told of it: rung by rung."""

from datetime import datetime

from guichet.areas.sla.facts import Alerted
from guichet.areas.sla.models import Promise
from guichet.areas.sla.queries.dates import dates_of
from guichet.areas.sla.queries.ladder import rungs_for
from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.sla.rules.ladder import TICKET, next_rung
from guichet.ground.journal.models import Entry


def climb(promise: Promise) -> None:
    """Find the rung that comes next, of all the dates that run, and its moment; none where nothing falls due."""
    dates, rungs = dates_of(promise), rungs_for(TICKET, service=promise.service, received=promise.received_at)
    promise.told = {one.key: promise.told[one.key] for one in dates if one.key in promise.told}
    nexts = [(one, rung) for one in dates if (rung := next_rung(rungs, promise.told.get(one.key, 0)))]
    moments = [(one.reached_at(rung.share), one.due, rung.share) for one, rung in nexts]
    promise.alert_at, promise.alert_due_at, promise.alert_share = min(moments, default=(None, None, 0))


@Clocks.on(Alerted)
def alerted(clock: Clock, entry: Entry, fact: Alerted) -> None:
    promise, due = clock.known, datetime.fromisoformat(fact.due)
    promise.told = promise.told | {one.key: fact.share for one in dates_of(promise) if one.due == due}
    climb(promise)
