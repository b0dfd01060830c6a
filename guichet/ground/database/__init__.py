"""What differs between SQLite and PostgreSQL, behind one set of names."""

from functools import cache
from types import ModuleType

from django.core.management import call_command
from django.db import connection


@cache
def engine() -> ModuleType:
    """Return the module of the engine in use."""
    if connection.vendor == "postgresql":
        from guichet.ground.database import postgresql

        return postgresql
    from guichet.ground.database import sqlite

    return sqlite


def empty() -> None:
    """Delete every row of every table, the append-only ones too: what a demonstration stopped half-way leaves."""
    tables = ("journal_entry", "journal_seal")
    with connection.cursor() as cursor:
        for statement in (one for table in tables for one in engine().open_for_purge(table)):
            cursor.execute(statement)
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        for statement in (one for table in tables for one in engine().append_only(table)):
            cursor.execute(statement)
