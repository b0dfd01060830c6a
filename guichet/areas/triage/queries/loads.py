"""How much every agent has in charge, as far as choosing one of them needs it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value

from guichet.areas.people.models import Staff
from guichet.areas.people.queries import window_staff
from guichet.areas.tickets.models import OPEN, Ticket
from guichet.ground.database.prepared import prepared

MANY = 1_000  # open tickets: to count so many takes longer than to choose, and what changes meanwhile weighs little
KEPT_FOR = 5.0  # seconds
COLUMNS = [field.attname for field in Staff._meta.concrete_fields]


@dataclass(slots=True)
class _Counted:
    """Loads counted a moment ago, with what this process has given out since."""

    at: float = float("-inf")
    held: dict[int, int] = field(default_factory=dict)

    def is_fresh(self) -> bool:
        """Tell whether they may still be used."""
        return time.monotonic() - self.at < KEPT_FOR


_counted = _Counted()


def forget() -> None:
    """Count again next time: between tests."""
    _counted.at = float("-inf")


def agents_with_load() -> Iterator[tuple[Any, int]]:
    """Give everybody of Client Services, each with how many open tickets they have in charge."""
    if _counted.is_fresh():
        known = dict(_counted.held)
        return ((one, known.get(one.id, 0)) for one in _staff(False))
    found = [(one, one.load or 0) for one in _staff(True)]
    loads = {one.id: load for one, load in found}
    if sum(loads.values()) > MANY:
        _counted.held, _counted.at = loads, time.monotonic()
    return iter(found)


def give_one_more(staff: int) -> None:
    """Count what somebody was just given, until all is counted again."""
    if staff in _counted.held:
        _counted.held[staff] += 1


def load_of(staff: int) -> int:
    """Count the open tickets that somebody has in charge."""
    return Ticket.rows.filter(owner=staff, state__in=OPEN).count()


@prepared
def _staff(counted: bool) -> QuerySet[Staff, Any]:
    # Columns, not rows: one of them all will be chosen, and this is asked for every ticket that opens.
    held = Ticket.rows.filter(owner=OuterRef("pk"), state__in=OPEN).order_by().values("owner")
    load = Subquery(held.annotate(n=Count("pk")).values("n"), output_field=IntegerField()) if counted else Value(0)
    return window_staff().select_related(None).annotate(load=load).values_list(*COLUMNS, "load", named=True)
