"""The figures of a page, counted again only when something was written meanwhile, or when the clock may tell."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache

from guichet.areas.metrics import queries
from guichet.areas.metrics.queries import Figure, Group, Month
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.queries.desk import last_entry
from guichet.doors.office.address import Wanted

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
    viewer.require("metrics.read")
    part, year = wanted.part(now), wanted.year(now)
    asked = repr((viewer.ref, sorted(viewer.roles), part, year, wanted.by, last_entry()))
    key = f"office-{sha256(asked.encode()).hexdigest()}"
    kept: Counted | None = cache.get(key)
    if kept is None:
        figures, groups = queries.overview(viewer, part, by=wanted.by, now=now)
        kept = Counted(figures, groups, queries.months(viewer, year, now=now), queries.capture(viewer, part))
        cache.set(key, kept, COUNTED_FOR)
    return kept
