"""What is asked, by which group of clients, of which service, when: one count of the requests received, laid out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, F, IntegerField, Value, When
from django.db.models.expressions import Combinable

from guichet.areas.metrics.queries.figures import month_starts
from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import DIMENSIONS, UNSORTED, Key, Slice, rows_of
from guichet.areas.metrics.rules import RECEIVED, Cell, hidden_table, is_small
from guichet.areas.people.access import Viewer

MONTH = "month"  # the other dimension of a table of demand, whose keys are the places of the months


@dataclass(frozen=True, slots=True)
class Demand:
    """How many requests each row and column received; `None` stands for every one, and what is hidden is not there."""

    counts: dict[Cell, int | None]
    rows: tuple[Key, ...]  # the one that asks most first
    columns: frozenset[Key]
    highest: int  # of the cells that are shown
    starts: tuple[datetime, ...] = field(default=())  # of the months, where they are the columns

    def of(self, row: Key | None = None, column: Key | None = None) -> int | None:
        """Return one count; nothing where it is withheld."""
        return self.counts.get((row, column), 0)


def demand(viewer: Viewer, part: Slice, *, rows: str, columns: str, now: datetime) -> Demand:
    """Count the requests received in a slice, by two of: service, client group, month."""
    if columns == MONTH:
        viewer.require("metrics.list")  # one month less another gives small groups away
    starts = tuple(month_starts(part)) if columns == MONTH else ()
    across = _month(starts) if starts else F(DIMENSIONS[columns])
    found = rows_of(viewer, part).filter(SETS[RECEIVED.counted](part, now)).values(row=F(DIMENSIONS[rows]), col=across)
    table: dict[Cell, int] = {
        (_key(one["row"]), _key(one["col"])): one["n"] for one in found.annotate(n=Count("pk")).order_by("row", "col")
    }
    return _laid_out(table, starts, strict=not viewer.may("metrics.list"))


def _laid_out(table: dict[Cell, int], starts: tuple[datetime, ...], *, strict: bool) -> Demand:
    counts: Counter[Cell] = Counter(table)
    for (row, column), n in table.items():
        counts.update({(row, None): n, (None, column): n, (None, None): n})
    hidden = hidden_table(table) if strict else frozenset[Cell]()
    hidden |= {(None, None)} if strict and is_small(counts[None, None]) else frozenset()
    order = {row for row, column in counts if row is not None and column is None}
    shown = [n for cell, n in table.items() if cell not in hidden]
    return Demand(
        {cell: None if cell in hidden else n for cell, n in counts.items()},
        # What is withheld must not show by its place either.
        tuple(sorted(order, key=lambda row: (-counts[row, None] if (row, None) not in hidden else 0, str(row)))),
        frozenset(column for row, column in counts if row is None and column is not None),
        max(shown, default=0), starts,
    )  # fmt: skip


def _month(starts: tuple[datetime, ...]) -> Combinable:
    ends = [When(received_at__lt=end, then=Value(place)) for place, end in enumerate(starts[1:])]
    return Case(*ends, default=Value(len(starts) - 1), output_field=IntegerField())


def _key(found: Key | None) -> Key:
    return UNSORTED if found is None else found
