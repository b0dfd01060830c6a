"""Writing the journal, and checking that nobody rewrote it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from guichet.ground.access import Actor
from guichet.ground.database.inserted import insert
from guichet.ground.database.prepared import prepared
from guichet.ground.journal.facts import Fact, read
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import project

ORIGIN = "0" * 64
BEGINNING = (0, ORIGIN)  # where a stream ends that has not begun


@dataclass(frozen=True, slots=True)
class Context:
    """Through which door, and because of which entry, things are being done."""

    door: str = "system"
    cause: int | None = None


_context: ContextVar[Context] = ContextVar("guichet_journal_context", default=Context())  # noqa: B039


@contextmanager
def through(door: str, cause: int | None = None) -> Iterator[None]:
    """Say, once, at the door, where what follows comes from."""
    token = _context.set(Context(door, cause))
    try:
        yield
    finally:
        _context.reset(token)


def current_door() -> str:
    """Name the door of the work in progress."""
    return _context.get().door


def digest_of(entry: Entry) -> str:
    """Compute the SHA-256 that binds an entry to the one before it."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts: list[Any] = [entry.stream, entry.position, at, entry.kind, entry.version]
    parts += [entry.actor, entry.door, entry.cause, entry.data, entry.previous]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def record(*facts: Fact, stream: str, by: Actor, at: datetime, opening: bool = False) -> list[Entry]:
    """Write facts at the end of a stream and feed the projections, all in the caller's transaction.

    The caller holds the row that the stream is about (its lock keeps the chain in one piece). `opening` says that
    the stream is new and spares the look at its end.
    """
    position, previous = next(iter([] if opening else _head(stream=stream)), BEGINNING)
    entries = []
    for said in facts:
        entries.append(_entry(said, stream, (position, previous), by, at))
        position, previous = position + 1, entries[-1].digest
    insert(entries)
    project({stream: list(zip(entries, facts, strict=True))}, opening=opening)
    return entries


def record_each(said: Mapping[str, Fact], *, by: Actor, at: datetime) -> None:
    """Write a fact at the end of each of several streams, as `record` does, in a handful of statements for all."""
    ends = _ends_of(said)
    entries = {name: _entry(fact, name, ends.get(name, BEGINNING), by, at) for name, fact in said.items()}
    insert(list(entries.values()))
    project({name: [(entry, said[name])] for name, entry in entries.items()}, opening=False)


def _entry(said: Fact, stream: str, end: tuple[int, str], by: Actor, at: datetime) -> Entry:
    (position, previous), context = end, _context.get()
    entry = Entry(
        stream=stream, position=position + 1, at=at, kind=said.kind, version=said.version, actor=by.ref,
        door=context.door, cause=context.cause, data=said.data(), previous=previous,
    )  # fmt: skip
    entry.digest = digest_of(entry)
    return entry


def _ends_of(streams: Iterable[str]) -> dict[str, tuple[int, str]]:
    rows = Entry.objects.filter(stream__in=list(streams)).order_by("stream", "position")
    return {stream: (position, digest) for stream, position, digest in rows.values_list("stream", "position", "digest")}


def facts_of(stream: str) -> list[tuple[Entry, Fact]]:
    """Return the facts of one stream, oldest first."""
    return [(entry, read(entry.kind, entry.version, entry.data)) for entry in _entries(stream=stream)]


@prepared
def _head(*, stream: str) -> QuerySet[Entry, tuple[int, str]]:
    return Entry.objects.filter(stream=stream).order_by("-position").values_list("position", "digest")[:1]


@prepared
def _entries(*, stream: str) -> QuerySet[Entry]:
    return Entry.objects.filter(stream=stream).order_by("position")
