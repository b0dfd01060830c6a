"""PostgreSQL: ids are drawn before commits, so readers follow the order of transactions."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=models.Model)


def append_only(table: str) -> list[str]:
    """Return the statements that forbid UPDATE, DELETE and TRUNCATE on `table`."""
    return [
        f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$""",
        f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
    ]


def open_for_purge(table: str) -> list[str]:
    """Return the statements that lift what `append_only` forbids."""
    return [
        f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_refuse()",
    ]


def stamp_transactions(table: str) -> list[str]:
    """Return the statements that stamp each row of `table` with its transaction, counted from the epoch's base.

    A dump restored into a younger cluster carries larger transaction ids than the new ones: `renew_epoch` then
    raises the base, so that stamps keep growing and every restored row is settled at once.
    """
    return [
        f"CREATE TABLE {table}_epoch (base bigint NOT NULL)",
        f"INSERT INTO {table}_epoch VALUES (0)",
        f"""CREATE FUNCTION {table}_stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            NEW.tx := (SELECT base FROM {table}_epoch) + pg_current_xact_id()::text::bigint; RETURN NEW; END $$""",
        f"CREATE TRIGGER {table}_stamped BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stamp()",
    ]


def settled(entries: models.QuerySet[M]) -> models.QuerySet[M]:
    """Keep the rows whose transactions, and all those before them, have ended."""
    table = entries.model._meta.db_table
    horizon = RawSQL(
        f"(SELECT base FROM {table}_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
        (),
        output_field=models.BigIntegerField(),
    )
    return entries.filter(tx__lt=horizon)


def renew_epoch(table: str) -> None:
    """Raise the epoch's base when the cluster is younger than the rows it holds (a restored dump)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {table}_epoch SET base = newest.tx FROM (SELECT COALESCE(MAX(tx), 0) AS tx FROM {table}) newest
                WHERE {table}_epoch.base + pg_current_xact_id()::text::bigint <= newest.tx"""
        )


def skip_locked(rows: models.QuerySet[M], *, of: tuple[str, ...] = ()) -> models.QuerySet[M]:
    """Lock the rows, or those that they point to, leaving out what another claimant holds."""
    return rows.select_for_update(skip_locked=True, of=of)


def durability() -> str:
    """Return how commits reach the disk: 'full' when a commit survives a power cut."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
    return "full" if fsync == "on" and commit in {"on", "remote_apply", "remote_write"} else "normal"


def is_empty() -> bool:
    """Tell whether the database holds no table yet."""
    return not connection.introspection.table_names()


def copy_to(target: Path) -> None:
    """Write a consistent dump of the whole database, while others write (needs pg_dump)."""
    _run_tool("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def copy_from(source: Path) -> None:
    """Fill the empty database from a dump (needs pg_restore)."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    _run_tool("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(source))


def _run_tool(tool: str, *arguments: str) -> None:
    known = connection.settings_dict
    environ = {
        **os.environ, "PGHOST": str(known["HOST"]), "PGPORT": str(known["PORT"] or 5432), "PGUSER": str(known["USER"]),
        "PGPASSWORD": str(known["PASSWORD"]), "PGDATABASE": str(known["NAME"]),
    }  # fmt: skip
    subprocess.run([tool, *arguments], env=environ, check=True)


class Planned(ServerBindingCursor):
    """Leaves the values out of the statement, so that the server can keep its plan."""

    def _send_query_prepared(self, name: bytes, pgq: Any, **options: Any) -> None:
        self._query = pgq  # what Django's log of statements reads
        super()._send_query_prepared(name, pgq, **options)  # type: ignore[misc]


@contextmanager
def plans_kept() -> Iterator[None]:
    """Let the server keep the plans of what is asked meanwhile: to plan ten joins takes longer than to follow them."""
    connection.ensure_connection()
    link = connection.connection
    usual, link.cursor_factory = link.cursor_factory, Planned
    try:
        yield
    finally:
        link.cursor_factory = usual
