"""Keeping which lists left the house as files; so many in an hour are no work of an agent's any more (C02)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.sight.facts import Exported
from guichet.areas.sight.queries import exports_of
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record

MOST_AN_HOUR = 30


class TooManyFiles(Exception):
    """Somebody took more lists out within the hour than work explains."""

    def __str__(self) -> str:
        return _("You took %(n)s lists out as files within an hour. Try again later.") % {"n": MOST_AN_HOUR}


@action("sight.export")
def export(what: str, *, by: Actor, now: datetime, narrowed: int = 0) -> None:
    """Note that somebody takes a list out as a file, before it leaves."""
    assert isinstance(by, Viewer)
    if exports_of(by.ref, since=now - timedelta(hours=1)) >= MOST_AN_HOUR:
        raise TooManyFiles
    record(Exported(what=what, narrowed=narrowed), stream=f"export:{by.ref}", by=by, at=now)
