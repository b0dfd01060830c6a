"""New rows, with SQL that is worked out once: Django takes longer to write an INSERT than the engine to do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields import NOT_PROVIDED

from guichet.ground.database import engine

# Every engine takes these as they are; any other value, or field, is adapted by its field.
PLAIN_FIELDS = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.ForeignKey)
PLAIN = frozenset({str, int, bool, type(None)})
SKIP = " ON CONFLICT DO NOTHING"
AT_ONCE = 100  # rows in a statement: engines count what they are given


@dataclass(frozen=True, slots=True)
class _Table:
    """How rows of one model are written."""

    sql: str
    row: str
    fields: tuple[tuple[str, bool, Any], ...]  # the attribute, whether its plain values need nothing, the field
    key: str  # what the engine draws, if anything

    def statement(self, count: int, conflicts: str = "") -> str:
        """Return the INSERT of so many rows."""
        returning = f" RETURNING {self.key}" if self.key else ""
        return f"{self.sql} VALUES {', '.join([self.row] * count)}{conflicts}{returning}"

    def values(self, row: models.Model, connection: BaseDatabaseWrapper) -> list[Any]:
        """Return what a row holds, as the engine wants it."""
        held = row.__dict__
        return [
            value if plain and type(value) in PLAIN else field.get_db_prep_save(value, connection)
            for name, plain, field in self.fields
            for value in (held[name],)
        ]


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model, in one statement for a handful; they get the keys that the engine draws.

    Columns whose default is the database's own are left to it.
    """
    for start in range(0, len(rows), AT_ONCE):
        _write(rows[start : start + AT_ONCE])


def insert_unless_there(row: models.Model) -> bool:
    """Write a row whose key the engine draws, unless a unique key says that it is there; tell whether it was written.

    Whoever writes the same row at this moment is waited for: when this returns false, the other row can be read.
    """
    return bool(_write([row], SKIP))


def _write(rows: Sequence[models.Model], conflicts: str = "") -> int:
    connection, model = connections[DEFAULT_DB_ALIAS], type(rows[0])
    table = _table(model)
    values = [value for row in rows for value in table.values(row, connection)]
    with engine().plans_kept(), connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows), conflicts), values)
        drawn = cursor.fetchall() if table.key else [()] * len(rows)
    for row, key in zip(rows, drawn, strict=not conflicts):
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        if key:
            row.pk = key[0]
    return len(drawn)


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], count: int, conflicts: str = "") -> str:
    return _table(model).statement(count, conflicts)


@lru_cache(maxsize=64)
def _table(model: type[models.Model]) -> _Table:
    quoted, meta = connections[DEFAULT_DB_ALIAS].ops.quote_name, model._meta
    drawn = isinstance(meta.pk, models.AutoField | models.BigAutoField)
    fields: list[Any] = [
        one for one in meta.concrete_fields if one.db_default is NOT_PROVIDED and not (drawn and one.primary_key)
    ]
    names = ", ".join(quoted(str(one.column)) for one in fields)
    return _Table(
        sql=f"INSERT INTO {quoted(meta.db_table)} ({names})",
        row=f"({', '.join(['%s'] * len(fields))})",
        fields=tuple((one.attname, isinstance(one, PLAIN_FIELDS), one) for one in fields),
        key=quoted(str(meta.pk.column)) if drawn else "",
    )
