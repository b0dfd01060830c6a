"""What falls due, found and claimed: every request open, and a thousand of which somebody is to be told."""

import time
from datetime import timedelta
from typing import Any

from django.db.models import F

from guichet.areas.sla import actions as sla
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM
from tests.bench.measures import Bench, spent
from tests.bench.timing import Timing, timing_of

TURNS, CLAIMED = 20, 50


def ticks(bench: Bench) -> dict[str, Any]:
    """Measure one turn of the tick: fifty promises found, claimed, told and written down, of all that are open."""
    _open_all(bench)
    return {"tick": bench.yard.beside("create_c1", lambda: _turns(bench).shown())}


def _turns(bench: Bench) -> Timing:
    taken: list[float] = []
    before, start = spent(), time.perf_counter()
    for _turn in range(TURNS):
        begun = time.perf_counter()
        if sla.alert(by=SYSTEM, now=bench.now, most=CLAIMED) != CLAIMED:
            raise RuntimeError("the tick did not find what is due")
        taken.append(time.perf_counter() - begun)
    return timing_of(taken, time.perf_counter() - start, spent() - before)


def _open_all(bench: Bench) -> None:
    Ticket.rows.update(state="in_progress", resolved_at=None, closed_at=None)
    later = bench.now + timedelta(days=30)
    Promise.objects.update(open=True, met_at=None, paused_at=None, next_due_at=F("due_at"), alert_at=later)
    # What a mail opened is promised nothing until it is sorted.
    promised = Promise.objects.filter(due_at__isnull=False).order_by("due_at").values("pk")[: TURNS * CLAIMED]
    Promise.objects.filter(pk__in=promised).update(alert_at=bench.now - timedelta(minutes=1))
