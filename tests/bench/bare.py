"""Taking down what the product says to the database, so that the floor says the same."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from guichet.ground.search import postgresql, sqlite
from tests.bench.bulk import is_postgresql
from tests.bench.floor import Insert, Job, Statement
from tests.bench.past import COMMON

OF_TICKETS = re.compile(r'"(tickets|sla|journal)_')
WRITTEN = ("tickets_message", "tickets_contact", "sla_promise", "sla_segment", "metrics_outcome", "intake_receipt")
OWN_KEY = {"sla_promise", "metrics_outcome"}  # their key is the ticket's


@contextmanager
def heard() -> Iterator[list[Statement]]:
    """Keep every SELECT on tickets, their clocks and their facts."""
    said: list[Statement] = []

    def listen(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "(SELECT")) and OF_TICKETS.search(sql):
            said.append((sql, tuple(values or ())))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        yield said


def job(**work: Any) -> Job:
    """Return a job on the database that the product uses."""
    return Job(address(), is_postgresql(), **work)


def address() -> str:
    """Return where the product's database is, as its driver wants it."""
    known = connection.settings_dict
    if not is_postgresql():
        return str(known["NAME"])
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return " ".join(f"{name}={known[key]}" for name, key in parts.items())


def creation(ticket: int) -> Job:
    """Return the job that writes again the rows of a ticket that the product made."""
    first = _insert("tickets_ticket", _rows("tickets_ticket", "id", ticket)[0], {"number": "unique"}, returning=True)
    others = [
        _insert(table, row, {"ticket_id": "ticket", "key": "unique"}, keyless=table not in OWN_KEY)
        for table in WRITTEN
        for row in _rows(table, "ticket_id", ticket)
    ]
    facts = _rows("journal_entry", "stream", f"ticket:{ticket}")
    others += [_insert("journal_entry", row, {"stream": "stream"}, keyless=True) for row in facts]
    return job(inserts=(first, *others, _indexing(ticket)))


def _rows(table: str, column: str, value: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [value])
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _insert(
    table: str, row: dict[str, Any], changing: dict[str, str], *, keyless: bool = True, returning: bool = False
) -> Insert:
    columns = [name for name in row if not (keyless and name == "id")]
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({names}) VALUES ({places})" + (" RETURNING id" if returning else "")
    holes = tuple((columns.index(name), key) for name, key in changing.items() if name in columns)
    return Insert(sql, tuple(row[name] for name in columns), holes)


def _indexing(ticket: int) -> Insert:
    words = ["demande", COMMON, *(f"mot{number}" for number in range(60))]
    if is_postgresql():
        sql = "INSERT INTO search_index (kind, pk, scope, words) VALUES ('ticket', %s, 1, %s::tsvector)"
        return Insert(sql, (ticket, postgresql._vector(words)), ((0, "ticket"),))
    sql = "INSERT INTO search_index (rowid, words, scope) VALUES (%s, %s, '1')"
    return Insert(sql, (sqlite._first("ticket"), " ".join(words)), ((0, "row"),))
