"""The figures of a page, counted again only when something was written meanwhile, or when the clock may tell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache

from guichet.areas.metrics import queries
from guichet.areas.metrics.queries import Figure, Group, Month, Slice
from guichet.areas.metrics.queries.equity import Quarter, Row, equity, parity
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.queries.desk import last_entry
from guichet.doors.office.address import Wanted

Found = TypeVar("Found")
COUNTED_FOR = 60  # seconds: a promise that falls due meanwhile is told a minute late


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that the front page counts."""

    figures: tuple[Figure, ...]
    groups: tuple[Group, ...]
    months: tuple[Month, ...]
    capture: Figure | None  # nothing within a filter


def counted(viewer: Viewer, wanted: Wanted, *, now: datetime) -> Counted:
    """Return the figures of a slice for somebody, as they stand after the last thing that was written."""
    part, year = wanted.part(now), wanted.year(now)

    def count() -> Counted:
        figures, groups = queries.overview(viewer, part, by=wanted.by, now=now)
        return Counted(figures, groups, queries.months(viewer, year, now=now), queries.capture(viewer, part))

    return _kept(viewer, (part, year, wanted.by), count)


@dataclass(frozen=True, slots=True)
class Fair:
    """Everything that the page on equity counts."""

    rows: tuple[Row, ...]
    quarters: tuple[Quarter, ...]


def fair(viewer: Viewer, part: Slice, quarters: list[Slice], *, now: datetime) -> Fair:
    """Return what every group gets, as it stands after the last thing that was written."""
    return _kept(
        viewer, (part, *quarters),
        lambda: Fair(equity(viewer, part, now=now), parity(viewer, quarters, now=now)),
    )  # fmt: skip


def _kept(viewer: Viewer, what: object, count: Callable[[], Found]) -> Found:
    viewer.require("metrics.read")
    asked = repr((viewer.ref, sorted(viewer.roles), what, last_entry()))
    key = f"office-{sha256(asked.encode()).hexdigest()}"
    kept: Found | None = cache.get(key)
    if kept is None:
        kept = count()
        cache.set(key, kept, COUNTED_FOR)
    return kept
