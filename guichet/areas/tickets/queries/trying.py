"""A plan tried on the requests of the last year, with the time that such steps really took."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import calendar
from guichet.areas.catalogue.queries.plans import plans_run_by
from guichet.areas.catalogue.rules.dated import A_DAY, Dated, due_of
from guichet.areas.catalogue.rules.plans import BY_ITSELF, Facts, Kind, PlannedStep, unfolded
from guichet.areas.catalogue.rules.plans.costs import cost_of
from guichet.areas.catalogue.rules.plans.trying import Run, gone_through
from guichet.areas.catalogue.rules.targets import BadTarget
from guichet.areas.people.queries import hourly_rates
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.queries.plan import facts_of
from guichet.areas.tickets.rules import State, TaskState

YEAR = timedelta(days=365)
MOST = 1_000  # requests, the newest ones
STOPPED = (State.CANCELLED, State.MERGED)


@dataclass(frozen=True, slots=True)
class Spent:
    """A step of a plan that was tried: what it costs each time, where that is known, and how many requests do it."""

    step: PlannedStep
    cents: int | None
    times: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan on every request of the year: half of them take no longer, nine in ten, work, hand-offs, cost of one."""

    n: int
    half: timedelta
    most: timedelta
    work: timedelta
    hands: float
    steps: float
    cents: float  # of one request on average; what has neither price nor work is not in it
    spent: tuple[Spent, ...]

    @property
    def unknown(self) -> tuple[PlannedStep, ...]:
        """Return the steps of which nothing says what they cost."""
        return tuple(one.step for one in self.spent if one.cents is None)


@dataclass(frozen=True)
class Year:
    """What the last year tells: the requests of a service, and how long each unit, and each step, took."""

    requests: list[Facts]
    by_step: dict[str, timedelta]
    by_unit: dict[str, timedelta]


def year_of(service: Service, *, now: datetime) -> Year:
    """Read the last year of a service once, for every plan that is tried on it; nothing confidential counts."""
    rows = Ticket.rows.filter(service=service, confidential=False, received_at__gte=now - YEAR, received_at__lte=now)
    tickets = list(rows.exclude(state__in=STOPPED).order_by("-pk")[:MOST])
    plans: dict[int, list[Task]] = defaultdict(list)
    for task in Task.rows.filter(ticket__in=tickets).order_by("pk"):
        plans[task.ticket_id].append(task)
    ended = Task.rows.filter(state=TaskState.DONE, done_at__gte=now - YEAR, ready_at__isnull=False)
    ended = ended.exclude(kind__in=[*BY_ITSELF, Kind.WAIT]).filter(ticket__confidential=False)
    steps, units = defaultdict[str, list[timedelta]](list), defaultdict[str, list[timedelta]](list)
    columns = ("ticket__service", "key", "unit__code", "ready_at", "done_at")
    for of, key, unit, ready, done in ended.order_by("-pk").values_list(*columns)[: 20 * MOST]:
        units[unit].append(done - ready)
        if of == service.pk:
            steps[key].append(done - ready)
    return Year(
        [facts_of(one, plans[one.pk]) for one in tickets], {key: _half(found) for key, found in steps.items()},
        {unit: _half(found) for unit, found in units.items()},
    )  # fmt: skip


def _half(found: list[timedelta]) -> timedelta:
    """Return what half of them did not exceed: always one of them."""
    return sorted(found)[(len(found) - 1) // 2]


def tried(service: Service, steps: Sequence[PlannedStep], year: Year, *, now: datetime) -> Trial | None:
    """Go through a plan with each request of the year; a plan that cannot be gone through is not tried."""
    whole = [one for one, _inside in unfolded(steps, plans_run_by(steps))]
    lengths = {one.key: _length(one, year, service, now) for one in whole}
    runs = [gone_through(whole, facts, lengths) for facts in year.requests or [{}]]
    done = sorted((one for one in runs if one), key=lambda one: one.delay)
    return _told(done, len(year.requests), _spent(whole, done)) if done else None


def _spent(steps: Sequence[PlannedStep], runs: list[Run]) -> tuple[Spent, ...]:
    times, rates = Counter(key for run in runs for key in run.gone), hourly_rates()
    return tuple(Spent(one, cost_of(one, rates), times[one.key]) for one in steps)


def _told(runs: list[Run], n: int, spent: tuple[Spent, ...]) -> Trial:
    def ranked(rank: int) -> timedelta:
        return runs[-(-rank * len(runs) // 100) - 1].delay

    works = sorted(one.work for one in runs)
    return Trial(
        n, ranked(50), ranked(90), works[-(-len(works) // 2) - 1], sum(one.hands for one in runs) / len(runs),
        sum(one.steps for one in runs) / len(runs), sum((one.cents or 0) * one.times for one in spent) / len(runs),
        spent,
    )  # fmt: skip


def _length(step: PlannedStep, year: Year, service: Service, now: datetime) -> timedelta:
    """Return how long a step takes: as that step did, or as its unit does, or else as its delay says."""
    if step.kind in BY_ITSELF:
        return timedelta(0)
    known = year.by_step.get(step.key) or year.by_unit.get(step.unit) if step.kind != Kind.WAIT else None
    return known or _written(step.due, service, now)


def _written(due: str, service: Service, now: datetime) -> timedelta:
    try:
        found = due_of(due)
    except BadTarget:
        return timedelta(0)
    if isinstance(found, Dated):  # the day is unknown: what comes after it takes that long, what comes before no time
        return max(found.amount, 0) * A_DAY
    return found.due_at(now, calendar(service.calendar)) - now
