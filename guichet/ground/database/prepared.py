"""Statements that are worked out once: Django takes longer to write the SQL of a page than the engine to answer it."""

import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet

from guichet.ground.database import engine

P = ParamSpec("P")
Row = TypeVar("Row")
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


class _Asked:
    """A query, as its rows are read from it, whose statement is known."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: object, **_options: object) -> Any:
        """Return what executes the statement."""
        return self._compiler


class _Source:
    """What the rows of a queryset are made from."""

    def __init__(self, rows: Any, query: _Asked) -> None:
        self.db, self.query = DEFAULT_DB_ALIAS, query
        self._fields, self._known_related_objects = rows._fields, rows._known_related_objects


@dataclass(frozen=True, slots=True)
class _Statement:
    """A queryset and the SQL that Django wrote for it."""

    rows: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]

    def ask(self, given: dict[str, Any]) -> list[Any]:
        """Execute the statement with these values, and make its rows."""
        connection = connections[DEFAULT_DB_ALIAS]
        values = {name: _adapted(value, connection) for name, value in given.items()}
        params = tuple(values[one.name] if isinstance(one, Slot) else one for one in self.params)
        compiler = copy(self.compiler)
        compiler.connection, compiler.as_sql = connection, lambda *_args, **_options: (self.sql, params)
        source = _Source(self.rows, _Asked(self.rows.query, compiler))
        with engine().plans_kept():
            return list(self.rows._iterable_class(source))


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
        return _Statement(rows, compiler, *_with_words(sql, params))

    @wraps(build)
    def ask(*shape: P.args, **values: P.kwargs) -> list[Row]:
        statement = known(*shape)
        return statement.ask(values) if statement else []

    return ask


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
        if type(value) is str and "\0" not in value:
            return "'" + value.replace("'", "''").replace("%", "%%") + "'"
        kept.append(value)
        return "%s"

    return MARKS.sub(written, sql), tuple(kept)


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
