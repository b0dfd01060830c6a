"""SQLite: one writer at a time, so the order of ids is the order of commits."""

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


def skip_locked(rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """Return the rows as they are: BEGIN IMMEDIATE already excludes every other claimant."""
    return rows


def durability() -> str:
    """Return how commits reach the disk: 'full' when a commit survives a power cut."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return {0: "off", 1: "normal", 2: "full", 3: "full"}[cursor.fetchone()[0]]
