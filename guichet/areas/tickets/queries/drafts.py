"""What is being written on a ticket: one's own, and what colleagues are about to send."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from guichet.areas.tickets.models import Draft, Ticket
from guichet.ground.database.prepared import prepared


@dataclass(frozen=True, slots=True)
class Drafted:
    """Words that have not left."""

    kind: str
    staff: int | None
    body: str
    leaves_at: datetime | None
    stopped: str
    reader: int | None = None
    asked_at: datetime | None = None
    version: int = 1
    changed_at: datetime | None = None
    approved_at: datetime | None = None


def drafts_on(ticket: Ticket) -> list[Drafted]:
    """Return what is being written on a ticket that its reader sees."""
    return [Drafted(*row) for row in _on(ticket=ticket.pk)]


@prepared
def _on(*, ticket: int) -> "QuerySet[Draft, Any]":
    rows = Draft.objects.filter(ticket=ticket).order_by("pk")
    return rows.values_list(*(one.name for one in fields(Drafted)))


def to_release(now: datetime) -> Iterator[Draft]:
    """Return the replies whose moment has come."""
    due = Draft.objects.filter(leaves_at__lte=now, staff__isnull=False)
    yield from due.select_related("ticket", "staff").order_by("leaves_at")
