"""The months as a drawing: points, lines and words, placed here and drawn by a template."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import floor

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guichet.areas.metrics.queries import Month
from guichet.areas.metrics.rules import STANDARD
from guichet.doors.office.address import Wanted
from guichet.doors.office.writing import Link, lang, list_url, number, value_of
from guichet.ground.ui import wording

LEFT, RIGHT, TOP, BOTTOM = 48.0, 532.0, 16.0, 206.0
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A month on the line."""

    x: str
    y: str
    under: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A height of the grid, and its words."""

    y: str
    text_y: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A month of the table."""

    name: str
    rate: str
    kept: Link
    n: Link


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template draws."""

    heading: str
    points: list[Point]
    lines: list[str]
    grid: list[Line]
    standard: Line
    labels: list[tuple[str, str]]
    table: list[Entry]


def chart(found: Iterable[Month], wanted: Wanted, since: date, *, opens_lists: bool) -> Chart:
    """Place twelve months; one that is empty or withheld leaves a gap."""
    by_start = {month.start: month for month in found}
    starts = [_month_after(since, count) for count in range(MONTHS)]
    values = [by_start[start].figure.value if start in by_start else None for start in starts]
    base = _base([value for value in values if value is not None])
    xs = [LEFT + (RIGHT - LEFT) * place / (MONTHS - 1) for place in range(MONTHS)]
    placed = [None if value is None else _point(x, value, base) for x, value in zip(xs, values, strict=True)]
    return Chart(
        heading=_heading(by_start, starts),
        points=[point for point in placed if point], lines=list(_lines(placed)), grid=_grid(base),
        standard=_line(STANDARD, base, _("standard: %(rate)s") % {"rate": wording.percent(STANDARD, lang())}, -6),
        labels=[(f"{x:.1f}", date_format(start, "N")) for x, start in zip(xs, starts, strict=True)],
        table=[_entry(by_start[start], wanted, opens_lists) for start in starts if start in by_start],
    )  # fmt: skip


def _month_after(start: date, count: int) -> date:
    years, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(years, month + 1, 1)


def _base(values: list[float]) -> float:
    """Return the share at the foot of the drawing: 70 %, or the tenth under the lowest month."""
    return min(0.7, floor(min(values) * 10) / 10) if values else 0.7


def _height(value: float, base: float) -> float:
    return BOTTOM - (value - base) / (1 - base) * (BOTTOM - TOP)


def _point(x: float, value: float, base: float) -> Point:
    return Point(f"{x:.1f}", f"{_height(value, base):.1f}", value < STANDARD)


def _lines(placed: list[Point | None]) -> Iterator[str]:
    for there, run in groupby(placed, key=bool):
        if there:
            yield " ".join(f"{point.x},{point.y}" for point in run if point)


def _line(value: float, base: float, text: str, shift: float) -> Line:
    y = _height(value, base)
    return Line(f"{y:.1f}", f"{y + shift:.1f}", text)


def _grid(base: float) -> list[Line]:
    tenths = range(round(base * 10), 11, 1 if base >= 0.5 else 2)
    return [_line(tenth / 10, base, str(tenth * 10), 4) for tenth in tenths]


def _heading(by_start: dict[date, Month], starts: list[date]) -> str:
    """Say how the last whole month went; the present one speaks only when it is alone."""
    found = [by_start[start] for start in starts if start in by_start]
    shown = [month for month in found if month.figure.value is not None]
    if len(shown) > 1 and shown[-1].start == starts[-1]:
        shown.pop()
    if not shown:
        return _("Too few promised dates so far to draw a line")
    value = shown[-1].figure.value or 0.0
    said = {"month": date_format(shown[-1].start, "F Y"), "rate": wording.percent(value, lang())}
    if value >= STANDARD:
        return _("In %(month)s, %(rate)s of promised dates were kept: the standard is met") % said
    return _("In %(month)s, %(rate)s of promised dates were kept: the standard is not met") % said


def _entry(month: Month, wanted: Wanted, opens_lists: bool) -> Entry:
    figure, there = month.figure, wanted.over(f"{month.start:%Y-%m}")
    kept, n = ("–" if count is None else number(count) for count in (figure.kept, figure.n))
    return Entry(
        date_format(month.start, "F Y"), value_of(figure),
        Link(kept, list_url(there, "completion_met") if opens_lists and figure.kept else ""),
        Link(n, list_url(there, "completion") if opens_lists and figure.n else ""),
    )  # fmt: skip
