"""What was opened in an emergency, by whom and why: for whoever is in it, and for the auditor."""

from datetime import datetime

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.sight.facts import EmergencyOpened, EmergencyRefused
from guichet.areas.sight.models import Emergency, LegalHold
from guichet.areas.tickets.models import Ticket
from guichet.ground.journal.models import Entry

MOST = 100


def tries_of(ref: str, *, since: datetime) -> int:
    """Count the requests that somebody opened, or asked for in vain, in an emergency since a moment."""
    kinds = [EmergencyOpened.kind, EmergencyRefused.kind]
    return Entry.objects.filter(kind__in=kinds, at__gt=since, actor=ref).count()


def going_on(ticket: Ticket, viewer: Viewer, *, now: datetime) -> Emergency | None:
    """Return the emergency in which a request is open to somebody at a moment."""
    if ticket.pk not in viewer.emergencies:
        return None
    rows = Emergency.objects.filter(ticket=ticket, staff=viewer.staff or 0, until__gt=now).select_related("staff")
    return rows.order_by("-pk").first()


def emergencies(viewer: Viewer) -> list[Emergency]:
    """Return what was opened in emergencies, what is to be reviewed first, then the latest."""
    viewer.require("sight.audit")
    rows = Emergency.objects.select_related("ticket", "staff", "reviewer").order_by("-pk")
    waiting = list(rows.filter(reviewed_at=None)[:MOST])
    return waiting + list(rows.exclude(reviewed_at=None)[:MOST])


def to_review(viewer: Viewer) -> int:
    """Count the emergencies that the auditor has not reviewed."""
    return Emergency.objects.filter(reviewed_at=None).count() if viewer.may("sight.review") else 0


def holds(viewer: Viewer) -> list[LegalHold]:
    """Return the legal holds, those in force first."""
    viewer.require("sight.audit")
    rows = LegalHold.objects.select_related("ticket", "staff", "lifted_by").order_by("-pk")
    return list(rows.filter(lifted_at=None)) + list(rows.exclude(lifted_at=None)[:MOST])


def refusals(viewer: Viewer) -> list[tuple[Entry, str]]:
    """Return the numbers asked for in vain lately, by whom: the latest first, never which."""
    viewer.require("sight.audit")
    rows = list(Entry.objects.filter(kind=EmergencyRefused.kind).order_by("-at", "-pk")[:MOST])
    names = {f"staff:{one.pk}": one.full_name for one in Staff.objects.filter(pk__in=_pks(rows))}
    return [(row, names.get(row.actor, row.actor)) for row in rows]


def _pks(rows: list[Entry]) -> list[int]:
    return [int(row.actor.partition(":")[2]) for row in rows]


def emergency(pk: int) -> Emergency | None:
    """Return one emergency, for the letter that tells of it and for its review."""
    return Emergency.objects.select_related("ticket", "staff").filter(pk=pk).first()


def hold_in_force(pk: int) -> LegalHold | None:
    """Return a legal hold, unless it was lifted."""
    return LegalHold.objects.select_related("ticket").filter(pk=pk, lifted_at=None).first()
