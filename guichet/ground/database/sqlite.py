"""SQLite: one writer at a time, so the order of ids is the order of commits."""

import sqlite3
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def append_only(table: str) -> list[str]:
    """Return the statements that forbid UPDATE and DELETE on `table`."""
    return [
        f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for verb in ("update", "delete")
    ]


def open_for_purge(table: str) -> list[str]:
    """Return the statements that lift what `append_only` forbids."""
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]


def stamp_transactions(table: str) -> list[str]:
    """Return nothing: ids already stand in the order of commits."""
    return []


def settled(entries: models.QuerySet[M]) -> models.QuerySet[M]:
    """Keep the rows that no transaction in flight can still precede: all of them."""
    return entries


def renew_epoch(table: str) -> None:
    """Do nothing: SQLite has no transaction ids to outlive."""


def skip_locked(rows: models.QuerySet[M], *, of: tuple[str, ...] = ()) -> models.QuerySet[M]:
    """Return the rows as they are: BEGIN IMMEDIATE already excludes every other claimant."""
    return rows


def durability() -> str:
    """Return how commits reach the disk: 'full' when a commit survives a power cut."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return {0: "off", 1: "normal", 2: "full", 3: "full"}[cursor.fetchone()[0]]


def is_empty() -> bool:
    """Tell whether the database holds no table yet."""
    return not connection.introspection.table_names()


def copy_to(target: Path) -> None:
    """Write a consistent copy of the whole database, while others write."""
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    with copy:
        connection.connection.backup(copy, pages=2000, sleep=0.01)
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()


def copy_from(source: Path) -> None:
    """Fill the empty database from a copy."""
    connection.ensure_connection()
    copy = sqlite3.connect(source)
    copy.backup(connection.connection)
    copy.close()


def plans_kept() -> AbstractContextManager[None]:
    """Do nothing: the driver keeps the statements that it has prepared."""
    return nullcontext()
