"""Whether everybody is served as well: each group beside the one that it is compared with, and what chance explains."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.db.models import Count, F, QuerySet

from guichet.areas.metrics.queries.delays import business, waits_of
from guichet.areas.metrics.queries.figures import Figure
from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import AXES, DIMENSIONS, UNKNOWN, Slice, rows_of
from guichet.areas.metrics.rules import (
    COMPARED,
    COMPARED_DELAYS,
    DELAY,
    FAR,
    FIRST_DELAY,
    PARITY,
    REOPENED,
    Definition,
    hidden_cells,
)
from guichet.areas.people.access import Viewer
from guichet.areas.sla.models import Promise
from guichet.areas.sla.rules import difference, percentile, ratio_of_medians, wilson

# The groups of each axis, the one that the others are compared with first.
GROUPS = {
    "rurality": ("urban", "rural", "remote", UNKNOWN),
    "language": ("en", "fr"),
    "letters": ("usual", "adapted", UNKNOWN),
    "reach": ("email", "paper", UNKNOWN),
}
_COLUMNS = ("pk", "calendar", "received_at")
_MET = {FIRST_DELAY.code: ("first_met_at", "first_due_at"), DELAY.code: ("met_at", "due_at")}
Group = tuple[str, str]  # an axis, and one of its groups


@dataclass(frozen=True, slots=True)
class Gap:
    """A rate less the one it is compared with, its 95 % interval, and whether it is worse beyond what chance does."""

    points: float
    interval: tuple[float, float]
    worse: bool


@dataclass(frozen=True, slots=True)
class Ratio:
    """A median by the one it is compared with, its 95 % interval, and whether it is worse beyond what chance does."""

    times: float
    interval: tuple[float, float]
    worse: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of one group: a rate with its gap, or a median (hours, or a share of what was promised)."""

    figure: Figure
    gap: Gap | None = None
    half: float | None = None
    ratio: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one group."""

    axis: str
    group: str
    cells: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Half of the delays to the first answer in each language, and the one by the other; nothing where too few."""

    start: date
    french: Compared
    english: Compared
    ratio: Ratio | None


def equity(viewer: Viewer, part: Slice, *, now: datetime) -> tuple[Row, ...]:
    """Return the figures of every group. Whoever reads them, nothing that counts fewer than ten is told."""
    rows = _by_axes(rows_of(viewer, part))
    rates = {code: _found(tally, itemgetter(0)) for code, tally in _tallies(rows, part, now).items()}
    delays = {one.code: _delays(one, rows.filter(SETS[one.counted](part, now))) for one in COMPARED_DELAYS}
    known = [*(one.by_group for one in rates.values()), *(one.by_group for one in delays.values())]
    return tuple(
        Row(axis, group, (
            *(_rate(one, rates[one.code], axis, group) for one in COMPARED),
            *(_delay(one, delays[one.code], axis, group) for one in COMPARED_DELAYS),
        ))
        for axis, groups in GROUPS.items()
        for group in groups
        if any((axis, group) in some for some in known)
    )  # fmt: skip


def parity(viewer: Viewer, quarters: Iterable[Slice], *, now: datetime) -> tuple[Quarter, ...]:
    """Return how soon each language had its first answer, quarter by quarter (EQU-01)."""
    quarters = list(quarters)
    whole = Slice(quarters[0].since, quarters[-1].until)
    found = _delays(
        FIRST_DELAY, _by_axes(rows_of(viewer, whole)).filter(SETS[FIRST_DELAY.counted](whole, now)), quarters
    )
    return tuple(_quarter(place, part, found) for place, part in enumerate(quarters))


