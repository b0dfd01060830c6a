"""What derives from the journal: projections (tables, rebuilt at will) and reactions (effects, never replayed)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models, transaction
from django_tasks import task

from guichet.ground.database import engine
from guichet.ground.journal.facts import Fact, read
from guichet.ground.journal.models import Cursor, Entry

S = TypeVar("S")
Fold = TypeVar("Fold", bound=Callable[..., None])

PROJECTIONS: dict[str, "Projection[Any]"] = {}
REACTIONS: dict[str, "Reaction"] = {}


class Projection(ABC, Generic[S]):
    """Folds each stream into a state and keeps that state in tables of its own, inside the recording transaction.

    A fold is one method per fact, `(state, entry, fact) -> None`, declared with `@Name.on(Fact)`. Rebuilding empties
    the tables and folds again from entry 1.
    """

    name: ClassVar[str]
    owns: ClassVar[tuple[type[models.Model], ...]]
    folds: ClassVar[dict[str, Callable[..., None]]]

    def __init_subclass__(cls) -> None:
        cls.folds = {}

    def __init__(self) -> None:
        PROJECTIONS[self.name] = self

    @classmethod
    def on(cls, *facts: type[Fact]) -> Callable[[Fold], Fold]:
        """Declare the fold of one or more kinds of fact."""

        def declare(fold: Fold) -> Fold:
            for fact in facts:
                cls.folds[fact.kind] = fold
            return fold

        return declare

    @abstractmethod
    def blank(self, stream: str) -> S:
        """Return the state of a stream of which nothing is known."""

    @abstractmethod
    def load(self, stream: str) -> S:
        """Return the state that the tables hold for `stream`."""

    def load_all(self, streams: Sequence[str]) -> list[S]:
        """Return the states of several streams, in their order."""
        return [self.load(stream) for stream in streams]

    @abstractmethod
    def store(self, states: Iterable[S], *, new: bool) -> None:
        """Write states to the tables: `new` ones are inserted, the others replace what is there."""

    def fold(self, state: S, said: Iterable[tuple[Entry, Fact]]) -> bool:
        """Apply facts to a state; tell whether any of them mattered."""
        touched = False
        for entry, fact in said:
            if apply := self.folds.get(entry.kind):
                apply(state, entry, fact)
                touched = True
        return touched

    def rebuild(self, batch: int = 500) -> int:
        """Empty the tables and derive them again from the whole journal; return how many entries were read."""
        with transaction.atomic():
            for model in self.owns:
                rows = model._base_manager.all()
                rows._raw_delete(rows.db)
            read_in, pending = 0, []
            for stream, entries in groupby(_all_entries(), key=lambda entry: entry.stream):
                said = [(entry, read(entry.kind, entry.version, entry.data)) for entry in entries]
                read_in += len(said)
                state = self.blank(stream)
                if self.fold(state, said):
                    pending.append(state)
                if len(pending) >= batch:
                    self.store(pending, new=True)
                    pending = []
            self.store(pending, new=True)
        return read_in


def _all_entries() -> Iterator[Entry]:
    # Stream by stream, so that one state is in memory at a time.
    return Entry.objects.order_by("stream", "position").iterator(chunk_size=2000)


def project(said: Mapping[str, list[tuple[Entry, Fact]]], *, opening: bool) -> None:
    """Feed the new entries of some streams to every projection that cares."""
    kinds = {entry.kind for told in said.values() for entry, _ in told}
    for projection in PROJECTIONS.values():
        if kinds & projection.folds.keys():
            states = list(map(projection.blank, said)) if opening else projection.load_all(list(said))
            for state, told in zip(states, said.values(), strict=True):
                projection.fold(state, told)
            projection.store(states, new=opening)


Handler = Callable[[Entry, Any], None]


class Reaction:
    """Has effects, once per fact: rows and outbox messages only, never the network.

    The cursor and the effects commit together. A handler that fails is put aside as a job with retries, so that one
    bad entry delays no other.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.handlers: dict[str, Handler] = {}
        REACTIONS[name] = self

    def on(self, *kinds: type[Fact]) -> Callable[[Handler], Handler]:
        """Declare what to do about some kinds of fact."""

        def declare(handler: Handler) -> Handler:
            for kind in kinds:
                self.handlers[kind.kind] = handler
            return handler

        return declare

    def answer(self, entry: Entry) -> None:
        """Do what this entry calls for."""
        if handler := self.handlers.get(entry.kind):
            handler(entry, read(entry.kind, entry.version, entry.data))

    def run(self, limit: int = 200) -> int:
        """Answer settled entries after the cursor; return how many were passed."""
        with transaction.atomic():
            cursor, _ = Cursor.objects.select_for_update().get_or_create(name=self.name)
            entries = list(after(cursor.tx, cursor.entry, limit))
            try:
                with transaction.atomic():
                    for entry in entries:
                        self.answer(entry)
            except Exception:  # noqa: BLE001 -- one of them fails: each on its own then, and a job for the bad one
                self._answer_one_by_one(entries)
            if entries:
                cursor.tx, cursor.entry = entries[-1].tx, entries[-1].pk
                cursor.save(update_fields=["tx", "entry"])
        return len(entries)

    def _answer_one_by_one(self, entries: list[Entry]) -> None:
        for entry in entries:
            try:
                with transaction.atomic():
                    self.answer(entry)
            except Exception as fault:  # noqa: BLE001 -- the job keeps the reason and tries again
                answer_again.enqueue(self.name, entry.pk, repr(fault)[:500])


@task()
def answer_again(reaction: str, entry: int, fault: str) -> None:
    """Try once more the entry that a reaction failed on (`fault` says why, for whoever reads the queue)."""
    REACTIONS[reaction].answer(Entry.objects.get(pk=entry))


def after(tx: int, entry: int, limit: int) -> models.QuerySet[Entry]:
    """Return settled entries after a place in commit order."""
    later = Entry.objects.filter(models.Q(tx=tx, pk__gt=entry) | models.Q(tx__gt=tx))
    return engine().settled(later).order_by("tx", "pk")[:limit]  # type: ignore[no-any-return]


def react() -> int:
    """Let every reaction catch up by one batch; return how many entries were passed in all."""
    return sum(reaction.run() for reaction in REACTIONS.values())


def is_settled() -> bool:
    """Tell whether every entry can be read: no transaction in flight, in the whole cluster, still precedes one."""
    newest = Entry.objects.order_by("-tx", "-pk").first()
    return newest is None or bool(engine().settled(Entry.objects.filter(pk=newest.pk)).exists())
