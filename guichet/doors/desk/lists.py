"""Lists: what to do now, in the order in which promises fall due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.sla.queries import lists as queries
from guichet.areas.sla.queries.lists import Day, Mark
from guichet.areas.tickets.queries import worklist
from guichet.doors.desk.entrance import DeskRequest, for_front_line, for_staff
from guichet.doors.desk.frame import frame
from guichet.doors.desk.rows import capped, task_rows, ticket_rows, today
from guichet.doors.desk.tail import end_of_journal
from guichet.ground.ui.htmx import page_or_part

NAMES: dict[str, str | LazyText] = {
    "mine": _("Mine"), "today": _("Promised today"), "late": _("Overdue"), "client": _("Client’s turn"),
    "sort": _("To sort"), "unowned": _("Nobody in charge"), "behalf": _("On whose behalf?"), "open": _("All open"),
}  # fmt: skip
EMPTY: dict[str, str | LazyText] = {
    "mine": _("You have nothing open. Take one from the requests to sort."),
    "today": _("No promise falls due today any more."), "late": _("Nothing is late."),
    "client": _("No client owes us an answer."), "sort": _("Everything is sorted."),
    "unowned": _("Every open request has somebody in charge."),
    "behalf": _("We know on whose behalf every request is."), "open": _("Nothing is open."),
}  # fmt: skip
TASK_NAMES: dict[str, str | LazyText] = {"mine": _("Mine"), "unit": _("My unit")}
MY_DAY, TEAM = ("mine", "today", "late", "client"), ("sort", "unowned", "behalf", "open")
COUNTED_FOR = 10  # seconds
_signer = Signer(salt="desk-list")


@dataclass(frozen=True, slots=True)
class Tab:
    """A view in the rail, with how many rows it has."""

    url: str
    label: str | LazyText
    count: str
    current: bool
    alarming: bool


@require_safe
@for_staff
def home(request: DeskRequest) -> HttpResponseBase:
    """Show each role the list that it works from."""
    if request.viewer.has("expert") and not request.viewer.has(*FRONT_LINE):
        return tasks(request, "unit")
    if request.viewer.has(*FRONT_LINE):
        return _tickets(request, "mine" if request.viewer.has("agent") else "open", "desk-home")
    return render(request, "desk/lists/elsewhere.html", frame(request, "desk-home"))


@require_safe
@for_front_line
def sorting(request: DeskRequest) -> HttpResponse:
    """Show what is to be sorted."""
    return _tickets(request, "sort", "desk-sorting")


@require_safe
@for_front_line
def tickets(request: DeskRequest, view: str) -> HttpResponse:
    """Show one view of the tickets."""
    return _tickets(request, view, "desk-home")


def _tickets(request: DeskRequest, view: str, here: str) -> HttpResponse:
    shown = views_of(request.viewer)
    if view not in shown:
        raise Http404
    day = today()
    page = queries.page_of(view, request.viewer, day, after=_mark(request.GET.get("after", "")))
    counts = counts_for(request.viewer, day)
    context = frame(request, here) | {
        "heading": NAMES[view], "empty": EMPTY[view], "rows": ticket_rows(page.rows, request.viewer, day),
        "total": capped(counts[view], queries.CAP), "is_later": "after" in request.GET,
        "first_url": reverse("desk-list", args=[view]),
        "next_url": reverse("desk-list", args=[view]) + _after(page.next) if page.next else "",
        "my_day": _tabs(MY_DAY, view, counts), "team": _tabs(TEAM, view, counts),
    }  # fmt: skip
    return page_or_part(request, "desk/lists/page.html", "desk/lists/_rows.html", context)


def counts_for(viewer: Viewer, day: Day) -> dict[str, int]:
    """Count every view, again only when something was written meanwhile, or when the clock may have moved a row."""
    shown, key = views_of(viewer), _counts_key(viewer)
    kept: dict[str, int] | None = cache.get(key)
    if kept is None or kept.keys() != set(shown):
        kept = queries.counts_of(viewer, day, *shown)
        cache.set(key, kept, COUNTED_FOR)
    return kept


def _counts_key(viewer: Viewer) -> str:
    last = end_of_journal()
    return f"desk-counts-{viewer.staff}-{last.tx}-{last.entry}"


def views_of(viewer: Viewer) -> tuple[str, ...]:
    """Name the views that a viewer has: somebody who leads the window owns no ticket."""
    return (*MY_DAY, *TEAM) if viewer.has("agent") else (*MY_DAY[1:], *TEAM)


def _tabs(views: tuple[str, ...], current: str, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(
            reverse("desk-list", args=[view]), NAMES[view], capped(counts[view], queries.CAP), view == current,
            view == "late" and counts[view] > 0,
        )
        for view in views
        if view in counts
    ]  # fmt: skip


def _after(mark: Mark) -> str:
    words = f"{mark.due.isoformat() if mark.due else ''}|{mark.ticket}"
    return "?" + urlencode({"after": _signer.sign(words)})


def _mark(text: str) -> Mark | None:
    if not text:
        return None
    try:
        due, _bar, ticket = _signer.unsign(text).partition("|")
    except BadSignature:
        return None
    return Mark(datetime.fromisoformat(due) if due else None, int(ticket))


@require_safe
@for_staff
def tasks(request: DeskRequest, view: str) -> HttpResponse:
    """Show the tasks of the reader's unit, or their own."""
    if not request.viewer.has("expert"):
        raise Http404
    day = today()
    mark = _mark(request.GET.get("after", ""))
    after = (mark.due, mark.ticket) if mark and mark.due else None
    found = worklist.tasks_in_hand(view, request.viewer, after=after)
    counts = worklist.task_counts(request.viewer)
    context = frame(request, "desk-home") | {
        "heading": TASK_NAMES[view], "rows": task_rows(found[: worklist.PAGE], day),
        "next_url": _next_tasks(view, found),
        "total": capped(counts[view], worklist.CAP), "tabs": _task_tabs(view, counts),
    }  # fmt: skip
    return page_or_part(request, "desk/lists/tasks.html", "desk/lists/_tasks.html", context)


def _task_tabs(current: str, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(reverse("desk-tasks", args=[view]), name, capped(counts[view], worklist.CAP), view == current, False)
        for view, name in TASK_NAMES.items()
    ]


def _next_tasks(view: str, found: list[dict[str, Any]]) -> str:
    if len(found) <= worklist.PAGE:
        return ""
    last = found[worklist.PAGE - 1]
    return reverse("desk-tasks", args=[view]) + _after(Mark(last["due_at"], last["pk"]))
