"""The yardstick: the bare work whose rates are known of the machine on which the budgets were set.

Its tables are its own, as plain as those of `shared/perf.md` were: what it measures is the machine, not the product.
The rates hardly depend on how many rows there are (measured from a hundred thousand to a million), so few are made.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from tests.bench import bare, floor
from tests.bench.bulk import is_postgresql
from tests.bench.floor import Insert, Job

ROWS, QUEUES = 20_000, 20
TABLES = (
    "CREATE TABLE yard_ticket (id {key}, number text UNIQUE NOT NULL, queue int NOT NULL, state text NOT NULL, "
    "requester int NOT NULL, title text NOT NULL, at text NOT NULL)",
    "CREATE TABLE yard_message (id {key}, ticket bigint NOT NULL, body text NOT NULL, at text NOT NULL{words})",
    "CREATE TABLE yard_event (id {key}, ticket bigint NOT NULL, kind text NOT NULL, at text NOT NULL)",
    "CREATE INDEX yard_open ON yard_ticket (queue, id) WHERE state = 'open'",
    "CREATE INDEX yard_of_message ON yard_message (ticket)",
    "CREATE INDEX yard_of_event ON yard_event (ticket)",
)
TICKET = "INSERT INTO yard_ticket (number, queue, state, requester, title, at) VALUES (%s, %s, %s, %s, %s, %s)"
MESSAGE = "INSERT INTO yard_message (ticket, body, at) VALUES (%s, %s, %s)"
EVENT = "INSERT INTO yard_event (ticket, kind, at) VALUES (%s, %s, %s)"
NEWEST = "SELECT * FROM yard_ticket WHERE queue = %s AND state = 'open' ORDER BY id DESC LIMIT 50"
ONE = ("yard_ticket WHERE id", "yard_message WHERE ticket", "yard_event WHERE ticket")
AT = "2026-11-21T09:00:00"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The jobs on the tables of the yardstick, and how long they are measured at a time."""

    jobs: dict[str, Job]
    seconds: float

    def beside(self, name: str, measured: Callable[[], dict[str, float]]) -> dict[str, float]:
        """Measure something of the product, and the machine just before and just after it."""
        before, found, after = self._rate(name), measured(), self._rate(name)
        return {**found, "yard": round((before + after) / 2, 1)}

    def _rate(self, name: str) -> float:
        job, _, callers = name.partition("_c")
        return floor.measure(self.jobs[job], callers=int(callers), seconds=self.seconds).per_second


def lay_out(folder: Path, seconds: float) -> Yardstick:
    """Make the tables of the yardstick and fill them."""
    postgresql = is_postgresql()
    address = bare.address() if postgresql else str(folder / "yardstick.sqlite3")
    if postgresql:
        _lay_out_postgresql()
    else:
        _lay_out_sqlite(address)
    draw = random.Random(5)
    queues = tuple(((NEWEST, (queue,)),) for queue in range(QUEUES))
    pages = tuple(_page(draw.randint(1, ROWS)) for _ in range(300))
    jobs = {
        "create": Job(address, postgresql, inserts=tuple(_creation(postgresql))),
        "queue": Job(address, postgresql, reads=queues),
        "ticket": Job(address, postgresql, reads=pages),
    }
    return Yardstick(jobs, seconds)


def _page(ticket: int) -> Any:
    return tuple((f"SELECT * FROM {table} = %s", (ticket,)) for table in ONE)


def _creation(postgresql: bool) -> Iterator[Insert]:
    body = _body(random.Random(3))
    yield Insert(f"{TICKET} RETURNING id", ("", 3, "open", 7, "Printer on fire", AT), ((0, "unique"),))
    yield Insert(MESSAGE, (0, body, AT), ((0, "ticket"),))
    yield Insert(EVENT, (0, "created", AT), ((0, "ticket"),))
    if not postgresql:
        yield Insert("INSERT INTO yard_words (rowid, words) VALUES (%s, %s)", (0, body), ((0, "ticket"),))


def _lay_out_sqlite(address: str) -> None:
    place = sqlite3.connect(address)
    place.executescript("PRAGMA journal_mode=WAL;")
    for statement in TABLES:
        place.execute(statement.format(key="integer PRIMARY KEY", words=""))
    place.execute("CREATE VIRTUAL TABLE yard_words USING fts5(words, content='')")
    for number, (ticket, body) in enumerate(_rows(), start=1):
        for sql, values in ((TICKET, ticket), (MESSAGE, (number, body, AT)), (EVENT, (number, "created", AT))):
            place.execute(sql.replace("%s", "?"), values)
        place.execute("INSERT INTO yard_words (rowid, words) VALUES (?, ?)", (number, body))
    place.commit()
    place.close()


def _lay_out_postgresql() -> None:
    words = ", words tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED"
    with connection.cursor() as cursor:
        for statement in TABLES:
            cursor.execute(statement.format(key="bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", words=words))
        for table, columns, rows in (
            ("yard_ticket", "number, queue, state, requester, title, at", (ticket for ticket, _ in _rows())),
            ("yard_message", "ticket, body, at", ((at, body, AT) for at, (_, body) in enumerate(_rows(), start=1))),
            ("yard_event", "ticket, kind, at", ((at, "created", AT) for at in range(1, ROWS + 1))),
        ):
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute("CREATE INDEX yard_words ON yard_message USING gin (words)")
        cursor.execute("ANALYZE yard_ticket, yard_message, yard_event")


def _rows() -> Iterator[tuple[tuple[Any, ...], str]]:
    draw = random.Random(20261121)
    for number in range(ROWS):
        state = "open" if draw.random() < 0.35 else "resolved"
        ticket = (f"T{number}", number % QUEUES, state, draw.randint(1, 5_000), f"Request {number}", AT)
        yield ticket, _body(draw)


def _body(draw: random.Random) -> str:
    """Return about four hundred characters."""
    return " ".join(f"word{draw.randint(1, 3_000)}" for _ in range(48))
