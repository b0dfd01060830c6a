"""What is published of the promises, month by month: the office's own sets, as an auditor may count them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.timezone import localtime

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics.queries.delays import business, waits_of
from guichet.areas.metrics.queries.figures import Counts, Delays, Figure, month_starts
from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import UNSORTED, Key, Slice, rows_of
from guichet.areas.metrics.queries.spans import spans
from guichet.areas.metrics.queries.standards import Span, StandardResult, standard_results
from guichet.areas.metrics.rules import COMPLETION, DELAY, FIRST, Definition, hidden_cells
from guichet.areas.people.access import Viewer
from guichet.areas.sla.models import Promise, Segment
from guichet.areas.sla.rules import percentile, wilson

# Everybody reads what an auditor reads: aggregates, nothing confidential, nothing that counts fewer than ten.
PUBLIC = Viewer(ref="public", roles=frozenset({"auditor"}))
MONTHS = 12
WHOLE = -1  # beside the services, whose ids are positive
_DATES = {FIRST.code: ("first_met_at", "first_due_at"), COMPLETION.code: ("met_at", "due_at")}
_HELD = ("us", "unit", "partner", "client", "pause")

Cell = tuple[int, Key]  # a month, by its place, and a service


@dataclass(frozen=True, slots=True)
class Result:
    """One month of a service, or of all of them."""

    start: date
    first: Figure
    completion: Figure
    delay: Figure
    held: dict[str, float]  # whose hands what was missed was in, by share of the time; empty when too few to say


@dataclass(frozen=True, slots=True)
class Longer:
    """Several months of a service told together, as each was too small."""

    start: date
    last: date  # the first day of the last month
    first: Figure
    completion: Figure


@dataclass(frozen=True, slots=True)
class Published:
    """The months of every service and of the whole, the oldest first, as counted at one moment."""

    at: datetime
    results: dict[Key, tuple[Result, ...]]
    longer: dict[Key, tuple[Longer, ...]] = field(default_factory=dict)  # the newest first
    standards: tuple[StandardResult, ...] = ()

    def of(self, service: Key = WHOLE) -> tuple[Result, ...]:
        """Return the months of a service; none where nothing was ever counted."""
        return self.results.get(service, ())


def published(*, now: datetime, months: int = MONTHS) -> Published:
    """Count so many months, the present one last."""
    part = _year(now, months)
    starts = month_starts(part)
    counts = {one.code: _counts(one, part, starts, now) for one in (FIRST, COMPLETION)}
    rates = {one.code: _rates(one, counts[one.code]) for one in (FIRST, COMPLETION)}
    delays, held = _delays(part, starts, now), _held(part, starts, now)
    services = {key for figures in (*rates.values(), delays) for _, key in figures}
    nothing = {one: Figure(one, 0) for one in (FIRST, COMPLETION, DELAY)}
    return Published(
        now,
        {
            key: tuple(
                Result(
                    start.date(), rates["first"].get((place, key), nothing[FIRST]),
                    rates["completion"].get((place, key), nothing[COMPLETION]),
                    delays.get((place, key), nothing[DELAY]), held.get((place, key), {}),
                )
                for place, start in enumerate(starts)
            )
            for key in services
        },
        _longer(counts, rates, [start.date() for start in starts]),
        standard_results(Span(PUBLIC, part, tuple(starts), now), public=True, withheld=_withheld(rates)),
    )  # fmt: skip


def _withheld(rates: dict[str, dict[Cell, Figure]]) -> frozenset[tuple[str, str, int]]:
    """Name the measures, services and months that are not told: no standard tells them either."""
    codes = dict(Service.objects.values_list("pk", "code")) | {WHOLE: ""}
    return frozenset(
        (measure, codes[int(key)], place)
        for measure, figures in rates.items()
        for (place, key), figure in figures.items()
        if figure.hidden and int(key) in codes
    )


def _longer(
    counts: dict[str, dict[Cell, tuple[int, int]]], rates: dict[str, dict[Cell, Figure]], starts: list[date]
) -> dict[Key, tuple[Longer, ...]]:
    """Tell by the quarter, else by the year, of the services whose months are all withheld in it."""
    figures: dict[Key, dict[tuple[int, ...], dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for one in (FIRST, COMPLETION):
        services = {cell: found for cell, found in counts[one.code].items() if cell[1] != WHOLE}
        told = {cell for cell in services if not rates[one.code][cell].hidden}
        for span in spans({cell: n for cell, (n, _) in services.items()}, told, starts):
            sums = [services.get((place, span.key), (0, 0)) for place in span.places]
            n, kept = sum(n for n, _ in sums), sum(kept for _, kept in sums)
            figures[span.key][span.places][one.code] = _rate(one, n, kept, hidden=False)
    return {
        key: tuple(
            Longer(
                starts[places[0]], starts[places[-1]], found.get(FIRST.code, Figure(FIRST, None, hidden=True)),
                found.get(COMPLETION.code, Figure(COMPLETION, None, hidden=True)),
            )
            for places, found in sorted(by.items(), key=lambda one: (-one[0][-1], len(one[0])))
        )
        for key, by in figures.items()
    }  # fmt: skip


def _year(now: datetime, months: int) -> Slice:
    today = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    years, month = divmod(today.year * 12 + today.month - months, 12)
    return Slice(today.replace(year=years, month=month + 1, day=1), today + timedelta(days=1))


def _month(starts: list[datetime]) -> Case:
    # Of what the rows call their moment.
    return Case(
        *(When(Q(moment__lt=end), then=Value(place)) for place, end in enumerate(starts[1:])),
        default=Value(len(starts) - 1), output_field=IntegerField(),
    )  # fmt: skip


def _dated(rows: QuerySet[Promise], one: Definition, starts: list[datetime]) -> QuerySet[Any]:
    """Put each promise in the month in which its fate was settled."""
    met, due = _DATES[one.code]
    settled = Case(When(**{f"{met}__lte": F(due)}, then=F(met)), default=F(due))
    return rows.alias(moment=settled).annotate(month=_month(starts), key=F("ticket__service"))


def _counts(one: Definition, part: Slice, starts: list[datetime], now: datetime) -> dict[Cell, tuple[int, int]]:
    rows = _dated(rows_of(PUBLIC, part).filter(SETS[one.counted](part, now)), one, starts)
    kept = Count("pk", filter=SETS[one.kept](part, now))
    found: Iterable[Counts] = rows.values("month", "key").annotate(n_all=Count("pk"), n_kept=kept).order_by("month")
    counts = {(row["month"], _key(row["key"])): (row["n_all"], row["n_kept"]) for row in found}
    sums = _with_whole({cell: n for cell, (n, _) in counts.items()})
    kepts = _with_whole({cell: kept for cell, (_, kept) in counts.items()})
    return {cell: (n, kepts[cell]) for cell, n in sums.items()}


def _rates(one: Definition, counts: dict[Cell, tuple[int, int]]) -> dict[Cell, Figure]:
    hidden = _hidden({cell: n for cell, (n, _) in counts.items()})
    return {cell: _rate(one, n, kept, hidden=cell in hidden) for cell, (n, kept) in counts.items()}


def _key(found: Key | None) -> Key:
    return UNSORTED if found is None else found


def _with_whole(counts: dict[Cell, int]) -> dict[Cell, int]:
    whole: dict[Cell, int] = defaultdict(int)
    for (month, _), n in counts.items():
        whole[month, WHOLE] += n
    return counts | whole


def _hidden(counts: dict[Cell, int]) -> set[Cell]:
    """Hide what is small, and what would give it away: among the services of a month, and among the months."""
    tables: dict[int, dict[Cell, int]] = defaultdict(dict)
    for cell, n in counts.items():
        tables[-1 if cell[1] == WHOLE else cell[0]][cell] = n
    return {cell for table in tables.values() for cell in hidden_cells(table)}


def _rate(one: Definition, n: int, kept: int, *, hidden: bool) -> Figure:
    if hidden:
        return Figure(one, None, hidden=True)
    return Figure(one, n, kept, value=kept / n, interval=wilson(kept, n))


def _delays(part: Slice, starts: list[datetime], now: datetime) -> dict[Cell, Figure]:
    rows = rows_of(PUBLIC, part).filter(SETS[DELAY.counted](part, now))
    waits = waits_of(rows)
    lengths = defaultdict[Cell, list[tuple[timedelta, timedelta]]](list)
    dated = rows.alias(moment=F("met_at")).annotate(month=_month(starts), key=F("ticket__service"))
    told = ("month", "key", "pk", "calendar", "received_at", "met_at")
    for month, key, pk, code, received, met in dated.values_list(*told):
        length = business(code, received, met, waits.get(pk, [])), met - received
        for cell in ((month, _key(key)), (month, WHOLE)):
            lengths[cell].append(length)
    hidden = _hidden({cell: len(found) for cell, found in lengths.items()})
    return {cell: _delay(found, hidden=cell in hidden) for cell, found in lengths.items()}


def _delay(found: list[tuple[timedelta, timedelta]], *, hidden: bool) -> Figure:
    if hidden:
        return Figure(DELAY, None, hidden=True)
    business, lived = ([pair[place] for pair in found] for place in (0, 1))
    ranks = [(percentile(run, 50), percentile(run, 90)) for run in (business, lived)]
    return Figure(DELAY, len(found), delays=Delays(*ranks))


def _held(part: Slice, starts: list[datetime], now: datetime) -> dict[Cell, dict[str, float]]:
    """Return whose hands the missed requests of each month were in, from arrival to answer, by share of the time."""
    rows = rows_of(PUBLIC, part).filter(SETS["completion_missed"](part, now))
    missed: dict[int, tuple[Cell, datetime]] = {}
    counts: dict[Cell, int] = defaultdict(int)
    dated = _dated(rows, COMPLETION, starts)
    for pk, month, key, met in dated.values_list("pk", "month", "key", "met_at"):
        missed[pk] = (month, _key(key)), met or now
        for cell in ((month, _key(key)), (month, WHOLE)):
            counts[cell] += 1
    hidden = _hidden(counts)
    sums = defaultdict[Cell, dict[str, timedelta]](lambda: dict.fromkeys(_HELD, timedelta(0)))
    for ticket, holder, start, end in _stretches(rows, now):
        (month, service), until = missed[ticket]
        for cell in ((month, service), (month, WHOLE)):
            sums[cell][holder] += max(min(end, until) - start, timedelta(0))
    return {cell: _shares(found) for cell, found in sums.items() if cell not in hidden}


def _stretches(rows: QuerySet[Promise], now: datetime) -> Iterator[tuple[int, str, datetime, datetime]]:
    ended = Segment.objects.filter(ticket__in=rows.values("pk"))
    yield from ended.values_list("ticket", "holder", "start", "end")
    running = rows.filter(open=True).values_list("pk", "holder", "holder_since")
    yield from ((pk, holder, since, now) for pk, holder, since in running)


def _shares(found: dict[str, timedelta]) -> dict[str, float]:
    whole = sum(found.values(), timedelta(0))
    return {holder: length / whole for holder, length in found.items() if length} if whole else {}
