"""A table in a file, CSV or JSON, read row by row: never the whole of it."""

import csv
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _

CHUNK = 1 << 16
DECODER = json.JSONDecoder(parse_float=str, parse_int=str)
SPACE = " \t\r\n"


class Unreadable(Exception):
    """A file is not a table."""


class NotText(Unreadable):
    """A file is in no encoding that we read."""

    def __str__(self) -> str:
        return _("This file is not text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.")


class NotATable(Unreadable):
    """A file has no row of headings, or is no list."""

    def __str__(self) -> str:
        return _("This file is not a table: a first row with the names of the columns, or a JSON list of rows.")


@dataclass(slots=True)
class Line:
    """One row of a file: its number as a spreadsheet shows it, and its cells; nothing when it is not a row."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    broken: bool = False


def opened(path: Path) -> AbstractContextManager[TextIO]:
    """Open a file for `columns_of` and `lines_of`."""
    return path.open(encoding="utf-8-sig", newline="")


def columns_of(path: Path) -> list[str]:
    """Return the names of the columns: the first row of a CSV, the keys of the first row of a JSON list."""
    try:
        with opened(path) as stream:
            if path.suffix.lower() == ".json":
                return list(next(_json(stream), Line(1)).cells)
            return _headings(stream)[1]
    except UnicodeDecodeError as error:
        raise NotText from error


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the rows of a file, the broken ones marked."""
    try:
        with opened(path) as stream:
            yield from _json(stream) if path.suffix.lower() == ".json" else _csv(stream)
    except UnicodeDecodeError as error:
        raise NotText from error


def _headings(stream: TextIO) -> tuple[str, list[str]]:
    """Return the separator and the names of the columns: a French spreadsheet separates by semicolons."""
    first = stream.readline(CHUNK)
    separator = max(",;\t", key=first.count)
    names = next(csv.reader([first], delimiter=separator), [])
    if len(names) < 2:
        raise NotATable
    return separator, [name.strip() for name in names]


def _csv(stream: TextIO) -> Iterator[Line]:
    separator, names = _headings(stream)
    reader = csv.reader(stream, delimiter=separator)
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, broken=True)
            continue
        if cells:
            yield Line(number, dict(zip(names, cells, strict=False)), broken=len(cells) != len(names))


def _json(stream: TextIO) -> Iterator[Line]:
    """Yield the objects of a list, decoded one at a time."""
    rest = stream.read(CHUNK).lstrip(SPACE)
    if not rest.startswith("["):
        raise NotATable
    rest, number = rest[1:], 1
    while True:
        rest = rest.lstrip(SPACE + ",")
        if rest.startswith("]"):
            return
        found, rest = _next(rest, stream)
        number += 1
        is_row = isinstance(found, dict)
        yield Line(number, {name: _cell(value) for name, value in found.items()} if is_row else {}, broken=not is_row)


def _next(rest: str, stream: TextIO) -> tuple[Any, str]:
    while True:
        try:
            found, end = DECODER.raw_decode(rest.lstrip(SPACE + ","))
        except json.JSONDecodeError as error:
            more = stream.read(CHUNK)
            if not more:
                raise NotATable from error
            rest += more
            continue
        return found, rest.lstrip(SPACE + ",")[end:]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_cell, value))
    return "" if value is None else str(value)
