"""One writer at a time on a ticket: whoever holds its row holds its chain in the journal."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guichet.areas.tickets.actions.stirring import stir
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.family import living
from guichet.ground.access import Actor
from guichet.ground.database.prepared import prepared
from guichet.ground.journal.api import record
from guichet.ground.journal.facts import Fact


class OutOfDate(Exception):
    """Somebody changed the ticket meanwhile."""

    def __str__(self) -> str:
        return _("Somebody changed this request meanwhile. Here is how it stands now; nothing you typed is lost.")


def lock(ticket: Ticket, *, version: int | None = None) -> Ticket:
    """Take the ticket's row for the rest of the transaction, as it stands now; refuse when it moved past `version`."""
    held = next(iter(_row(pk=ticket.pk)), None)
    if held is None:
        raise Ticket.DoesNotExist
    if version is not None and held.version != version:
        raise OutOfDate
    return held


def lock_living(ticket: Ticket) -> tuple[Ticket, Ticket]:
    """Take a ticket's row, and the one of the ticket in which its life goes on: itself, unless it was joined."""
    if ticket.is_merged:
        for pk in sorted({ticket.pk, living(ticket).pk}):
            lock(Ticket(pk=pk))
    held = lock(ticket)
    return held, lock(living(held)) if held.is_merged else held


@prepared
def _row(*, pk: int) -> QuerySet[Ticket]:
    return Ticket.rows.select_for_update().filter(pk=pk)


def save(ticket: Ticket, *changed: str) -> None:
    """Write the changed fields and count one more version."""
    ticket.version += 1
    ticket.save(update_fields=[*changed, "version"])


def tell(ticket: Ticket, *facts: Fact, by: Actor, at: datetime) -> None:
    """Record facts on the ticket's stream, and let those who wait for news of it know."""
    record(*facts, stream=ticket.stream, by=by, at=at)
    if ticket.followed or ticket.asleep_until is not None:
        stir(ticket, facts, by=by, at=at)
