"""What a column of the inventory may hold, and what is said when it holds something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NOT_APPLICABLE, NO_DATA = "NA", "ND"  # neither is zero
Cells = Mapping[str, str]


class Kind(StrEnum):
    """How a column is read."""

    TEXT = "text"
    ID = "id"
    YEAR = "year"
    CODE = "code"
    CODES = "codes"
    WORDS = "words"  # several, free, separated by commas
    COUNT = "count"  # a whole number, NA or ND
    VOLUME = "volume"  # a whole number
    FRACTION = "fraction"
    PERCENTAGE = "percentage"  # or ND
    COMPUTED = "computed"


class Table(StrEnum):
    """The two tables of the inventory."""

    SERVICE = "service"
    STANDARD = "standard"


class Edition(StrEnum):
    """The form as it is today, and as it was from 2017 to 2020."""

    TODAY = "today"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the form."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    longest: int = 0  # no limit
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, by which rule, and what would be right."""

    column: str
    rule: str
    words: Any  # a translatable sentence
    right: Any


@dataclass(frozen=True)
class Form:
    """One table of one edition of the form."""

    table: Table
    edition: Edition
    columns: tuple[Column, ...]
    standard_id: str = ""  # the column that numbers a standard

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns, in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def needed(self) -> frozenset[str]:
        """Return the columns without which a file is not of this form."""
        return frozenset(column.name for column in self.columns if column.required)

    def key(self, cells: Cells) -> tuple[str, str, str]:
        """Return what names a row: the year, the service, the standard."""
        number = cells.get(self.standard_id, "") if self.standard_id else ""
        return cells.get("fiscal_yr", ""), cells.get("service_id", ""), number


def needed(name: str, longest: int = 0) -> Column:
    """Declare a text that may not be empty."""
    return Column(name, required=True, longest=longest)


def pair(name: str, longest: int = 0, *, required: bool = False) -> tuple[Column, Column]:
    """Declare a text in both languages."""
    return Column(f"{name}_en", Kind.TEXT, required, longest), Column(f"{name}_fr", Kind.TEXT, required, longest)


def identifier(name: str) -> Column:
    """Declare a number that names a row."""
    return Column(name, Kind.ID, required=True, longest=100)


def code(name: str, *codes: str, required: bool = True) -> Column:
    """Declare a choice of one."""
    return Column(name, Kind.CODE, required, codes=codes)


def several(name: str, *codes: str, required: bool = True) -> Column:
    """Declare a choice of one or more."""
    return Column(name, Kind.CODES, required, codes=codes)


def count(name: str) -> Column:
    """Declare a number that may also not apply, or not be known."""
    return Column(name, Kind.COUNT, required=True)
