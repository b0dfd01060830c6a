"""Where work goes from unit to unit: how often, how often it comes back, how long it lies in between.

Read from the tasks as they stand; of those that were given back, which the table forgets, from the journal.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import Q, QuerySet

from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.catalogue.rules.plans import HUMAN
from guichet.areas.metrics.rules import SMALLEST
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Organisation
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.areas.people.rules import CLIENT_KINDS
from guichet.areas.sla.rules import percentile
from guichet.areas.tickets.facts import TaskAccepted, TaskDone, TaskReady, TaskReturned
from guichet.areas.tickets.models import Task
from guichet.areas.tickets.rules import TaskState
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry

OVER = timedelta(days=90)
MOST = 25  # requests that go back and forth
BACK_AND_FORTH = 2  # returns on one request
Pair = tuple[str, str]  # codes of the unit that hands over, and of the one that takes over
Told = Mapping[int, list[tuple[str, datetime]]]  # what the journal says of a task: kinds of facts, and when
KINDS = [fact.kind for fact in (TaskReady, TaskAccepted, TaskReturned, TaskDone)]
_COLUMNS = (
    "pk", "ticket", "unit__code", "ready_at", "started_at", "done_at", "state", "return_count", "kind",
    "ticket__number", "ticket__title", "ticket__language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """One task, as far as hand-offs go."""

    pk: int
    ticket: int
    unit: str
    ready_at: datetime | None
    started_at: datetime | None
    done_at: datetime | None
    state: str
    returned: int
    kind: str
    number: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Move:
    """Work that left one unit for another, when it did, and when it was taken up there; `back`: it was given back."""

    pair: Pair
    work: Work
    at: datetime
    taken_at: datetime | None
    back: bool = False

    @property
    def idle(self) -> timedelta | None:
        """Return the business time during which nobody had it; nothing as long as nobody has taken it up."""
        return None if self.taken_at is None else house_calendar().between(self.at, self.taken_at)

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody is still to take it up."""
        return self.taken_at is None and self.work.state in (TaskState.READY, TaskState.RETURNED)


@dataclass(frozen=True, slots=True)
class Line:
    """What goes from one unit to another; `None`: too few to say."""

    pair: Pair
    names: tuple[Bilingual, Bilingual]
    handed: int
    returned: int | None
    waiting: int | None  # handed over, and not taken up yet
    idle: timedelta | None  # half of what was taken up had lain no longer


@dataclass(frozen=True, slots=True)
class Bouncing:
    """A request whose work goes back and forth."""

    number: str
    title: str
    language: str
    units: tuple[str, ...]
    handed: int
    returned: int
    idle: timedelta


@dataclass(frozen=True, slots=True)
class Map:
    """Every pair of units between which work goes, and the requests whose work comes back most."""

    lines: tuple[Line, ...]
    bouncing: tuple[Bouncing, ...]


def handoffs(viewer: Viewer, *, now: datetime) -> Map:
    """Return who hands work over to whom, what comes back most first; only whoever opens lists reads small counts."""
    viewer.require("metrics.handoffs")
    moves = _moves(viewer, now)
    strict = not viewer.may("metrics.list")
    codes = {code for one in moves for code in one.pair}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    by_pair = _by_pair(moves)
    lines = [_line(pair, found, (names[pair[0]], names[pair[1]]), strict) for pair, found in by_pair.items()]
    shown = [one for one in lines if not strict or one.handed >= SMALLEST]
    return Map(
        tuple(sorted(shown, key=lambda one: (-(one.returned or 0), -one.handed, one.pair))),
        () if strict else tuple(_bouncing(moves)),
    )  # fmt: skip


def handed(viewer: Viewer, pair: Pair, *, now: datetime) -> list[Move]:
    """Return what one unit handed over to another, and what came back, the newest first."""
    viewer.require("metrics.list")
    return sorted(_by_pair(_moves(viewer, now)).get(pair, []), key=lambda one: (one.at, one.work.pk), reverse=True)


def names_of_pair(pair: Pair) -> tuple[Bilingual, Bilingual] | None:
    """Return the names of two units; nothing where one of them is not there."""
    found = Organisation.objects.filter(code__in=pair).exclude(kind__in=CLIENT_KINDS)  # also what is a unit no more
    names = dict(found.values_list("code", "name"))
    return (names[pair[0]], names[pair[1]]) if names.keys() == set(pair) else None


