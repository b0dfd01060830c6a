"""When a promise is to be spoken of, and again once somebody was told of it: rung by rung."""

from guichet.areas.catalogue.queries import calendar
from guichet.areas.sla.facts import Alerted
from guichet.areas.sla.models import Promise
from guichet.areas.sla.queries.ladder import rungs_for
from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.sla.rules.alerts import reached_at
from guichet.areas.sla.rules.ladder import TICKET, next_rung
from guichet.ground.journal.models import Entry


def climb(promise: Promise, *, told: int) -> None:
    """Find the next rung after a share that was told of, and its moment; none where nothing falls due."""
    rung = next_rung(rungs_for(TICKET, service=promise.service, received=promise.received_at), told)
    if rung is None or promise.next_due_at is None:
        promise.alert_at, promise.alert_share = None, 0
        return
    promise.alert_share = rung.share
    promise.alert_at = reached_at(
        rung.share, start=promise.received_at, due=promise.next_due_at, calendar=calendar(promise.calendar),
        budget=promise.budget,
    )  # fmt: skip


@Clocks.on(Alerted)
def alerted(clock: Clock, entry: Entry, fact: Alerted) -> None:
    climb(clock.known, told=fact.share)
