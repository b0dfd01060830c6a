"""Who should be in charge of a ticket."""

from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, OuterRef, QuerySet, Subquery

from guichet.areas.people.models import Compartment, Staff
from guichet.areas.people.queries import window_staff
from guichet.areas.people.rules import is_agent_here
from guichet.areas.tickets.models import OPEN, Ticket
from guichet.ground.database.prepared import prepared

COLUMNS = [field.attname for field in Staff._meta.concrete_fields]


def contact_person(*, language: str, compartment: Compartment, on: date) -> Staff | None:
    """Choose the agent of Client Services who will be the client's one name: speaks the language, has most room.

    Somebody who declared a conflict of interest with the client's organisation is never chosen (N8).
    """
    here = [one for one in _with_their_load() if is_agent_here(one, on) and not _in_conflict(one, compartment)]
    speakers = [one for one in here if language in one.languages] or here
    chosen = min(speakers, key=lambda one: ((one.load or 0) / max(one.load_cap, 1), one.id), default=None)
    return Staff.from_db(DEFAULT_DB_ALIAS, COLUMNS, chosen[: len(COLUMNS)]) if chosen else None


@prepared
def _with_their_load() -> QuerySet[Staff, Any]:
    # Columns, not rows: one of them all will be chosen, and this is asked for every ticket that opens.
    held = Ticket.rows.filter(owner=OuterRef("pk"), state__in=OPEN).order_by().values("owner")
    rows = window_staff().select_related(None).annotate(load=Subquery(held.annotate(n=Count("pk")).values("n")))
    return rows.values_list(*COLUMNS, "load", named=True)


def _in_conflict(one: Any, compartment: Compartment) -> bool:
    organisation = compartment.organisation
    if organisation is None or not one.conflicts:
        return False
    return organisation.code in one.conflicts or bool(organisation.caucus and organisation.caucus.code in one.conflicts)
