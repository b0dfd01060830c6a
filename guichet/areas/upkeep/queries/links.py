"""The links as the office shows them: those that lead nowhere first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from guichet.areas.people.access import Viewer
from guichet.areas.upkeep.models import Link, Round
from guichet.areas.upkeep.queries.kept import Subject, subjects

PAGE = 100
NIGHT = "links"
LISTS = {
    "dead": Q(nights__gt=0), "moved": Q(nights=0) & ~Q(moved_to=""), "waiting": Q(good_at=None, bad_at=None),
    "all": Q(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An address, and what leads to it, in which languages."""

    link: Link
    places: list[tuple[Subject, list[str]]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many links are of each kind."""

    dead: int
    moved: int
    waiting: int
    all: int


def counts() -> Counts:
    """Count the links."""
    return Counts(**Link.objects.aggregate(**{name: Count("pk", filter=wanted) for name, wanted in LISTS.items()}))


def dead() -> Iterator[tuple[str, str, list[str]]]:
    """Yield each address that leads nowhere, why, and where it stands, for whoever reads a terminal."""
    for row in Link.objects.filter(LISTS["dead"]).order_by("url").prefetch_related("places"):
        yield row.url, row.why, sorted({f"{one.kind} {one.code}" for one in row.places.all()})


def last_round() -> Round | None:
    """Return when the links were last looked at."""
    return Round.objects.filter(name=NIGHT).first()


def links(viewer: Viewer, which: str, *, after: int = 0) -> tuple[list[Row], int]:
    """Return a page of links, and after how many the next one starts: those dead for the most nights first."""
    viewer.require("upkeep.read_links")
    rows = list(_listed(which)[after : after + PAGE + 1])
    return _rows(rows[:PAGE]), after + PAGE if len(rows) > PAGE else 0


def every_link(viewer: Viewer, which: str) -> Iterator[Row]:
    """Yield each link of a list."""
    viewer.require("upkeep.read_links")
    start = 0
    while rows := list(_listed(which)[start : start + PAGE]):
        yield from _rows(rows)
        start += PAGE


def _listed(which: str) -> QuerySet[Link]:
    return Link.objects.filter(LISTS[which]).order_by("-nights", "pk").prefetch_related("places")


def _rows(rows: list[Any]) -> list[Row]:
    known = subjects((place.kind, place.code) for row in rows for place in row.places.all())
    found = []
    for row in rows:
        stands: dict[tuple[str, str], list[str]] = {}
        for place in sorted(row.places.all(), key=lambda one: (one.kind, one.code, one.language)):
            stands.setdefault((place.kind, place.code), []).append(place.language)
        found.append(Row(row, [(known[spot], said) for spot, said in stands.items() if spot in known]))
    return found


def waiting(began: Any) -> QuerySet[Link]:
    """Return the links at which nobody has looked since a round began."""
    return Link.objects.filter(Q(looked_at=None) | Q(looked_at__lt=began)).order_by("url")
