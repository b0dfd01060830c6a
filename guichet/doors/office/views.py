"""The pages of the office."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.areas.metrics import queries
from guichet.areas.metrics.rules import DEFINED, FIGURES, SMALLEST, STANDARD
from guichet.doors.office import labels
from guichet.doors.office.address import DAYS, Wanted, mark_of, mark_words, read
from guichet.doors.office.chart import chart
from guichet.doors.office.counted import counted
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.listfiles import counted_file
from guichet.doors.office.tables import file_of, table
from guichet.doors.office.tiles import captured, tiles
from guichet.doors.office.writing import Link, lang, number
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.places import address
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet


@require_safe
@for_readers
def home(request: OfficeRequest) -> HttpResponse:
    """Show the figures of a slice."""
    wanted, now, viewer = _wanted(request), clock.now(), request.viewer
    opens, part, year, names = viewer.may("metrics.list"), wanted.part(now), wanted.year(now), labels.names()
    found = counted(viewer, wanted, now=now)
    context = frame(request) | _choices(wanted, names) | {
        "tiles": [*tiles(found.figures, wanted, opens_lists=opens), *captured(found.capture, part, opens_lists=opens)],
        "rows": table(found.groups, wanted, names, opens_lists=opens),
        "columns": [one.name for one in FIGURES], "by_words": labels.BY[wanted.by],
        "chart": chart(found.months, wanted, year.since.date(), opens_lists=opens),
        "export_url": reverse("office-export") + wanted.query(), "since": part.since, "now": now, "smallest": SMALLEST,
    }  # fmt: skip
    return render(request, "office/home.html", context)


def _wanted(request: OfficeRequest) -> Wanted:
    wanted = read(request.GET)
    if wanted.period not in DAYS:  # single months are for lists: subtracting periods would give small groups away
        raise Http404
    return wanted


def _choices(wanted: Wanted, names: labels.Names) -> dict[str, Any]:
    """Return the periods, the dimensions and the filters, each with the address that chooses it."""
    home_url = reverse("office-home")
    return {
        "wanted": wanted, "home_url": home_url,
        "periods": [
            (home_url + wanted.over(code).query(), words, code == wanted.period)
            for code, words in labels.PERIODS.items()
        ],
        "dimensions": [
            (home_url + wanted.broken_down(code).query() + "#breakdown", words, code == wanted.by)
            for code, words in labels.BY.items()
        ],
        "chips": [
            Link(_chip(wanted, names, dimension), home_url + wanted.without(dimension).query())
            for dimension in wanted.held
        ],
        "filters": [
            (dimension, words, _values(names, dimension, wanted)) for dimension, words in labels.DIMENSIONS.items()
        ],
    }  # fmt: skip


def _values(names: labels.Names, dimension: str, wanted: Wanted) -> list[tuple[labels.Key, labels.Name, bool]]:
    return [(key, words, wanted.held.get(dimension) == key) for key, words in names[dimension].items()]


def _chip(wanted: Wanted, names: labels.Names, dimension: str) -> str:
    return _("%(dimension)s: %(value)s") % {
        "dimension": labels.HELD[dimension], "value": labels.name(names, dimension, wanted.held[dimension]),
    }  # fmt: skip


@require_safe
@for_readers
def behind(request: OfficeRequest, code: str) -> HttpResponseBase:
    """Show the tickets that a figure counted."""
    wanted, now, viewer = read(request.GET, *queries.AXES), clock.now(), request.viewer
    part = wanted.part(now)
    if wants_sheet(request):
        return counted_file(request, part, code, narrowed=len(wanted.held))
    page = queries.listed(viewer, part, code, now=now, after=mark_of(request.GET.get("after", "")))
    names = labels.names() if wanted.held else {}
    back = wanted if wanted.period in DAYS else wanted.over("12m")
    here = reverse("office-list", args=[code])
    context = frame(request) | {
        "heading": labels.SETS[code], "total": number(queries.counted(viewer, part, code, now=now)),
        "rows": [(row, address("desk-ticket", row.number), labels.STATES[row.state]) for row in page.rows],
        "chips": [_chip(wanted, names, dimension) for dimension in wanted.held], "since": part.since,
        "last_day": min(part.until - timedelta(seconds=1), now), "is_now": code in {"open", "undated"},
        "is_later": "after" in request.GET, "sheet_url": address_of_sheet(request),
        "home_url": reverse("office-home") + back.query(), "first_url": here + wanted.query(),
        "next_url": here + wanted.query(after=mark_words(page.next)) if page.next else "",
    }  # fmt: skip
    return render(request, "office/list.html", context)


@require_safe
@for_readers
def computed(request: OfficeRequest) -> HttpResponse:
    """Say how each figure is computed."""
    rules = {"smallest": SMALLEST, "standard": wording.percent(STANDARD, lang()), "definitions": DEFINED}
    return render(request, "office/computed.html", frame(request) | rules | {"home_url": reverse("office-home")})


@require_safe
@for_readers
def export(request: OfficeRequest) -> HttpResponse:
    """Give the breakdown as a file; as it leaves the house, small counts are withheld too."""
    wanted, now = _wanted(request), clock.now()
    groups = queries.breakdown(request.viewer, wanted.part(now), by=wanted.by, now=now, strict=True)
    # The mark at the start tells spreadsheets that the accents are UTF-8.
    text = "\ufeff" + file_of(groups, wanted, labels.names())
    name = f"guichet-{wanted.by}-{wanted.period}-{now:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
