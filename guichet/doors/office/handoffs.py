"""The map of hand-offs: where work goes from unit to unit, comes back, and lies in between."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guichet.areas.metrics.queries.handoffs import OVER, Bouncing, Line, Move, handed, handoffs, names_of_pair
from guichet.areas.metrics.rules import SMALLEST
from guichet.doors.office.address import place_of
from guichet.doors.office.entrance import OfficeRequest, for_holders, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.shortfiles import handoffs_file, moves_file
from guichet.doors.office.writing import Link, hours, number
from guichet.ground import clock
from guichet.ground.ui.places import address
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

AT_ONCE = 50


@require_safe
@for_holders("metrics.handoffs")
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show each pair of units, what comes back most first, and the requests that go back and forth."""
    viewer = request.viewer
    found = handoffs(viewer, now=clock.now())
    rows = [_row(one, viewer.may("metrics.list")) for one in found.lines]
    if wants_sheet(request):
        return handoffs_file(request, rows)
    context = frame(request, "office-handoffs") | {
        "rows": rows, "bouncing": [_bouncing(one) for one in found.bouncing], "days": OVER.days,
        "sheet_url": address_of_sheet(request), "smallest": SMALLEST,
    }  # fmt: skip
    return render(request, "office/handoffs.html", context)


def _row(line: Line, opens: bool) -> dict[str, Any]:
    url = reverse("office-handoff", args=line.pair) if opens else ""
    return {
        "line": line, "handed": Link(number(line.handed), url),
        "returned": _count(line.returned, f"{url}?back=1" if url else ""),
        "waiting": _count(line.waiting, f"{url}?waiting=1" if url else ""),
        "idle": "—" if line.idle is None else hours(line.idle),
    }  # fmt: skip


def _count(count: int | None, url: str) -> Link:
    return Link("—" if count is None else number(count), url if count else "")


def _bouncing(one: Bouncing) -> dict[str, Any]:
    return {"one": one, "url": address("desk-ticket", one.number), "idle": hours(one.idle)}


@require_safe
@for_readers
def pair(request: OfficeRequest, source: str, target: str) -> HttpResponseBase:
    """Show what one unit handed over to another: all of it, what came back, or what nobody has taken up yet."""
    every, names = handed(request.viewer, (source, target), now=clock.now()), names_of_pair((source, target))
    if names is None:
        raise Http404
    part = next((name for name in ("back", "waiting") if name in request.GET), "")
    rows = [_move(one) for one in every if _is_in(one, part)]
    if wants_sheet(request):
        return moves_file(request, rows)
    first = place_of(request)
    kept, here = f"{part}=1&" if part else "", reverse("office-handoff", args=[source, target])
    context = frame(request, "office-handoffs") | {
        "source": source, "target": target, "names": names, "rows": rows[first : first + AT_ONCE],
        "total": len(rows), "part": part, "days": OVER.days,
        "here": here, "sheet_url": address_of_sheet(request), "is_later": first > 0,
        "first_url": f"{here}?{kept}",
        "next_url": f"{here}?{kept}after={first + AT_ONCE}" if first + AT_ONCE < len(rows) else "",
    }  # fmt: skip
    return render(request, "office/handoff.html", context)


def _is_in(one: Move, part: str) -> bool:
    return one.back if part == "back" else not one.back and (one.is_waiting or not part)


def _move(one: Move) -> dict[str, Any]:
    url = address("desk-ticket", one.work.number)
    return {"move": one, "url": url, "idle": None if one.idle is None else hours(one.idle)}
