"""The state into which the facts of a ticket are folded, and the tables that keep it."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Model

from guichet.areas.catalogue.queries.standards import has_maxima
from guichet.areas.sla.models import Maximum, Promise, PromiseChange, Segment, TaskClock, UpdateWait
from guichet.areas.sla.queries.law import maximum_if_any
from guichet.areas.sla.queries.promises import promise_if_any, promises_of
from guichet.areas.sla.queries.work import clocks_of
from guichet.areas.sla.readers.carving import carve
from guichet.ground.database.inserted import insert
from guichet.ground.journal.readers import Projection


@dataclass
class Clock:
    """The state of one ticket's clocks while facts are folded into it."""

    ticket: int
    promise: Promise | None = None
    before: dict[str, Any] = field(default_factory=dict)  # what the promise said before these facts
    ended: list[Segment] = field(default_factory=list)  # the stretches that these facts ended
    changes: list[PromiseChange] = field(default_factory=list)
    updates: list[UpdateWait] = field(default_factory=list)  # the waits for news that these facts ended
    taken_back: list[UpdateWait] = field(default_factory=list)  # and those that had not ended after all
    maximum: Maximum | None = None
    maximum_before: dict[str, Any] | None = None  # None while nobody asked whether there is one

    tasks: dict[int, TaskClock] | None = None  # None while nobody asked for them
    tasks_before: dict[int, dict[str, Any]] = field(default_factory=dict)

    def work(self) -> dict[int, TaskClock]:
        """Return the clocks of the tasks, by task, looked up when they are first asked for."""
        if self.tasks is None:
            self.tasks = {one.pk: one for one in clocks_of(ticket=self.ticket)}
            self.tasks_before = {pk: _values(one) for pk, one in self.tasks.items()}
        return self.tasks

    def law(self) -> Maximum | None:
        """Return what the law leaves for the decision, looked up when it is first asked for."""
        if self.maximum is None and self.maximum_before is None:
            found = maximum_if_any(ticket=self.ticket) if has_maxima() else ()
            self.maximum = next(iter(found), None)
            self.maximum_before = _values(self.maximum) if self.maximum else {}
        return self.maximum

    @property
    def known(self) -> Promise:
        """Return the promise of a ticket that was opened."""
        assert self.promise is not None
        return self.promise


class Clocks(Projection[Clock]):
    """Keeps Promise, PromiseChange, Segment, TaskClock, UpdateWait and Maximum."""

    name = "sla.clocks"
    owns = (PromiseChange, Segment, TaskClock, UpdateWait, Maximum, Promise)
    folds: ClassVar = {}

    def blank(self, stream: str) -> Clock:
        return Clock(ticket=int(stream.partition(":")[2]), maximum_before={}, tasks={})

    def load(self, stream: str) -> Clock:
        clock = self.blank(stream)
        clock.maximum_before = clock.tasks = None
        return _of(clock, next(iter(promise_if_any(ticket=clock.ticket)), None))

    def load_all(self, streams: Sequence[str]) -> list[Clock]:
        if len(streams) == 1:
            return [self.load(streams[0])]
        blank = [self.blank(stream) for stream in streams]
        for clock in blank:
            clock.maximum_before = clock.tasks = None
        promises = promises_of(clock.ticket for clock in blank)
        return [_of(clock, promises.get(clock.ticket)) for clock in blank]

    def store(self, states: Iterable[Clock], *, new: bool) -> None:
        clocks = [clock for clock in states if clock.promise]
        for clock in clocks:
            if _touches_work(clock):
                carve(clock.known, clock.work().values())
        if new:
            insert([clock.known for clock in clocks])
        else:
            _save_changes(clocks)
        insert([one for clock in clocks for one in clock.ended])
        insert([one for clock in clocks for one in clock.changes])
        insert([one for clock in clocks for one in clock.updates])
        if gone := [one.pk for clock in clocks for one in clock.taken_back]:
            UpdateWait.objects.filter(pk__in=gone).delete()
        _save_work([clock for clock in clocks if clock.tasks or clock.tasks_before])
        _save_maxima([clock for clock in clocks if clock.maximum])


def _values(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _touches_work(clock: Clock) -> bool:
    """Tell whether tasks changed, or the promise that they share."""
    if clock.tasks or clock.tasks_before or not clock.known.hands:
        return bool(clock.tasks or clock.tasks_before)
    moved = any(clock.before.get(name) != getattr(clock.known, name) for name in ("due_at", "met_at", "open"))
    return moved and bool(clock.work())


def _save_work(clocks: list[Clock]) -> None:
    if gone := [pk for clock in clocks for pk in clock.tasks_before if pk not in clock.work()]:
        TaskClock.objects.filter(pk__in=gone).delete()
    rows = [(clock, row) for clock in clocks for row in clock.work().values()]
    made = [row for clock, row in rows if row.pk not in clock.tasks_before]
    if made:
        insert(made)
    known = [(row, clock.tasks_before[row.pk]) for clock, row in rows if row.pk in clock.tasks_before]
    changed = [row for row, before in known if _values(row) != before]
    if changed:
        TaskClock.objects.bulk_update(changed, [name for name in _values(changed[0]) if name != "task_id"])


def _save_maxima(clocks: list[Clock]) -> None:
    made = [clock.maximum for clock in clocks if clock.maximum and not clock.maximum_before]
    if made:
        insert(made)
    for clock in clocks:
        if clock.maximum and clock.maximum_before and _values(clock.maximum) != clock.maximum_before:
            clock.maximum.save(force_update=True)


def _of(clock: Clock, promise: Promise | None) -> Clock:
    clock.promise, clock.before = promise, deepcopy(_values(promise)) if promise else {}
    return clock


def _save_changes(clocks: Iterable[Clock]) -> None:
    """Write what changed, in one statement for all those that changed alike."""
    alike: dict[str, tuple[dict[str, Any], list[int]]] = {}
    for clock in clocks:
        changed = {name: value for name, value in _values(clock.known).items() if value != clock.before.get(name)}
        if changed:
            alike.setdefault(repr(changed), (changed, []))[1].append(clock.ticket)
    for changed, which in alike.values():
        Promise.objects.filter(pk__in=which).update(**changed)


clocks = Clocks()
