"""The parity of the two languages as a drawing: one point for each quarter, within or beyond its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, floor, isinf

from django.utils.translation import gettext as _

from guichet.areas.metrics.queries.equity import Compared, Quarter, Ratio
from guichet.areas.metrics.rules import FIRST_DELAY, PARITY
from guichet.doors.office.address import Wanted
from guichet.doors.office.chart import BOTTOM, LEFT, RIGHT, TOP, Line, Point
from guichet.doors.office.writing import Link, hours, lang, list_url, number, quarter_name, ratio_of
from guichet.ground.ui import wording


@dataclass(frozen=True, slots=True)
class Margin:
    """Between what and what the ratio of a quarter lies."""

    x: str
    top: str
    bottom: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A quarter of the table."""

    name: str
    ratio: str
    margin: str
    french: str
    n_french: Link
    english: str
    n_english: Link


@dataclass(frozen=True, slots=True)
class ParityChart:
    """Everything the template draws; no points where no quarter can be told."""

    heading: str
    points: list[Point]
    margins: list[Margin]
    lines: list[str]
    grid: list[Line]
    zone_y: str
    zone_height: str
    labels: list[tuple[str, str]]
    table: list[Entry]


def parity_chart(found: Sequence[Quarter], periods: Sequence[str], *, opens_lists: bool) -> ParityChart:
    """Place the quarters; one of which too little is known leaves a gap."""
    ratios = [one.ratio for one in found]
    known = [ratio.times for ratio in ratios if ratio]
    low, high = floor(10 * min([0.8, *known])) / 10, ceil(10 * max([1.2, *known])) / 10
    xs = [LEFT + (RIGHT - LEFT) * place / max(1, len(found) - 1) for place in range(len(found))]
    placed = [_point(x, ratio, low, high) if ratio else None for x, ratio in zip(xs, ratios, strict=True)]
    margins = [_margin(x, ratio, low, high) for x, ratio in zip(xs, ratios, strict=True) if ratio]
    names = [quarter_name(period) for period in periods]
    top, bottom = _height(PARITY[1], low, high), _height(PARITY[0], low, high)
    every = 1 if high - low < 0.7 else 2 if high - low < 1.5 else 5
    steps = [tenth / 10 for tenth in range(0, 51, every) if low <= tenth / 10 <= high]
    return ParityChart(
        heading=_heading(ratios, names), points=[one for one in placed if one], margins=margins, lines=_lines(placed),
        grid=[_line(step, low, high) for step in steps], zone_y=f"{top:.1f}", zone_height=f"{bottom - top:.1f}",
        labels=[(f"{x:.1f}", name) for x, name in zip(xs, names, strict=True)],
        table=[
            _entry(one, period, name, opens_lists)
            for one, period, name in zip(found, periods, names, strict=True)
            if one.french.figure.n != 0 or one.english.figure.n != 0
        ],
    )  # fmt: skip


def _height(ratio: float, low: float, high: float) -> float:
    return BOTTOM - (ratio - low) / (high - low) * (BOTTOM - TOP)


def _point(x: float, ratio: Ratio, low: float, high: float) -> Point:
    return Point(f"{x:.1f}", f"{_height(ratio.times, low, high):.1f}", ratio.worse)


def _margin(x: float, ratio: Ratio, low: float, high: float) -> Margin:
    bottom, top = (_height(min(high, max(low, end)), low, high) for end in ratio.interval)
    return Margin(f"{x:.1f}", f"{top:.1f}", f"{bottom:.1f}")


def _line(ratio: float, low: float, high: float) -> Line:
    y = _height(ratio, low, high)
    return Line(f"{y:.1f}", f"{y + 4:.1f}", number(ratio))


def _lines(placed: Sequence[Point | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for one in placed:
        if one:
            runs[-1].append(f"{one.x},{one.y}")
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run]


def _heading(ratios: Sequence[Ratio | None], names: Sequence[str]) -> str:
    """Say how the last quarter that can be told went: a difference that chance explains is none."""
    known = [(ratio, name) for ratio, name in zip(ratios, names, strict=True) if ratio]
    if not known:
        return _("Too few first answers in one of the two languages to compare them")
    ratio, name = known[-1]
    said = {"quarter": name, "ratio": ratio_of(ratio.times)}
    if not ratio.worse:
        return _("%(quarter)s: no gap that chance would not explain (ratio of medians: %(ratio)s)") % said
    if ratio.times > 1:
        return _("%(quarter)s: French waits longer for its first answer (ratio of medians: %(ratio)s)") % said
    return _("%(quarter)s: English waits longer for its first answer (ratio of medians: %(ratio)s)") % said


def _entry(one: Quarter, period: str, name: str, opens_lists: bool) -> Entry:
    ratio = ratio_of(one.ratio.times) if one.ratio else "–"
    return Entry(
        name, ratio, _between(one.ratio), median_of(one.french) or "–", _n(one.french, period, "fr", opens_lists),
        median_of(one.english) or "–", _n(one.english, period, "en", opens_lists),
    )  # fmt: skip


def _between(ratio: Ratio | None) -> str:
    if ratio is None or isinf(ratio.interval[1]):
        return "–"
    return _("%(low)s to %(high)s") % {"low": ratio_of(ratio.interval[0]), "high": ratio_of(ratio.interval[1])}


def median_of(one: Compared) -> str:
    """Write half of the delays, in hours or as a share of what was promised; nothing where it is not told."""
    if one.half is None:
        return ""
    if one.figure.definition.code == FIRST_DELAY.code:
        return wording.percent(one.half, lang())
    return hours(timedelta(hours=one.half))


def _n(one: Compared, period: str, language: str, opens_lists: bool) -> Link:
    if one.figure.n is None:
        return Link("–")
    held = Wanted(period).holding("language", language)
    leads = opens_lists and one.figure.n
    return Link(number(one.figure.n), list_url(held, FIRST_DELAY.counted) if leads else "")