def _by_axes(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.annotate(**AXES, language=F(DIMENSIONS["language"]))


Tally = dict[Group, tuple[int, int]]


def _tallies(rows: QuerySet[Promise], part: Slice, now: datetime) -> dict[str, Tally]:
    """Count every rate in one question, by all axes at once, then add up along each."""
    counts = {
        f"n_{code}": Count("pk", filter=SETS[code](part, now)) for one in COMPARED for code in (one.counted, one.kept)
    }
    found: Iterable[Mapping[str, Any]] = rows.values(*GROUPS).annotate(**counts).order_by(*GROUPS)
    tallies: dict[str, Tally] = {one.code: {} for one in COMPARED}
    for row in found:
        for one in COMPARED:
            tally = tallies[one.code]
            n, kept = row[f"n_{one.counted}"], row[f"n_{one.kept}"]
            for axis in GROUPS if n else ():
                before = tally.get((axis, row[axis]), (0, 0))
                tally[axis, row[axis]] = before[0] + n, before[1] + kept
    return tallies


V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Found(Generic[V]):
    """What was counted of each group, and the groups whose figures, alone or by subtraction, are too small to tell."""

    by_group: Mapping[Group, V]
    hidden: frozenset[Group]

    def of(self, axis: str, group: str) -> V | None:
        """Return what may be told of a group."""
        return None if (axis, group) in self.hidden else self.by_group.get((axis, group))

    def nothing(self, one: Definition, axis: str, group: str) -> Compared:
        """Return what is shown of a group of which nothing may be told."""
        hidden = (axis, group) in self.hidden
        return Compared(Figure(one, None if hidden else 0, hidden=hidden))


def _found(by_group: Mapping[Group, V], size: Callable[[V], int]) -> _Found[V]:
    hidden = [
        hidden_cells({key: size(value) for key, value in by_group.items() if key[0] == axis}) for axis in GROUPS
    ]  # fmt: skip
    return _Found(by_group, frozenset[Group]().union(*hidden))


def _rate(one: Definition, found: _Found[tuple[int, int]], axis: str, group: str) -> Compared:
    mine, other = found.of(axis, group), found.of(axis, GROUPS[axis][0])
    if mine is None:
        return found.nothing(one, axis, group)
    n, kept = mine
    figure = Figure(one, n, kept, value=kept / n, interval=wilson(kept, n))
    if other is None or group in (GROUPS[axis][0], UNKNOWN):
        return Compared(figure)
    low, high = difference((kept, n), (other[1], other[0]))
    worse = low > 0 if one.code == REOPENED.code else high < 0
    return Compared(figure, Gap(kept / n - other[1] / other[0], (low, high), worse))


def _delays(
    one: Definition, rows: QuerySet[Promise], quarters: Sequence[Slice] = ()
) -> _Found[list[float]]:  # fmt: skip
    """Collect the delays of each group, sorted; with quarters, those of each language in each of them."""
    length = _share if one.code == FIRST_DELAY.code else _Hours(waits_of(rows))
    spans = defaultdict[Group, list[float]](list)
    for pk, code, received, at, due, *groups in rows.values_list(*_COLUMNS, *_MET[one.code], *GROUPS):
        took = length(pk, code, received, at, due)
        for axis, group in zip(GROUPS, groups, strict=True):
            if not quarters:
                spans[axis, group].append(took)
            elif axis == "language":
                place = next(place for place, part in enumerate(quarters) if at < part.until)
                spans[axis, f"{group} {place}"].append(took)
    return _found({group: sorted(some) for group, some in spans.items()}, len)


def _share(pk: int, code: str, received: datetime, at: datetime, due: datetime) -> float:
    """Return which share of the time promised was taken; a promise to answer at once is one of a minute."""
    return business(code, received, at, ()) / max(business(code, received, due, ()), timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class _Hours:
    """How many business hours a request took, less those in which its client had the turn."""

    waits: Mapping[int, list[tuple[datetime, datetime]]]

    def __call__(self, pk: int, code: str, received: datetime, at: datetime, due: datetime) -> float:
        return business(code, received, at, self.waits.get(pk, ())) / timedelta(hours=1)


def _delay(one: Definition, found: _Found[list[float]], axis: str, group: str) -> Compared:
    mine, other = found.of(axis, group), found.of(axis, GROUPS[axis][0])
    if mine is None:
        return found.nothing(one, axis, group)
    half, figure = percentile(mine, 50), Figure(one, len(mine))
    if other is None or group in (GROUPS[axis][0], UNKNOWN):
        return Compared(figure, half=half)
    return Compared(figure, half=half, ratio=_ratio(mine, other, PARITY if axis == "language" else (0.0, FAR)))


def _ratio(mine: list[float], other: list[float], target: tuple[float, float]) -> Ratio | None:
    if not percentile(other, 50):
        return None
    times, low, high = ratio_of_medians(mine, other)
    return Ratio(times, (low, high), not target[0] <= times <= target[1] and not low <= 1 <= high)


def _quarter(place: int, part: Slice, found: _Found[list[float]]) -> Quarter:
    names = f"fr {place}", f"en {place}"
    french, english = (_delay(FIRST_DELAY, found, "language", name) for name in names)
    mine, other = (found.of("language", name) for name in names)
    return Quarter(part.since.date(), french, english, _ratio(mine, other, PARITY) if mine and other else None)
