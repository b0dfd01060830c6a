"""The state into which the facts of a ticket are folded, and the tables that keep it."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from guichet.areas.sla.models import Promise, PromiseChange, Segment
from guichet.areas.sla.queries.promises import promise_if_any, promises_of
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

    @property
    def known(self) -> Promise:
        """Return the promise of a ticket that was opened."""
        assert self.promise is not None
        return self.promise


class Clocks(Projection[Clock]):
    """Keeps Promise, PromiseChange and Segment."""

    name = "sla.clocks"
    owns = (PromiseChange, Segment, Promise)
    folds: ClassVar = {}

    def blank(self, stream: str) -> Clock:
        return Clock(ticket=int(stream.partition(":")[2]))

    def load(self, stream: str) -> Clock:
        clock = self.blank(stream)
        return _of(clock, next(iter(promise_if_any(ticket=clock.ticket)), None))

    def load_all(self, streams: Sequence[str]) -> list[Clock]:
        if len(streams) == 1:
            return [self.load(streams[0])]
        blank = [self.blank(stream) for stream in streams]
        promises = promises_of(clock.ticket for clock in blank)
        return [_of(clock, promises.get(clock.ticket)) for clock in blank]

    def store(self, states: Iterable[Clock], *, new: bool) -> None:
        clocks = [clock for clock in states if clock.promise]
        if new:
            insert([clock.known for clock in clocks])
        else:
            _save_changes(clocks)
        insert([one for clock in clocks for one in clock.ended])
        insert([one for clock in clocks for one in clock.changes])


def _values(promise: Promise) -> dict[str, Any]:
    return {field.attname: getattr(promise, field.attname) for field in Promise._meta.concrete_fields}


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
