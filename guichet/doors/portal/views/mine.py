"""A signed-in client's own list: every request they may see, the current ones first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from guichet.areas.guidance.queries import checklists_of
from guichet.areas.sla.queries import promises_of
from guichet.areas.tickets.queries import client
from guichet.doors.portal.offering import today
from guichet.doors.portal.opened import for_clients, viewer_of
from guichet.doors.portal.reading import state_label


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list."""

    row: client.Summary
    label: str
    due: datetime | None
    turn: bool


@require_safe
@for_clients
def mine(request: HttpRequest) -> HttpResponse:
    """List somebody's requests, the current ones first."""
    viewer = viewer_of(request)
    chosen = request.GET.get("behalf", "")
    compartment = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    after = client.Place.parse(request.GET.get("after", ""))
    listed = client.mine(viewer, after=after, compartment=compartment)
    following = urlencode({"after": str(listed.following), **({"behalf": chosen} if compartment else {})})
    lines = _lines(listed)
    context = {
        "current": [line for line in lines if not line.row.over], "over": [line for line in lines if line.row.over],
        "lists": checklists_of(viewer.person, on=today()) if viewer.person and not after else [],
        "holders": _holders(listed), "compartment": compartment,
        "older_url": f"?{following}" if listed.following else "", "newer_url": request.path if after else "",
    }  # fmt: skip
    return render(request, "portal/mine/page.html", context)


def _lines(listed: client.Listed) -> list[Line]:
    promises = promises_of(row.pk for row in listed.rows)
    return [
        Line(row, state_label(row.state, observed=row.observed), _due(promises[row.pk]), _is_turn(row))
        for row in listed.rows
    ]


def _due(promise: Any) -> datetime | None:
    due: datetime | None = promise.due_at
    return due if promise.open and promise.met_at is None and promise.paused_at is None else None


def _is_turn(row: client.Summary) -> bool:
    return row.state in ("waiting_client", "resolved") and not row.observed


def _holders(listed: client.Listed) -> list[tuple[int, Any, bool]]:
    found = {row.compartment: (row.compartment, row.holder, row.own) for row in listed.rows}
    return sorted(found.values(), key=lambda one: (not one[2], str(one[1])))
