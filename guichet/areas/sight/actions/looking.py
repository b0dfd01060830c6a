"""Keeping who opened what. Never on the way to the reader: doors call this once the page has left."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import F
from django.utils.timezone import localtime

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Person
from guichet.areas.sight.facts import ConfidentialViewed
from guichet.areas.sight.models import Sighting
from guichet.areas.sight.queries import why_opened
from guichet.areas.sight.rules import APART, STAFF, is_again
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record

File = Ticket | Person
KEPT_FOR = 24 * 3600  # seconds


def looked(file: File, *, viewer: Viewer, now: datetime, door: str, through_search: bool = False) -> None:
    """Keep that somebody opened a file; while they stay at it there is nothing to write, nor to ask."""
    key = f"sight:{viewer.ref}:{door}:{type(file).__name__}:{file.pk}:{localtime(now).date()}"
    if is_again(cache.get(key), now):
        return
    see(file, by=viewer, now=now, door=door, through_search=through_search)
    cache.set(key, now, KEPT_FOR)


@action("sight.see")
def see(file: File, *, by: Viewer, now: datetime, door: str, through_search: bool = False) -> None:
    """Count one more look of the day, or keep the first one."""
    day = localtime(now).date()
    mine = _of(file) | {"reader": by.ref, "on": day, "door": door}
    # Another process may have counted this very look: only one of them finds the row still old.
    if Sighting.objects.filter(**mine, last_at__lte=now - APART).update(times=F("times") + 1, last_at=now):
        return
    why = why_opened(by, file, on=day, through_search=through_search)
    if isinstance(file, Ticket) and file.confidential and by.ref.startswith(STAFF):
        _tell(file, by=by, now=now, door=door, why=why)
    row = Sighting(**mine, why=why, first_at=now, last_at=now)
    Sighting.objects.bulk_create([row], ignore_conflicts=True)


def _tell(ticket: Ticket, *, by: Actor, now: datetime, door: str, why: str) -> None:
    """Say in the journal, once a day, that somebody opened a confidential request."""
    held = lock(ticket)
    if not Sighting.objects.filter(ticket=held, reader=by.ref, on=localtime(now).date()).exists():
        fact = ConfidentialViewed(ticket=held.pk, door=door, why=why)
        record(fact, stream=held.stream, by=by, at=now)


def _of(file: File) -> dict[str, Any]:
    return {"ticket": file, "person": None} if isinstance(file, Ticket) else {"person": file, "ticket": None}


@action("sight.sweep")
def sweep(*, by: Actor, now: datetime, kept: timedelta) -> int:
    """Forget looks older than the house keeps them."""
    return Sighting.objects.filter(on__lt=localtime(now - kept).date()).delete()[0]
