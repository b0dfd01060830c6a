"""The figures of a slice, whole, broken down, and month by month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Case, Count, F, OuterRef, QuerySet, Subquery, Sum, When
from django.utils.timezone import localtime

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import calendar
from guichet.areas.catalogue.rules import Calendar
from guichet.areas.metrics.queries.bands import TENURE, Withheld, in_band, withheld
from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import DIMENSIONS, UNSORTED, Key, Slice, rows_of
from guichet.areas.metrics.rules import (
    COMPLETION,
    FIGURES,
    Definition,
    Kind,
    Known,
    hidden_cells,
    hidden_table,
    index_of,
    is_small,
)
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import units
from guichet.areas.sla.models import Promise
from guichet.areas.sla.rules import percentile_of_runs, wilson
from guichet.areas.surveys.models import Pulse
from guichet.ground.bilingual import Bilingual

Counts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delays:
    """Half are under the first, nine in ten under the second: in business time, and as lived."""

    business: tuple[timedelta, timedelta]
    lived: tuple[timedelta, timedelta]


@dataclass(frozen=True, slots=True)
class Waiting:
    """When open tickets arrived, the youngest first, by the calendar that each goes by."""

    arrived: list[tuple[Calendar, list[datetime]]]
    now: datetime

    def delays(self) -> Delays:
        """Return how long they have waited; the younger has never waited longer, so that few need be asked."""
        moments = [run for _, run in self.arrived]
        business = [percentile_of_runs(moments, rank, self._business) for rank in (50, 90)]
        lived = [percentile_of_runs(moments, rank, self._lived) for rank in (50, 90)]
        return Delays((business[0], business[1]), (lived[0], lived[1]))

    def _business(self, run: int, arrived: datetime) -> timedelta:
        return self.arrived[run][0].between(arrived, self.now)

    def _lived(self, run: int, arrived: datetime) -> timedelta:
        return self.now - arrived


Ages = Mapping[Key, Waiting]
COUNTED = tuple({code: None for one in FIGURES for code in (one.counted, one.kept, one.missing) if code})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, with what it rests on; what is hidden holds no value at all."""

    definition: Definition
    n: int | None
    kept: int | None = None
    missing: int | None = None
    value: float | None = None
    interval: tuple[float, float] | None = None
    delays: Delays | None = None
    hidden: bool = False
    applies: bool = True

    @property
    def known(self) -> Known:
        """Tell whether there is a value, nothing that it could be about, or nothing known of what there is."""
        if self.hidden or self.value is not None or self.delays or (self.applies and self._is_count):
            return Known.VALUE
        return Known.NO_DATA if self.applies and self.missing else Known.NOT_APPLICABLE

    @property
    def _is_count(self) -> bool:
        return self.definition.kind == Kind.COUNT  # none of them is a count too


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one value of a dimension."""

    key: Key
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Month:
    """The promised dates kept in a month; its first and last days are those of the slice it was cut from."""

    start: date
    figure: Figure


def figures(viewer: Viewer, part: Slice, *, now: datetime) -> tuple[Figure, ...]:
    """Return every figure of a slice."""
    return overview(viewer, part, by="channel", now=now)[0]


def breakdown(viewer: Viewer, part: Slice, *, by: str, now: datetime, strict: bool = False) -> tuple[Group, ...]:
    """Return the figures of each value of a dimension; `strict` hides small counts too, for what leaves the house."""
    return overview(viewer, part, by=by, now=now, strict=strict)[1]


def overview(
    viewer: Viewer, part: Slice, *, by: str, now: datetime, strict: bool = False
) -> tuple[tuple[Figure, ...], tuple[Group, ...]]:
    """Return the figures of a slice, whole and for each value of a dimension: what is counted once adds up."""
    strict = strict or not viewer.may("metrics.list")
    rows = rows_of(viewer, part)
    found: Iterable[Counts] = rows.values(key=F(DIMENSIONS[by])).annotate(**_counts(part, now)).order_by("key")
    ages = _ages(rows, DIMENSIONS[by], part, now)
    table = {_key(row["key"]): _tally(row) for row in found}
    apart = withheld(viewer, part, by=by, now=now)
    return _whole(table, ages, now, strict, apart), _groups(table, ages, now, strict, apart)


def _whole(
    table: Mapping[Key, Counts], ages: Ages, now: datetime, strict: bool, apart: Withheld
) -> tuple[Figure, ...]:  # fmt: skip
    counts = {code: sum(row[code] or 0 for row in table.values()) for code in (*COUNTED, "score")}
    runs = [run for waiting in ages.values() for run in waiting.arrived]
    everybody = Waiting(runs, now)
    hidden = {one.code: _is_hidden(one, counts, strict, None in apart[one.code]) for one in FIGURES}
    return tuple(_figure(one, counts, everybody, hidden[one.code], strict) for one in FIGURES)


def _groups(
    table: Mapping[Key, Counts], ages: Ages, now: datetime, strict: bool, apart: Withheld
) -> tuple[Group, ...]:  # fmt: skip
    table = {key: counts for key, counts in table.items() if any(counts[code] for code in COUNTED)}
    hidden = {one.code: _hidden_rows(one, table, strict, apart[one.code]) for one in FIGURES}
    nobody = Waiting([], now)
    return tuple(
        Group(
            key,
            {one.code: _figure(one, row, ages.get(key, nobody), key in hidden[one.code], strict) for one in FIGURES},
        )
        for key, row in table.items()
    )


def months(viewer: Viewer, part: Slice, *, now: datetime) -> tuple[Month, ...]:
    """Return the promised dates kept in each month of a slice."""
    starts = month_starts(part)
    kept = Count("pk", filter=SETS["completion_met"](part, now))
    rows = _by_month(viewer, part, starts, now)
    found: Iterable[Counts] = rows.values("month").annotate(n_all=Count("pk"), n_kept=kept).order_by("month")
    counts = {
        starts[row["month"]].date(): {
            "completion": row["n_all"],
            "completion_met": row["n_kept"],
            COMPLETION.missing: 0,
        }
        for row in found
    }
    hidden = hidden_cells({month: row["completion"] for month, row in counts.items()})
    if part.tenure:
        hidden |= _months_apart(viewer, part, starts, now)
    strict = not viewer.may("metrics.list")
    return tuple(
        Month(month, _figure(COMPLETION, tally, Waiting([], now), month in hidden, strict))
        for month, tally in counts.items()
    )


def _by_month(viewer: Viewer, part: Slice, starts: list[datetime], now: datetime) -> QuerySet[Any]:
    settled = Case(When(met_at__lte=F("due_at"), then=F("met_at")), default=F("due_at"))
    ends = [When(settled__lt=end, then=place) for place, end in enumerate(starts[1:])]
    month = Case(*ends, default=len(starts) - 1)
    return rows_of(viewer, part).filter(SETS["completion"](part, now)).alias(settled=settled).annotate(month=month)


def _months_apart(viewer: Viewer, part: Slice, starts: list[datetime], now: datetime) -> frozenset[date]:
    """Return the months whose figure, taken from that of every band, would give another band away."""
    rows = _by_month(viewer, replace(part, tenure=""), starts, now).values_list("month", DIMENSIONS[TENURE])
    table = {(month, band): n for month, band, n in rows.annotate(n=Count("pk")).order_by("month")}
    hidden = in_band(hidden_table(table), part.tenure) | {
        key for key in withheld(viewer, part, by="channel", now=now)[COMPLETION.code] if key is None
    }
    places = range(len(starts)) if None in hidden else [int(place) for place in hidden if place is not None]
    return frozenset(starts[place].date() for place in places)


def month_starts(part: Slice) -> list[datetime]:
    """Return the midnight with which each month of a slice begins."""
    first = localtime(part.since).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = localtime(part.until - timedelta(seconds=1))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = [first.month - 1 + number for number in range(count)]
    return [first.replace(year=first.year + place // 12, month=place % 12 + 1) for place in places]


def names_of(by: str) -> dict[Key, Bilingual]:
    """Return the names of services or units by id; the other dimensions have codes, not names."""
    if by == "service":
        return dict(Service.objects.order_by("code").values_list("pk", "name"))
    return {unit.pk: unit.name for unit in units()} if by == "unit" else {}


def _counts(part: Slice, now: datetime) -> dict[str, Aggregate]:
    score = Subquery(Pulse.objects.filter(ticket=OuterRef("ticket_id")).values("score")[:1])
    counts: dict[str, Aggregate] = {
        f"n_{code}": Count("pk", filter=SETS[code](part, now)) for code in COUNTED
    }  # a set may have the name of a column
    return counts | {"n_score": Sum(score, filter=SETS["answered"](part, now))}


def _tally(found: Counts) -> Counts:
    return {name.removeprefix("n_"): count for name, count in found.items() if name.startswith("n_")}


def _key(found: Key | None) -> Key:
    return UNSORTED if found is None else found


def _ages(rows: QuerySet[Promise], column: str, part: Slice, now: datetime) -> Ages:
    """Return when the open tickets arrived, by the value of a column."""
    runs = defaultdict[Key, defaultdict[str, list[datetime]]](lambda: defaultdict(list))
    found = rows.filter(SETS["open"](part, now)).order_by("-received_at")
    for key, received, code in found.values_list(column, "received_at", "calendar"):
        runs[_key(key)][code].append(received)
    return {key: Waiting([(calendar(code), run) for code, run in by.items()], now) for key, by in runs.items()}


def _is_hidden(one: Definition, counts: Counts, strict: bool, apart: bool) -> bool:
    return (strict or one.kind != Kind.COUNT) and (apart or is_small(counts[one.counted]))


def _hidden_rows(one: Definition, table: Mapping[Key, Counts], strict: bool, apart: Set[Key | None]) -> Set[Key]:
    if one.kind == Kind.COUNT and not strict:
        return frozenset()
    if None in apart:
        return table.keys()
    return hidden_cells({key: row[one.counted] for key, row in table.items()}) | {
        key for key in apart if key is not None
    }


def _figure(one: Definition, counts: Counts, waiting: Waiting, hidden: bool, strict: bool) -> Figure:
    n, kept = counts[one.counted], counts[one.kept] if one.kept else None
    missing = counts[one.missing] if one.missing else 0
    if strict:
        missing = None if is_small(missing) else missing
    if hidden or not n:
        # Whoever may open the list may count it; nobody else is told how many were too few.
        seen = not (strict and hidden)
        return Figure(one, n if seen else None, kept if seen else None, missing, hidden=hidden)
    if one.kind == Kind.DELAY:
        return Figure(one, n, missing=missing, delays=waiting.delays())
    return Figure(
        one, n, kept, missing, value=_value(one, n, kept, counts), interval=None if kept is None else wilson(kept, n)
    )


def _value(one: Definition, n: int, kept: int | None, counts: Counts) -> float:
    if one.kind == Kind.SCORE:
        return index_of(counts["score"] / n)
    return float(n) if kept is None else kept / n
