"""What a list holds: a view, what narrows it, and the order of its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import OrderBy

from guichet.areas.tickets.models import Task
from guichet.areas.tickets.rules import TASK_OPEN
from guichet.ground.access import SYSTEM

Narrowed = tuple[tuple[str, tuple[str, ...]], ...]
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Listing:
    """A view of the tickets, narrowed by filters (each a name and its values) and sorted."""

    view: str
    filters: Narrowed = ()
    sort: str = "due"


def _one_of(column: str) -> Callable[[tuple[str, ...]], Q]:
    return lambda values: Q(**{f"ticket__{column}__in": values})


def _in_charge(values: tuple[str, ...]) -> Q:
    persons = Q(owner__in=[int(one) for one in values if one != NOBODY])
    return persons | Q(owner=None) if NOBODY in values else persons


def _with_unit(values: tuple[str, ...]) -> Q:
    tasks = Task.objects.visible_to(SYSTEM).filter(ticket=OuterRef("ticket_id"), state__in=TASK_OPEN)
    return Q(Exists(tasks.filter(unit__code__in=values)))


def _tagged(values: tuple[str, ...]) -> Q:
    return reduce(or_, [Q(ticket__tags__contains=f" {one} ") for one in values])


# Which date of a promise comes next.
DUES: dict[str, Q] = {
    "first": Q(first_met_at=None, next_due_at__isnull=False),
    "update": Q(first_met_at__isnull=False, next_due_at=F("update_due_at")),
    "answer": Q(first_met_at__isnull=False, next_due_at=F("due_at")),
}


def _falls_due(values: tuple[str, ...]) -> Q:
    return reduce(or_, [DUES[one] for one in values])


# What each filter keeps, of the promises of a view.
FILTERS: dict[str, Callable[[tuple[str, ...]], Q]] = {
    "service": _one_of("service__code"),
    "tier": _one_of("tier"),
    "priority": _one_of("priority"),
    "state": _one_of("state"),
    "language": _one_of("language"),
    "channel": _one_of("channel"),
    "owner": _in_charge,
    "office": _one_of("compartment__organisation__code"),
    "unit": _with_unit,
    "tag": _tagged,
    "due": _falls_due,
}
# By what the rows go, besides `due`: a column that is never empty, and whether the greatest comes first.
SORTS: dict[str, tuple[str, bool]] = {"words": ("ticket__last_at", True), "age": ("ticket__received_at", False)}


def narrowing(listing: Listing) -> Q:
    """Build what the filters of a listing keep."""
    kept = Q()
    for name, values in listing.filters:
        kept &= FILTERS[name](values)
    return kept


def order_of(listing: Listing) -> tuple[OrderBy, OrderBy]:
    """Build the order of a listing that does not go by promises."""
    column, falling = SORTS[listing.sort]
    return OrderBy(F(column), descending=falling), OrderBy(F("ticket_id"), descending=falling)


def beyond(listing: Listing, value: Any, ticket: Any) -> Q:
    """Build what comes after a row of a listing that does not go by promises."""
    column, falling = SORTS[listing.sort]
    way = "lt" if falling else "gt"
    return Q(**{f"{column}__{way}": value}) | Q(**{column: value, f"ticket_id__{way}": ticket})