def _by_pair(moves: Iterable[Move]) -> dict[Pair, list[Move]]:
    """Group moves by who handed over to whom; what is given back counts with what had been given."""
    found = defaultdict[Pair, list[Move]](list)
    for one in moves:
        found[one.pair[::-1] if one.back else one.pair].append(one)
    return found


def _line(pair: Pair, moves: list[Move], names: tuple[Bilingual, Bilingual], strict: bool) -> Line:
    there = [one for one in moves if not one.back]
    returned, waiting = len(moves) - len(there), sum(one.is_waiting for one in there)
    lain = [one.idle for one in there if one.idle is not None]
    half = percentile(lain, 50) if len(lain) >= (SMALLEST if strict else 1) else None
    return Line(pair, names, len(there), _told(returned, strict), _told(waiting, strict), half)


def _told(count: int, strict: bool) -> int | None:
    return None if strict and 0 < count < SMALLEST else count


def _bouncing(moves: list[Move]) -> list[Bouncing]:
    by_ticket = defaultdict[int, list[Move]](list)
    for one in sorted(moves, key=attrgetter("at")):
        by_ticket[one.work.ticket].append(one)
    found = []
    for some in by_ticket.values():
        back = [one for one in some if one.back]
        if len(back) >= BACK_AND_FORTH:
            work = back[-1].work
            units = tuple(dict.fromkeys(code for one in back for code in one.pair[::-1]))
            idle = sum((one.idle or timedelta(0) for one in some), timedelta(0))
            found.append(
                Bouncing(work.number, work.title, work.language, units, len(some) - len(back), len(back), idle)
            )
    return sorted(found, key=lambda one: (-one.returned, -one.idle, one.number))[:MOST]


def _moves(viewer: Viewer, now: datetime) -> list[Move]:
    since = now - OVER
    works = [Work(*row) for row in _works(viewer, since).values_list(*_COLUMNS)]
    told = _told_of([one for one in works if one.returned])
    return [one for one in moves_of(works, told) if since <= one.at <= now]


def _works(viewer: Viewer, since: datetime) -> QuerySet[Task]:
    seen = Task.objects.visible_to(viewer if viewer.may("metrics.list") else SYSTEM)
    if not viewer.may("metrics.list"):
        seen = seen.filter(ticket__confidential=False)
    # One that was given back for good has no later moment than the day it was given.
    gone = Q(return_count__gt=0, state__in=[TaskState.RETURNED, TaskState.CANCELLED])
    lately = Q(ready_at__gte=since) | Q(done_at__gte=since) | gone
    found: QuerySet[Task] = seen.filter(lately, kind__in=HUMAN, by_client=False).order_by("ticket", "pk")
    return found


def _told_of(works: list[Work]) -> Told:
    found = defaultdict[int, list[tuple[str, datetime]]](list)
    if works:
        streams = {f"ticket:{one.ticket}" for one in works}
        entries = Entry.objects.filter(stream__in=streams, kind__in=KINDS).order_by("pk")
        for kind, at, data in entries.values_list("kind", "at", "data"):
            found[data["task"]].append((kind, at))
    return found


def moves_of(works: Iterable[Work], told: Told) -> Iterator[Move]:
    """Yield every move of work between two units.

    A task that becomes ready at the very moment at which another unit ends its own was handed over by that unit; any
    other was by Client Services, to whom whatever is given back returns.
    """
    works = list(works)
    ended = {(one.ticket, one.done_at): one.unit for one in works if one.state == TaskState.DONE}
    for one in works:
        for kind, at, taken in _stages(told.get(one.pk) or _as_it_stands(one)):
            back = kind == TaskReturned.kind
            source = ended.get((one.ticket, at), CLIENT_SERVICES)
            pair = (one.unit, CLIENT_SERVICES) if back else (source, one.unit)
            if pair[0] != pair[1]:
                yield Move(pair, one, at, taken, back)


def _as_it_stands(one: Work) -> list[tuple[str, datetime]]:
    taken = one.started_at or one.done_at
    ready = [(TaskReady.kind, one.ready_at)] if one.ready_at else []
    return [*ready, (TaskAccepted.kind, taken)] if taken else ready


def _stages(told: list[tuple[str, datetime]]) -> Iterator[tuple[str, datetime, datetime | None]]:
    """Yield each time a task was handed over or given back, and when somebody took it up after that."""
    for place, (kind, at) in enumerate(told):
        if kind in (TaskReady.kind, TaskReturned.kind):
            after = told[place + 1] if place + 1 < len(told) else ("", None)
            # Given back before anybody took it up: nobody worked on it, but somebody had read it.
            yield kind, at, after[1]
