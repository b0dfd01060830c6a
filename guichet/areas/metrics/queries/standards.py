"""What was kept of each standard, month by month: its own scope, its own days, its own three answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import get_current_timezone

from guichet.areas.catalogue.queries.standards import StandardVersion, standard_figures, standard_versions, standards_at
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.plans import HUMAN
from guichet.areas.catalogue.rules.standards import Measure, StandardTerms
from guichet.areas.metrics.models import Outcome
from guichet.areas.metrics.queries.figures import Figure
from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import Slice, rows_of
from guichet.areas.metrics.rules import (
    COMES_BACK_WITHIN,
    COMPLETION,
    DECISIONS,
    DECLARED,
    FIRST,
    ONE_DOOR,
    SETTLED,
    TASKS,
    UPDATES,
    Known,
    is_small,
)
from guichet.areas.people.access import Viewer
from guichet.areas.sla.models import Maximum, UpdateWait
from guichet.areas.sla.rules import wilson
from guichet.areas.tickets.models import Contact, Task
from guichet.areas.tickets.rules import TASK_OPEN, FailureCause, TaskState
from guichet.ground.access import SYSTEM

DEFINITIONS = {
    Measure.FIRST: FIRST, Measure.COMPLETION: COMPLETION, Measure.TASK: TASKS, Measure.SETTLED: SETTLED,
    Measure.ONE_DOOR: ONE_DOOR, Measure.DECLARED: DECLARED, Measure.MAXIMUM: DECISIONS,
    Measure.UPDATE: UPDATES,
}  # fmt: skip
ELSEWHERE = (FailureCause.WRONG_DESK, FailureCause.OUTAGE)
Withheld = frozenset[tuple[str, str, int]]  # measures, services and places of months whose own results are not told
Tally = dict[int, tuple[int, int]]  # by the place of a month: how many, and how many of them met it


@dataclass(frozen=True, slots=True)
class StandardMonth:
    """A month of a standard; `met` says whether its share was reached, nothing where that cannot be said."""

    start: date
    figure: Figure
    met: bool | None
    suspended: tuple[Period, ...]  # the days of it that are not counted


@dataclass(frozen=True, slots=True)
class StandardResult:
    """A standard as it is now, and its months, the oldest first."""

    version: StandardVersion
    months: tuple[StandardMonth, ...]

    @property
    def terms(self) -> StandardTerms:
        """Return what it says."""
        return self.version.terms


@dataclass(frozen=True, slots=True)
class Span:
    """The months that are counted, for somebody."""

    viewer: Viewer
    part: Slice
    starts: tuple[datetime, ...]
    now: datetime

    @property
    def ends(self) -> tuple[datetime, ...]:
        """Return when each month is over."""
        return (*self.starts[1:], self.part.until)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is counted: rows with a `moment` in the month they belong to, those that met it, and when each came in."""

    rows: QuerySet[Any]
    kept: Q
    born: str


def standard_results(span: Span, *, public: bool, withheld: Withheld = frozenset()) -> tuple[StandardResult, ...]:
    """Return the results of the standards in force, those for everybody or the agreements of the house."""
    span.viewer.require("metrics.read")
    found = [one for one in standards_at(span.now) if one.terms.public == public]
    tallies = {one.code: _COUNTED[Measure(one.terms.measure)](one, span) for one in found}
    strict = public or not span.viewer.may("metrics.list")
    hidden = _hidden(found, tallies, span, withheld) if strict else set()
    return tuple(
        StandardResult(
            one,
            tuple(_month(one, place, tallies[one.code], hidden, span) for place in range(len(span.starts))),
        )
        for one in found
    )


def _month(one: StandardVersion, place: int, tally: Tally, hidden: set[tuple[str, int]], span: Span) -> StandardMonth:
    start, end = span.starts[place].date(), span.ends[place].date()
    away = tuple(period for period in one.terms.suspended if period.first < end and start <= period.last)
    definition = DEFINITIONS[Measure(one.terms.measure)]
    n, kept = tally.get(place, (0, 0))
    if not _was_in_force(one.code, start, end) or any(period.first <= start and end <= period.last for period in away):
        figure = Figure(definition, 0, applies=False)
    elif (one.code, place) in hidden:
        figure = Figure(definition, None, hidden=True)
    elif n:
        figure = Figure(definition, n, kept, value=kept / n, interval=wilson(kept, n))
    else:
        figure = Figure(definition, 0, missing=1 if tally.get(place) is None and _is_told(one) else 0)
    met = None if figure.value is None else figure.value >= one.terms.share / 100
    return StandardMonth(start, figure, met, away)


