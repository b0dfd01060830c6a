"""After a test that commits for real, its rows go. Django's way empties every table and fills two of them again."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection

from guichet.ground.database import engine

APPEND_ONLY = ("journal_seal", "journal_entry")
INDEXES = ("search_index", "search_posting", "search_word")  # which no model names
KEPT = {"django_migrations", "django_content_type", "auth_permission"}  # what the migrations wrote, for every test


def empty() -> None:
    """Delete the rows of the tables that hold any: what one test left there would crowd out another's."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        holding = [name for (name,) in cursor.fetchall()]
    if holding:
        with _nothing_in_the_way(holding), connection.cursor() as cursor:
            for name in holding:
                cursor.execute(f'DELETE FROM "{name}"')


@cache
def _question() -> str:
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = [name for name in [*dict.fromkeys(tables), *INDEXES] if name not in KEPT]
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)


@contextmanager
def _nothing_in_the_way(holding: list[str]) -> Iterator[None]:
    """Lift references, and the triggers of what may only grow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
        return
    growing = [name for name in APPEND_ONLY if name in holding]
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for statement in [one for name in growing for one in engine().open_for_purge(name)]:
            cursor.execute(statement)
        yield
        for statement in [one for name in growing for one in engine().append_only(name)]:
            cursor.execute(statement)
