"""Statements that are worked out once: Django takes longer to write the SQL of a page than the engine to answer it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, JSONField, QuerySet
from django.db.models.query import ModelIterable

from guichet.ground.database import engine

P = ParamSpec("P")
Row = TypeVar("Row")
TEXTS_KEPT = 500  # by column
KEPT = 64  # statements by function: one for each viewer, as what they may see is part of it
MARKS = re.compile("%%|%s")


class Slot(Expression):
    """Stands in a queryset for a value that comes with each call, and is never nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Leave a place for the value."""
        return "%s", [self]


class _Answer:
    """What Django makes rows from, once the engine has answered: in its own code, a query and its compiler in one."""

    def __init__(self, query: Any, compiler: Any, found: Iterable[Any]) -> None:
        self._query, self._found = query, found
        self.select, self.klass_info, self.annotation_col_map = (
            compiler.select, compiler.klass_info, compiler.annotation_col_map
        )  # fmt: skip

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: object, **_options: object) -> "_Answer":
        """Return what gives the rows."""
        return self

    def execute_sql(self, *_args: object, **_options: object) -> None:
        """Do nothing: the statement was executed."""

    def results_iter(self, *_args: object, **_options: object) -> Iterator[Any]:
        """Return what was found."""
        return iter(self._found)


class _Source:
    """What the rows of a queryset are made from."""

    def __init__(self, rows: Any, query: _Answer) -> None:
        self.db, self.query = DEFAULT_DB_ALIAS, query
        self._fields, self._known_related_objects = rows._fields, rows._known_related_objects


@dataclass(frozen=True, slots=True)
class _Statement:
    """A queryset, the SQL that Django wrote for it, and what turns each column into what Python wants."""

    rows: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]

    def ask(self, given: dict[str, Any]) -> list[Any]:
        """Execute the statement with these values, and make its rows."""
        connection = connections[DEFAULT_DB_ALIAS]
        values = {name: _adapted(value, connection) for name, value in given.items()}
        params = [values[one.name] if isinstance(one, Slot) else one for one in self.params]
        with engine().plans_kept(), connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = [self._converted(row, connection) for row in cursor.fetchall()]
        answer = _Answer(self.rows.query, self.compiler, found)
        return list(self.rows._iterable_class(_Source(self.rows, answer)))

    def _converted(self, row: Sequence[Any], connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
        values = list(row[: self.compiler.col_count])
        for place, convert, column in self.converters:
            values[place] = convert(values[place], column, connection)
        return tuple(values)


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make of a function that builds a queryset one that returns its rows, and writes its SQL once.

    What comes by position shapes the statement, which is kept for each such value; what comes by name is a value in
    it. The function depends on nothing else, and its queryset prefetches nothing.
    """
    names = [one.name for one in signature(build).parameters.values() if one.kind is Parameter.KEYWORD_ONLY]

    @lru_cache(maxsize=KEPT)
    def known(*shape: Any) -> _Statement | None:
        rows: Any = build(*shape, **{name: Slot(name) for name in names})  # type: ignore[arg-type]
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        shared = not issubclass(rows._iterable_class, ModelIterable)
        return _Statement(rows, compiler, *_with_words(sql, params), _converters(compiler, shared=shared))

    @wraps(build)
    def ask(*shape: P.args, **values: P.kwargs) -> list[Row]:
        statement = known(*shape)
        return statement.ask(values) if statement else []

    return ask


def _converters(compiler: Any, *, shared: bool) -> tuple[tuple[int, Any, Any], ...]:
    known = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    return tuple(
        (place, _Remembered(convert) if shared and isinstance(column.output_field, JSONField) else convert, column)
        for place, (converts, column) in known.items()
        for convert in converts
    )


class _Remembered:
    """Reads a text once: many rows hold the same few lists. What comes of it is shared, and only looked at.

    So it is for rows of columns, not for models, whose values are theirs to change.
    """

    def __init__(self, convert: Callable[[Any, Any, Any], Any]) -> None:
        self._convert, self._known = convert, dict[Any, Any]()

    def __call__(self, value: Any, column: Any, connection: BaseDatabaseWrapper) -> Any:
        if value not in self._known:
            if len(self._known) >= TEXTS_KEPT:
                self._known.clear()
            self._known[value] = self._convert(value, column, connection)
        return self._known.get(value)


def _with_words(sql: str, params: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """Write the codes into the SQL and leave the ids out of it.

    So an engine that plans once for all values still knows which states are meant, and which index holds just those,
    and everybody who may see the same shares one plan.
    """
    left, kept = iter(params), list[Any]()

    def written(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        value = next(left)
        if isinstance(value, str) and "\0" not in value:  # a choice of a field too
            return "'" + value.replace("'", "''").replace("%", "%%") + "'"
        kept.append(value)
        return "%s"

    return MARKS.sub(written, sql), tuple(kept)


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