def _is_told(one: StandardVersion) -> bool:
    return one.terms.measure == Measure.DECLARED


def _was_in_force(code: str, start: date, end: date) -> bool:
    """Tell whether a version that was not retired held on some day of a month."""
    versions = sorted(standard_versions()[code], key=lambda one: (one.valid_from, one.version))
    following = [*(one.valid_from for one in versions[1:]), date.max]
    return any(
        not one.terms.retired and one.valid_from < end and start < until
        for one, until in zip(versions, following, strict=True)
    )


def _hidden(
    found: Iterable[StandardVersion], tallies: Mapping[str, Tally], span: Span, withheld: Withheld
) -> set[tuple[str, int]]:
    """Hide what is small, and what another figure of the same month would give away by subtraction."""
    hidden: set[tuple[str, int]] = set()
    told: dict[tuple[str, int], list[int]] = {}
    for one in sorted(found, key=lambda one: one.terms.narrowness):
        measure = one.terms.measure
        whole = {} if _is_told(one) else _COUNTED[Measure(measure)](_unnarrowed(one), span)
        for place, (n, _kept) in tallies[one.code].items():
            others = [] if _is_told(one) else told.setdefault((measure, place), [])
            known = [*others, whole.get(place, (n, 0))[0]]
            away = (measure, one.terms.service, place) in withheld
            if away or is_small(n) or any(is_small(abs(n - other)) for other in known):
                hidden.add((one.code, place))
            else:
                others.append(n)
    return hidden


def _unnarrowed(one: StandardVersion) -> StandardVersion:
    """Return what the results of its service, or of the whole, are about."""
    return replace(
        one, terms=replace(one.terms, priority=None, channel="", step="", suspended=(), limit=_kept_limit(one))
    )


def _kept_limit(one: StandardVersion) -> str:
    """Return the limit without which nothing would be counted: only what the law dates is counted by it."""
    return one.terms.limit if one.terms.measure == Measure.MAXIMUM else ""


def _counted(make: Callable[[StandardVersion, Span], _Rows]) -> Callable[[StandardVersion, Span], Tally]:
    def count(one: StandardVersion, span: Span) -> Tally:
        found = make(one, span)
        rows = found.rows.filter(moment__gte=span.part.since, moment__lt=span.part.until)
        for period in one.terms.suspended:
            first, after = _midnight(period.first), _midnight(period.last + timedelta(days=1))
            rows = rows.exclude(**{f"{found.born}__gte": first, f"{found.born}__lt": after})
        place = Case(
            *(When(moment__lt=end, then=Value(number)) for number, end in enumerate(span.ends)),
            output_field=IntegerField(),
        )
        table = rows.annotate(month=place).values("month").annotate(
            n_all=Count("pk"), n_kept=Count("pk", filter=found.kept)
        )  # fmt: skip
        return {row["month"]: (row["n_all"], row["n_kept"]) for row in table.order_by("month")}

    return count


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), get_current_timezone())


def _of_tickets(terms: StandardTerms, ticket: str) -> Q:
    """Keep what a standard reaches; `ticket` is how the rows name it."""
    found = Q(**{f"{ticket}service__code": terms.service}) if terms.service else Q()
    if terms.priority:
        found &= Q(**{f"{ticket}priority": terms.priority})
    return found & Q(**{f"{ticket}channel": terms.channel}) if terms.channel else found


def _promises(one: StandardVersion, span: Span) -> _Rows:
    definition = DEFINITIONS[Measure(one.terms.measure)]
    met, due, by = {
        Measure.FIRST: ("first_met_at", "first_due_at", "first_by"),
        Measure.COMPLETION: ("met_at", "due_at", "completion_by"),
    }[Measure(one.terms.measure)]
    # What has a limit of its own is kept by whatever got its date from it.
    mine = Q(**{f"{by}__startswith": f"{one.code}@"}) if one.terms.limit else _of_tickets(one.terms, "ticket__")
    rows = rows_of(span.viewer, span.part).filter(mine, SETS[definition.counted](span.part, span.now))
    moment = Case(When(**{f"{met}__lte": F(due)}, then=F(met)), default=F(due))
    return _Rows(rows.alias(moment=moment), SETS[definition.kept](span.part, span.now), "received_at")


def _settled(one: StandardVersion, span: Span) -> _Rows:
    seen = rows_of(span.viewer, span.part).filter(_of_tickets(one.terms, "ticket__"), pk=OuterRef("ticket_id"))
    rows = Outcome.objects.filter(Exists(seen), resolved_at__lt=span.now - COMES_BACK_WITHIN)
    came_back = Q(reopened_at__isnull=False, reopened_at__lte=F("resolved_at") + COMES_BACK_WITHIN)
    return _Rows(rows.alias(moment=F("resolved_at") + COMES_BACK_WITHIN), ~came_back, "ticket__received_at")


