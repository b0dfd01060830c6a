"""Reading what the law leaves for a decision."""

from datetime import datetime

from django.db.models import QuerySet

from guichet.areas.catalogue.queries.standards import StandardVersion, has_maxima, standard_by
from guichet.areas.sla.models import Maximum
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import SYSTEM
from guichet.ground.database.prepared import prepared

AT_ONCE = 200


@prepared
def maximum_if_any(*, ticket: int) -> QuerySet[Maximum]:
    """Return the maximum of a ticket by its id, or nothing."""
    return Maximum.objects.filter(pk=ticket)


def maximum_of(ticket: Ticket) -> tuple[Maximum, StandardVersion] | None:
    """Return what the law leaves for the decision on a ticket, and the version of the standard that says so."""
    found = next(iter(maximum_if_any(ticket=ticket.pk)), None) if has_maxima() else None
    standard = standard_by(found.standard) if found else None
    return (found, standard) if found and standard else None


def legal_date(ticket: int) -> datetime | None:
    """Return by when the law wants a decision on a ticket; nothing before its file is complete, or once decided."""
    found = next(iter(maximum_if_any(ticket=ticket)), None) if has_maxima() else None
    runs = found and found.standard and found.open and not (found.paused_at or found.met_at or found.silent_at)
    return found.due_at if found and runs else None


def silences_over(now: datetime) -> list[Ticket]:
    """Return the tickets on which silence decides by now, those that waited longest first."""
    due = Maximum.objects.filter(silence_at__lte=now).order_by("silence_at", "ticket").values_list("ticket", flat=True)
    known = Ticket.objects.visible_to(SYSTEM).in_bulk(list(due[:AT_ONCE]))
    return list(known.values())
