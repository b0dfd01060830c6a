"""What is asked, by whom and when: three faces of one count, each cell of which opens the requests it counted."""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from guichet.areas.metrics.queries.demand import MONTH, Demand, demand
from guichet.areas.metrics.rules import SMALLEST
from guichet.doors.office import labels
from guichet.doors.office.address import DAYS, Wanted, place_of, read
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.labels import Key
from guichet.doors.office.shortfiles import demand_file
from guichet.doors.office.writing import Link, list_url, number
from guichet.ground import clock
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

AT_ONCE = 25  # rows
STEPS = 5  # of the heat


@dataclass(frozen=True, slots=True)
class Face:
    """Which two of service, client group and month are laid out, and what the third is held to."""

    wanted: Wanted
    rows: str
    columns: str
    names: labels.Names
    found: Demand
    opens: bool

    def keys(self) -> list[Key]:
        """Return the keys of the columns: every month, else the groups in their usual order."""
        if self.columns == MONTH:
            return list(range(len(self.found.starts)))
        known = [key for key in labels.GROUPS if key in self.found.columns]
        return [*known, *sorted(map(str, self.found.columns - set(known)))]

    def name(self, dimension: str, key: Key) -> str:
        """Return the words for a row or a column."""
        if dimension == MONTH:
            return date_format(self.found.starts[int(key)], "M Y")
        return labels.name(self.names, dimension, key)

    def narrowed(self, dimension: str, key: Key) -> str:
        """Return the address of the months of one row or one column."""
        alone = dimension == MONTH or dimension in self.wanted.held or not self.opens
        return "" if alone else _here(self.wanted.holding(dimension, key), months=True)

    def cell(self, row: Key | None = None, column: Key | None = None) -> dict[str, Any]:
        """Return a count, how hot it is, and the list that it counted."""
        n = self.found.of(row, column)
        leads = self.opens and n
        heat = ceil(STEPS * sqrt(n / self.found.highest)) if n and row is not None and column is not None else 0
        words = _("withheld") if n is None else number(n)
        return {"link": Link(words, list_url(self._held(row, column), "received") if leads else ""), "heat": heat}

    def _held(self, row: Key | None, column: Key | None) -> Wanted:
        wanted = self.wanted.over("year") if self.columns == MONTH else self.wanted
        if row is not None:
            wanted = wanted.holding(self.rows, row)
        if column is None:
            return wanted
        if self.columns == MONTH:
            return wanted.over(f"{self.found.starts[int(column)]:%Y-%m}")
        return wanted.holding(self.columns, column)


def _here(wanted: Wanted, *, months: bool = False, **more: str) -> str:
    return reverse("office-demand") + wanted.query(**({"columns": MONTH} if months else {}), **more)


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """Lay the requests received out by service and group, or month by month of one or of all."""
    face = _face(request)
    keys = face.keys()
    if wants_sheet(request):
        return demand_file(request, face, keys)
    first = place_of(request)
    rows = face.found.rows
    months = face.columns == MONTH
    context = frame(request, "office-demand") | {
        "face": face, "since": (face.wanted.year if months else face.wanted.part)(clock.now()).since,
        "columns": [Link(face.name(face.columns, key), face.narrowed(face.columns, key)) for key in keys],
        "whole": [face.cell(), *(face.cell(column=key) for key in keys)],
        "rows": [_row(face, row, keys) for row in rows[first : first + AT_ONCE]],
        "row_words": labels.DIMENSIONS[face.rows], "periods": _periods(face.wanted, months, face.opens),
        "chips": [_chip(face, dimension) for dimension in face.wanted.held],
        "shown": (first + 1, min(first + AT_ONCE, len(rows)), len(rows)), "smallest": SMALLEST,
        "sheet_url": address_of_sheet(request), "is_later": first > 0, "first_url": _here(face.wanted, months=months),
        "next_url": _here(face.wanted, months=months, after=str(first + AT_ONCE))
        if first + AT_ONCE < len(rows) else "",
    }  # fmt: skip
    return render(request, "office/demand.html", context)


def _face(request: OfficeRequest) -> Face:
    given, viewer, now = read(request.GET), request.viewer, clock.now()
    wanted = Wanted(given.period, held={name: key for name, key in given.held.items() if name in ("service", "group")})
    months = request.GET.get("columns") == MONTH or bool(wanted.held)
    if wanted.period not in DAYS or len(wanted.held) > 1:
        raise Http404
    rows, columns = "group" if "service" in wanted.held else "service", MONTH if months else "group"
    part = wanted.year(now) if months else wanted.part(now)
    found = demand(viewer, part, rows=rows, columns=columns, now=now)
    return Face(wanted, rows, columns, labels.names(), found, viewer.may("metrics.list"))


def _row(face: Face, row: Key, keys: list[Key]) -> dict[str, Any]:
    cells = [face.cell(row), *(face.cell(row, key) for key in keys)]
    return {"name": Link(face.name(face.rows, row), face.narrowed(face.rows, row)), "cells": cells}


def _periods(wanted: Wanted, months: bool, opens: bool) -> list[tuple[str, Any, bool]]:
    free = Wanted(wanted.period)
    found: list[tuple[str, Any, bool]] = [
        (_here(free.over(code)), words, not months and code == wanted.period) for code, words in labels.PERIODS.items()
    ]
    by_month = (_here(free, months=True), pgettext("demand", "Month by month"), months and not wanted.held)
    return [*found, by_month] if opens else found


def _chip(face: Face, dimension: str) -> Link:
    said = {"dimension": labels.DIMENSIONS[dimension], "value": face.name(dimension, face.wanted.held[dimension])}
    return Link(_("%(dimension)s: %(value)s") % said, _here(face.wanted.without(dimension), months=True))
