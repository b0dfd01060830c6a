"""Filling tables fast, past the actions: rows as they would be, written by the thousand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.fields import NOT_PROVIDED

from guichet.ground.search import postgresql, sqlite
from guichet.ground.search.words import document

BATCH = 20_000
Row = Mapping[str, Any]


def is_postgresql() -> bool:
    """Tell which engine is measured."""
    return connection.vendor == "postgresql"


def blank(model: type[models.Model]) -> dict[str, Any]:
    """Return what each column holds when nothing is said, as the engine wants it."""
    return {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.db_default is NOT_PROVIDED
    }


def write(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Write rows, given by column; the other columns get their defaults."""
    base = blank(model)
    # A column that does not exist would make a row too long: the engine refuses it.
    write_rows(model._meta.db_table, list(base), (tuple({**base, **row}.values()) for row in rows))


def prepared(model: type[models.Model], field: str, value: object) -> Any:
    """Return a value as the engine wants it in a column."""
    return model._meta.get_field(field).get_db_prep_save(value, connection)  # type: ignore[union-attr]


def write_rows(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows, whole, into a table."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places, waiting = ", ".join(["%s"] * len(columns)), iter(rows)
        while batch := list(islice(waiting, BATCH)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", batch)


def write_search(kind: str, documents: Iterable[tuple[int, list[str], int]]) -> None:
    """Write the index of words: id, words, compartment."""
    if is_postgresql():
        vectors = ((kind, pk, scope, postgresql._vector(words)) for pk, words, scope in documents)
        return write_rows("search_index", ("kind", "pk", "scope", "words"), vectors)
    first = sqlite._first(kind)
    rows = ((first + pk, " ".join(words), str(scope)) for pk, words, scope in documents)
    return write_rows("search_index", ("rowid", "words", "scope"), rows)


def words_of(text: str) -> list[str]:
    """Return the words of a text as the index keeps them."""
    return document(text, "fr")


@contextmanager
def loading() -> Iterator[None]:
    """Put constraints and durability aside while an empty database is filled; in order again at the end."""
    with connection.cursor() as cursor:
        for statement in _before():
            cursor.execute(statement)
        with transaction.atomic():
            yield
        for statement in _after():
            cursor.execute(statement)


def _before() -> list[str]:
    if not is_postgresql():
        return ["PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF"]
    lifted = ["DROP INDEX search_index_words"]
    return [*lifted, "SET session_replication_role = replica", "SET maintenance_work_mem = '256MB'"]


def _after() -> list[str]:
    if not is_postgresql():
        return ["PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"]
    rebuilt = [statement for statement in postgresql.CREATE if "INDEX" in statement]
    return ["SET session_replication_role = origin", *rebuilt, "VACUUM ANALYZE", "CHECKPOINT", *_sequences()]


def _sequences() -> list[str]:
    tables = [(one._meta.db_table, one._meta.auto_field) for one in apps.get_models() if one._meta.auto_field]
    return [
        f"SELECT setval(pg_get_serial_sequence('{table}', '{field.column}'), "
        f"GREATEST((SELECT MAX({field.column}) FROM {table}), 1))"
        for table, field in tables
    ]
