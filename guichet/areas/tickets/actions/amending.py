"""One field of a ticket at a time, and never over a change that its writer has not seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer
from guichet.areas.people.models import Staff
from guichet.areas.tickets.actions.care import assign, prioritise, sort, speak
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.actions.unchoosing import unassign, unsort
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action

FIELDS = {
    "owner": "owner_id",
    "service": "service_id",
    "impact": "impact",
    "urgency": "urgency",
    "language": "language",
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """A field, what it becomes, and what its writer saw in it: an id, a level or a code, nothing when it was empty.

    Nothing is also what a first choice becomes when it is taken back.
    """

    field: str
    value: Staff | Offer | int | str | None
    was: int | str | None


class FieldMoved(ValueError):
    """Somebody else changed the same field meanwhile."""

    def __str__(self) -> str:
        return _("Somebody changed this meanwhile. Nothing of yours was saved: compare both, then choose.")


class NeverEmpty(ValueError):
    """The field holds something from the first day on."""

    def __str__(self) -> str:
        return _("Choose one of the list.")


@action("tickets.sort")
def amend(ticket: Ticket, *, by: Actor, now: datetime, said: Amendment) -> Ticket:
    """Change one field; what others did to the other fields stays."""
    held = lock(ticket)
    if getattr(held, FIELDS[said.field]) != said.was:
        raise FieldMoved
    return _set(held, said, by=by, now=now)


def _set(held: Ticket, said: Amendment, *, by: Actor, now: datetime) -> Ticket:
    if said.value is None:
        return _empty(held, said.field, by=by, now=now)
    levels: dict[str, Any] = {"impact": held.impact, "urgency": held.urgency}
    if isinstance(said.value, Staff):
        return assign(held, by=by, now=now, owner=said.value)
    if isinstance(said.value, str):
        return speak(held, by=by, now=now, language=said.value)
    if isinstance(said.value, int):
        return prioritise(held, by=by, now=now, **(levels | {said.field: said.value}))
    return sort(held, by=by, now=now, offer=said.value, **levels)


def _empty(held: Ticket, field: str, *, by: Actor, now: datetime) -> Ticket:
    if field == "owner":
        return unassign(held, by=by, now=now)
    if field == "service":
        return unsort(held, by=by, now=now)
    raise NeverEmpty
