"""The breakdown of figures, for the page and for a file."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.areas.metrics.queries import Figure, Group
from guichet.areas.metrics.rules import FIGURES, Known
from guichet.doors.office.address import Wanted
from guichet.doors.office.labels import DIMENSIONS, Names, name
from guichet.doors.office.writing import Link, list_url, number, value_of

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a computation


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and the counts it rests on."""

    value: Link
    counts: tuple[Link, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one value of a dimension."""

    name: Link
    cells: tuple[Cell, ...]


def table(groups: Iterable[Group], wanted: Wanted, names: Names, *, opens_lists: bool) -> list[Row]:
    """Lay figures out in rows, those with the most requests first."""
    return [_row(group, wanted, names, opens_lists) for group in _in_order(groups, wanted, names)]


def _in_order(groups: Iterable[Group], wanted: Wanted, names: Names) -> list[Group]:
    def place(group: Group) -> tuple[int, str]:
        return -(group.figures["received"].n or 0), name(names, wanted.by, group.key)

    return sorted(groups, key=place)


def _row(group: Group, wanted: Wanted, names: Names, opens_lists: bool) -> Row:
    held = wanted.holding(wanted.by, group.key)
    address = reverse("office-home") + held.query() if opens_lists else ""
    cells = tuple(_cell(group.figures[one.code], held, opens_lists) for one in FIGURES)
    return Row(Link(name(names, wanted.by, group.key), address), cells)


def _cell(figure: Figure, held: Wanted, opens_lists: bool) -> Cell:
    definition = figure.definition
    alone = definition.code in {"received", "open", "age"}
    leads = opens_lists and alone and bool(figure.n)
    value = Link(value_of(figure), list_url(held, definition.counted) if leads else "")
    counts = () if alone or not figure.n else tuple(_counts(figure, held, opens_lists))
    return Cell(value, counts, figure.hidden)


def _counts(figure: Figure, held: Wanted, opens_lists: bool) -> Iterator[Link]:
    definition = figure.definition
    if figure.kept is not None:
        leads = opens_lists and figure.kept
        yield Link(number(figure.kept), list_url(held, definition.kept) if leads else "")
    yield Link(number(figure.n or 0), list_url(held, definition.counted) if opens_lists else "")


def file_of(groups: Iterable[Group], wanted: Wanted, names: Names) -> str:
    """Write a breakdown as CSV: figures as machines read them, nothing where something is withheld.

    NA (not applicable) and ND (no data) are those of the inventory of the Treasury Board: neither is nought.
    """
    paper = StringIO()
    writer = csv.writer(paper)
    writer.writerow([str(DIMENSIONS[wanted.by]), *_headings()])
    for group in _in_order(groups, wanted, names):
        figures = [group.figures[one.code] for one in FIGURES]
        writer.writerow(
            [_plain(name(names, wanted.by, group.key)), *(text for one in figures for text in _columns(one))]
        )
    return paper.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) else text


def _headings() -> Iterator[str]:
    for one in FIGURES:
        if one.code == "age":
            yield from (_("Business age P50 (h)"), _("Business age P90 (h)"), _("Lived age P50 (h)"))
            yield _("Lived age P90 (h)")
            continue
        yield str(one.name)
        yield from [f"{one.name} (n)"] if one.code not in {"received", "open"} else []


def _none(figure: Figure) -> str:
    return {Known.VALUE: "", Known.NOT_APPLICABLE: "NA", Known.NO_DATA: "ND"}[figure.known]


def _columns(figure: Figure) -> Iterator[str]:
    code, none = figure.definition.code, _none(figure)
    if code == "age":
        delays = [*figure.delays.business, *figure.delays.lived] if figure.delays else []
        yield from [f"{one.total_seconds() / 3600:.1f}" for one in delays] or [none] * 4
    elif code in {"received", "open"}:
        yield "" if figure.n is None else str(figure.n)
    else:
        yield none if figure.value is None else f"{figure.value:.4f}"
        yield "" if figure.n is None else str(figure.n)
