"""What is withheld of a band of tenure: as filter and as breakdown it is one table, which no subtraction opens."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from typing import Any

from django.db.models import Count, F

from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import DIMENSIONS, UNSORTED, Key, Slice, rows_of
from guichet.areas.metrics.rules import FIGURES, Cell, hidden_cells, hidden_table
from guichet.areas.people.access import Viewer

TENURE = "tenure"
Withheld = Mapping[str, Set[Key | None]]  # by figure, the values of a dimension; nothing: every one of them
Counts = Mapping[str, Any]


def withheld(viewer: Viewer, part: Slice, *, by: str, now: datetime) -> Withheld:
    """Return what to hide of each figure because a band, with some other filter, would be given away by it."""
    hidden = defaultdict[str, set[Key | None]](set)
    if not (part.tenure or by == TENURE) or not viewer.may("metrics.list"):
        return hidden  # whoever has no filters can take no band from another
    rows = _rows(viewer, part, now)
    for other in DIMENSIONS.keys() - {TENURE}:
        held = {name: value for name, value in part.held.items() if name not in (other, TENURE)}
        some = [row for row in rows if all(row[name] == value for name, value in held.items())]
        for one in FIGURES:
            cells = _hidden(_table(some, other, f"n_{one.counted}"))
            bands = {band for key, band in cells if key == part.held.get(other)}
            if not part.tenure:
                hidden[one.code] |= bands
                continue
            if part.tenure in bands:
                hidden[one.code].add(None)
            if other == by and by not in part.held:
                hidden[one.code] |= in_band(cells, part.tenure)
    return hidden


def _hidden(table: Mapping[Cell, int]) -> frozenset[Cell]:
    """Return the cells to hide, and the bands as `None`; what a row tells of its only band is no secret of a band."""
    rows, filled, bands = Counter[Key | None](), Counter[Key | None](), Counter[Key | None]()
    for (row, band), n in table.items():
        rows[row] += n
        bands[band] += n
        filled[row] += n > 0
    hidden_rows: Set[Key | None] = hidden_cells(rows)
    told = {row for row, count in filled.items() if count == 1 and row not in hidden_rows}
    apart = hidden_table({cell: n for cell, n in table.items() if cell[0] not in told})
    return apart | {(None, band) for band in hidden_cells(bands)}


def in_band(hidden: Set[Cell], band: str) -> set[Key | None]:
    """Return the rows that are hidden in the column of a band."""
    return {row for row, column in hidden if column == band}


def _rows(viewer: Viewer, part: Slice, now: datetime) -> list[Counts]:
    """Count everything in one question, by every dimension at once."""
    sets = sorted({one.counted for one in FIGURES})
    counts = {f"n_{code}": Count("pk", filter=SETS[code](part, now)) for code in sets}
    columns = {f"by_{name}": F(column) for name, column in DIMENSIONS.items()}
    found: Iterable[Counts] = rows_of(viewer, Slice(part.since, part.until)).values(**columns).annotate(**counts)
    return [{name.removeprefix("by_"): UNSORTED if n is None else n for name, n in row.items()} for row in found]


def _table(rows: Iterable[Counts], other: str, count: str) -> dict[Cell, int]:
    table: Counter[Cell] = Counter()
    for row in rows:
        table[row[other], row[TENURE]] += row[count]
    return table
