"""Whether everybody is served as well: gaps that chance does not explain, and the parity of the two languages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import isinf
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from guichet.areas.metrics.queries.equity import GROUPS, Compared, Row
from guichet.areas.metrics.rules import COMPARED, COMPARED_DELAYS, RESTS_ON, SMALLEST, Kind
from guichet.doors.office import labels
from guichet.doors.office.address import Wanted, quarters
from guichet.doors.office.counted import fair
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.paritychart import median_of, parity_chart
from guichet.doors.office.shortfiles import equity_file
from guichet.doors.office.writing import Link, list_url, number, ratio_of, value_of
from guichet.ground import clock
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

PERIOD = "12m"  # one only: a shorter one less another would give small groups away


@dataclass(frozen=True, slots=True)
class Place:
    """Which group is shown, and whether its lists open."""

    row: Row
    opens: bool

    def link(self, text: str, code: str, n: int | None) -> Link:
        """Return a count, and the list that it counted."""
        held = Wanted(PERIOD).holding(self.row.axis, self.row.group)
        return Link(text, list_url(held, code) if self.opens and n and code in RESTS_ON else "")


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show each group beside the one that it is compared with."""
    viewer, now = request.viewer, clock.now()
    opens, names, periods = viewer.may("metrics.list"), labels.names(), quarters(now)
    part = Wanted(PERIOD).part(now)
    found = fair(viewer, part, [Wanted(one).part(now) for one in periods], now=now)
    sections = list(_sections(found.rows, names, opens))
    if wants_sheet(request):
        return equity_file(request, sections)
    context = frame(request, "office-equity") | {
        "sections": sections, "since": part.since, "smallest": SMALLEST, "sheet_url": address_of_sheet(request),
        "columns": [one.name for one in (*COMPARED, *COMPARED_DELAYS)], "found": list(_told(sections)),
        "chart": parity_chart(found.quarters, periods, opens_lists=opens),
    }  # fmt: skip
    return render(request, "office/equity.html", context)


def _sections(rows: Iterable[Row], names: labels.Names, opens: bool) -> Iterator[dict[str, Any]]:
    for axis, some in groupby(rows, key=lambda row: row.axis):
        yield {
            "axis": axis, "name": labels.HELD[axis],
            "other": labels.name(names, axis, GROUPS[axis][0]),
            "rows": [
                {
                    "name": labels.name(names, axis, row.group), "first": row.group == GROUPS[axis][0],
                    "cells": [_cell(one, Place(row, opens)) for one in row.cells],
                }
                for row in some
            ],
        }  # fmt: skip


def _cell(one: Compared, place: Place) -> dict[str, Any]:
    figure = one.figure
    definition, told = figure.definition, bool(figure.n) and not figure.hidden
    n = place.link(number(figure.n or 0), definition.counted, figure.n)
    counts = [place.link(number(figure.kept or 0), definition.kept, figure.kept), n] if figure.kept is not None else [n]
    if definition.kind == Kind.DELAY:
        value = median_of(one) or (_("withheld") if figure.hidden else "—")
    else:
        value = value_of(figure) if told or figure.hidden else "—"
    return {
        "compared": one, "value": value, "counts": counts if told else [], "hidden": figure.hidden,
        "gap": _gap(one), "worse": bool((one.gap and one.gap.worse) or (one.ratio and one.ratio.worse)),
    }  # fmt: skip


def _gap(one: Compared) -> str:
    if one.gap:
        low, high = one.gap.interval
        said = {"points": _points(one.gap.points), "low": _points(low), "high": _points(high)}
        return _("%(points)s points (%(low)s to %(high)s)") % said
    if one.ratio is None:
        return ""
    times, (low, high) = ratio_of(one.ratio.times), one.ratio.interval
    said = {"times": times, "low": ratio_of(low), "high": ratio_of(high)}
    return f"× {times}" if isinf(high) else _("× %(times)s (%(low)s to %(high)s)") % said


def _points(share: float) -> str:
    points = round(100 * share)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{number(abs(points))}"


def _told(sections: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Say each gap that chance does not explain in a sentence."""
    for section in sections:
        for row in section["rows"]:
            for cell in row["cells"]:
                if cell["worse"]:
                    yield (_sentence if cell["compared"].gap else _longer)(
                        cell["compared"], row["name"], section["other"]
                    )


def _longer(one: Compared, group: str, other: str) -> str:
    assert one.ratio
    low, high = one.ratio.interval
    return _("%(group)s: %(figure)s, %(times)s times that of %(other)s (between %(low)s and %(high)s).") % {
        "group": group, "other": other, "figure": one.figure.definition.name, "times": ratio_of(one.ratio.times),
        "low": ratio_of(low), "high": ratio_of(high),
    }  # fmt: skip


def _sentence(one: Compared, group: str, other: str) -> str:
    assert one.gap
    points = max(1, abs(round(100 * one.gap.points)))
    low, high = sorted(abs(100 * end) for end in one.gap.interval)
    said = {
        "group": group, "other": other, "figure": one.figure.definition.name, "points": number(points),
        "low": number(round(low)), "high": number(round(high)),
    }  # fmt: skip
    if one.gap.points < 0:
        words = ngettext(
            "%(group)s: %(figure)s, %(points)s point less than %(other)s (between %(low)s and %(high)s).",
            "%(group)s: %(figure)s, %(points)s points less than %(other)s (between %(low)s and %(high)s).", points,
        )  # fmt: skip
    else:
        words = ngettext(
            "%(group)s: %(figure)s, %(points)s point more than %(other)s (between %(low)s and %(high)s).",
            "%(group)s: %(figure)s, %(points)s points more than %(other)s (between %(low)s and %(high)s).", points,
        )  # fmt: skip
    return words % said
