"""Moving a promise, and noticing what falls due."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.sla.facts import PromiseMoved
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.actions import announce
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record


class NotAPromise(ValueError):
    """A new date lies ahead and comes with a reason in plain words."""

    def __str__(self) -> str:
        return _("Give a date that lies ahead, and the reason in words the client will read.")


@action("sla.move_promise")
def move_promise(ticket: Ticket, *, by: Actor, now: datetime, due_at: datetime, reason: str, words: str) -> Promise:
    """Promise another date, and tell the client why in plain words."""
    if due_at <= now or not words.strip():
        raise NotAPromise
    message = announce(
        ticket, by=SYSTEM, now=now, body=words, details={"about": "promise", "due": due_at.isoformat()}
    )  # fmt: skip
    said = PromiseMoved(ticket=ticket.pk, due=due_at.isoformat(), reason=reason, message=message.pk)
    record(said, stream=ticket.stream, by=by, at=now)
    return Promise.objects.get(pk=ticket.pk)
