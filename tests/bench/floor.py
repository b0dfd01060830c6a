"""The floor: the same SQL, bare, in processes of its own, without Django or HTTP.

`python -m tests.bench.floor` reads one job (a pickle of this house's own making) and prints its timings as JSON.
"""

import json
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.servers import ROOT
from tests.bench.timing import Timing, timing_of

START_SECONDS = 1.0
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
    start: float = 0.0
    seconds: float = 1.0


def measure(job: Job, *, callers: int, seconds: float) -> Timing:
    """Run a job in so many processes at once."""
    at = time.monotonic() + START_SECONDS
    sent = pickle.dumps(Job(job.address, job.postgresql, job.reads, job.inserts, at, seconds))
    command = [sys.executable, "-m", "tests.bench.floor"]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(callers)
    ]
    for child in children:
        assert child.stdin
        child.stdin.write(sent)
        child.stdin.close()
    taken: list[float] = []
    for child in children:
        assert child.stdout
        taken += json.loads(child.stdout.read() or b"[]")
        child.wait()
    return timing_of(taken, seconds)


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
    return Job(job.address, job.postgresql, reads, inserts, job.start, job.seconds)


def run(job: Job) -> Sequence[float]:
    """Wait for the common start, then work until the common end."""
    cursor = _connected(job).cursor()
    work = _creator(job, cursor) if job.inserts else _reader(job, cursor)
    turn = 0
    taken: list[float] = []
    while time.monotonic() < job.start:
        if turn < 5:
            work(turn)
            turn += 1
        else:
            time.sleep(0.005)
    while (begun := time.monotonic()) < job.start + job.seconds:
        work(turn)
        turn += 1
        taken.append(time.monotonic() - begun)
    return taken


def main() -> None:
    """Do one job."""
    job: Job = pickle.loads(sys.stdin.buffer.read())
    json.dump(run(_translated(job)), sys.stdout)


if __name__ == "__main__":
    main()