def _one_door(one: StandardVersion, span: Span) -> _Rows:
    hidden = Q(ticket__confidential=True)
    rows = Contact.objects.filter(inbound=True).exclude(value_class="").exclude(hidden)
    channel = Q(channel=one.terms.channel) if one.terms.channel else Q()
    scope = _of_tickets(replace(one.terms, channel=""), "ticket__")
    return _Rows(rows.filter(channel, scope).alias(moment=F("at")), ~Q(failure_cause__in=ELSEWHERE), "at")


def _tasks(one: StandardVersion, span: Span) -> _Rows:
    late = Q(done_at__gt=F("due_at")) | (Q(state__in=[*map(str, TASK_OPEN)], due_at__lt=span.now))
    met = Q(state=TaskState.DONE, done_at__lte=F("due_at"))
    who = span.viewer if span.viewer.may("metrics.list") else SYSTEM
    rows = Task.objects.visible_to(who).filter(met | late, _of_tickets(one.terms, "ticket__"), due_at__isnull=False)
    rows = rows.filter(kind__in=HUMAN).exclude(state=TaskState.CANCELLED)
    if who == SYSTEM:
        rows = rows.filter(ticket__confidential=False)
    if one.terms.step:
        rows = rows.filter(key=one.terms.step)
    if one.terms.unit:
        rows = rows.filter(unit__code=one.terms.unit)
    moment = Case(When(done_at__lte=F("due_at"), then=F("done_at")), default=F("due_at"))
    return _Rows(rows.alias(moment=moment), met, "ready_at")


def _updates(one: StandardVersion, span: Span) -> Tally:
    """Count the waits that ended, and those that last past due: of these only, each is still on its promise."""
    return _added(_counted(_ended_waits)(one, span), _counted(_waits_past_due)(one, span))


def _added(one: Tally, other: Tally) -> Tally:
    pairs = {place: (one.get(place, (0, 0)), other.get(place, (0, 0))) for place in {*one, *other}}
    return {place: (first[0] + second[0], first[1] + second[1]) for place, (first, second) in pairs.items()}


def _ended_waits(one: StandardVersion, span: Span) -> _Rows:
    seen = rows_of(span.viewer, span.part).filter(pk=OuterRef("ticket_id"))
    rows = UpdateWait.objects.filter(Exists(seen), standard__startswith=f"{one.code}@")
    met = Q(met_at__lte=F("due_at"))
    moment = Case(When(met_at__lte=F("due_at"), then=F("met_at")), default=F("due_at"))
    return _Rows(rows.alias(moment=moment), met, "since")


def _waits_past_due(one: StandardVersion, span: Span) -> _Rows:
    mine = Q(update_by__startswith=f"{one.code}@", update_due_at__lt=span.now)
    rows = rows_of(span.viewer, span.part).filter(mine)
    return _Rows(rows.alias(moment=F("update_due_at")), Q(pk=None), "update_from")


def _maxima(one: StandardVersion, span: Span) -> _Rows:
    seen = rows_of(span.viewer, span.part).filter(_of_tickets(one.terms, "ticket__"), pk=OuterRef("ticket_id"))
    rows = Maximum.objects.filter(Exists(seen), standard__startswith=f"{one.code}@")
    late = Q(met_at__gt=F("due_at")) | Q(met_at=None, open=True, paused_at=None, due_at__lt=span.now)
    met = Q(met_at__lte=F("due_at"))
    moment = Case(When(met_at__lte=F("due_at"), then=F("met_at")), default=F("due_at"))
    return _Rows(rows.filter(met | late).alias(moment=moment), met, "complete_at")


def _declared(one: StandardVersion, span: Span) -> Tally:
    told = standard_figures(one.code)
    places = {start.date(): place for place, start in enumerate(span.starts)}
    return {
        places[month]: (figure.total or 0, figure.met or 0) for month, figure in told.items() if month in places
    }  # fmt: skip


_COUNTED: dict[Measure, Callable[[StandardVersion, Span], Tally]] = {
    Measure.FIRST: _counted(_promises), Measure.COMPLETION: _counted(_promises), Measure.TASK: _counted(_tasks),
    Measure.SETTLED: _counted(_settled), Measure.ONE_DOOR: _counted(_one_door), Measure.DECLARED: _declared,
    Measure.MAXIMUM: _counted(_maxima), Measure.UPDATE: _updates,
}  # fmt: skip

__all__ = ["Known", "Span", "StandardMonth", "StandardResult", "standard_results"]
