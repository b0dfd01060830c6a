"""The floor: the same SQL, bare, in processes of its own, without Django or HTTP.

`python -m tests.bench.floor` reads one job from its parent, and prints its timings as JSON.
"""

import base64
import json
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.bench.servers import ROOT
from tests.bench.timing import Timing, timing_of

WARM_UP = 5
READY = b"ready\n"
MARKS = re.compile(r"(?<!%)%s")
PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA cache_size=-16384;"
PRAGMAS += "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Insert:
    """One row to write again and again; some columns change: the ticket's id, its stream, a unique text."""

    sql: str
    values: tuple[Any, ...]
    changing: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What every caller does, over and over: the reads of one page in turn, or one durable creation."""

    address: str  # a file of SQLite, or a conninfo of PostgreSQL
    postgresql: bool
    reads: tuple[tuple[Statement, ...], ...] = ()
    inserts: tuple[Insert, ...] = ()
    seconds: float = 1.0


def measure(job: Job, *, callers: int, seconds: float) -> Timing:
    """Run a job in so many processes at once: all are connected and warm before the first one starts."""
    sent = base64.b64encode(pickle.dumps(replace(job, seconds=seconds))) + b"\n"
    children = [_started() for _ in range(callers)]
    try:
        for child in children:
            _tell(child, sent)
        for child in children:
            _await_ready(child)
        for child in children:
            _tell(child, b"go\n")
        taken = [one for child in children for one in json.loads(_line(child))]
    finally:
        for child in children:
            child.kill()
            child.communicate()
    return timing_of(taken, seconds)


def _started() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.bench.floor"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)


def _tell(child: "subprocess.Popen[bytes]", word: bytes) -> None:
    assert child.stdin
    child.stdin.write(word)
    child.stdin.flush()


def _line(child: "subprocess.Popen[bytes]") -> bytes:
    assert child.stdout
    return child.stdout.readline()


def _await_ready(child: "subprocess.Popen[bytes]") -> None:
    if _line(child) != READY:
        raise RuntimeError("a process of the floor did not start: its fault stands above")


def _connected(job: Job) -> Any:
    if job.postgresql:
        import psycopg

        return psycopg.connect(job.address, autocommit=True, cursor_factory=psycopg.ClientCursor)
    try:
        import pysqlite3 as driver
    except ImportError:
        import sqlite3 as driver
    connection = driver.connect(job.address, timeout=20, isolation_level=None)
    connection.executescript(PRAGMAS)
    return connection


def _reader(job: Job, cursor: Any) -> Callable[[int], None]:
    def read(turn: int) -> None:
        for sql, values in job.reads[turn % len(job.reads)]:
            cursor.execute(sql, values)
            cursor.fetchall()

    return read


def _creator(job: Job, cursor: Any) -> Callable[[int], None]:
    first, *others = job.inserts
    kind = _kind(job)

    def create(turn: int) -> None:
        unique = f"{os.getpid() % 100_000:05d}-{turn:07d}"
        cursor.execute("BEGIN" if job.postgresql else "BEGIN IMMEDIATE")
        cursor.execute(first.sql, _filled(first, {"unique": unique}))
        ticket = cursor.fetchone()[0]
        changed = {"unique": unique, "ticket": ticket, "stream": f"ticket:{ticket}", "row": kind | ticket}
        for insert in others:
            cursor.execute(insert.sql, _filled(insert, changed))
        cursor.execute("COMMIT")

    return create


def _kind(job: Job) -> int:
    """Return the bits of SQLite's index of words that name the kind; none on PostgreSQL."""
    return 0 if job.postgresql else next((one.values[0] for one in job.inserts if "search_index" in one.sql), 0)


def _filled(insert: Insert, changed: dict[str, Any]) -> list[Any]:
    values = list(insert.values)
    for place, name in insert.changing:
        values[place] = changed[name]
    return values


def _plain(sql: str, postgresql: bool) -> str:
    return sql if postgresql else MARKS.sub("?", sql).replace("%%", "%")


def _translated(job: Job) -> Job:
    reads = tuple(tuple((_plain(sql, job.postgresql), values) for sql, values in page) for page in job.reads)
    inserts = tuple(Insert(_plain(one.sql, job.postgresql), one.values, one.changing) for one in job.inserts)
    return replace(job, reads=reads, inserts=inserts)


def main() -> None:
    """Do one job: warm up, say so, wait for the common start, then work."""
    job: Job = pickle.loads(base64.b64decode(sys.stdin.buffer.readline()))
    cursor = _connected(job).cursor()
    job = _translated(job)
    work = _creator(job, cursor) if job.inserts else _reader(job, cursor)
    for turn in range(WARM_UP):
        work(turn)
    sys.stdout.buffer.write(READY)
    sys.stdout.flush()
    sys.stdin.buffer.readline()
    sys.stdout.write(json.dumps(_worked(work, job.seconds)) + "\n")


def _worked(work: Callable[[int], None], seconds: float) -> list[float]:
    turn, start = WARM_UP, time.perf_counter()
    taken: list[float] = []
    while (begun := time.perf_counter()) - start < seconds:
        work(turn)
        turn += 1
        taken.append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    main()
