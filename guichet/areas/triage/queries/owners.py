"""Who should be in charge of a ticket."""

from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery

from guichet.areas.people.models import Compartment, Staff
from guichet.areas.people.queries import agents_among, window_staff
from guichet.areas.tickets.models import OPEN, Ticket
from guichet.ground.database.prepared import prepared


def contact_person(*, language: str, compartment: Compartment, on: date) -> Staff | None:
    """Choose the agent of Client Services who will be the client's one name: speaks the language, has most room.

    Somebody who declared a conflict of interest with the client's organisation is never chosen (N8).
    """
    here = [one for one in agents_among(_with_their_load(), on=on) if not _in_conflict(one, compartment)]
    speakers = [one for one in here if language in one.languages] or here
    return min(speakers, key=lambda one: (_load(one) / max(one.load_cap, 1), one.pk), default=None)


@prepared
def _with_their_load() -> QuerySet[Staff]:
    held = Ticket.rows.filter(owner=OuterRef("pk"), state__in=OPEN).order_by().values("owner")
    return window_staff().select_related(None).annotate(load=Subquery(held.annotate(n=Count("pk")).values("n")))


def _load(staff: Staff) -> int:
    return getattr(staff, "load", None) or 0


def _in_conflict(staff: Staff, compartment: Compartment) -> bool:
    organisation = compartment.organisation
    if organisation is None or not staff.conflicts:
        return False
    return organisation.code in staff.conflicts or bool(
        organisation.caucus and organisation.caucus.code in staff.conflicts
    )
