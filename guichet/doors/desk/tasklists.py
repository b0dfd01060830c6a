"""Lists of tasks: a unit's, or an expert's own, the first due first."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guichet.areas.sla.queries.lists import Mark
from guichet.areas.sla.queries.work import told_tasks
from guichet.areas.tickets.queries import worklist
from guichet.doors.desk import marks
from guichet.doors.desk.entrance import DeskRequest, for_staff
from guichet.doors.desk.frame import frame
from guichet.doors.desk.listfiles import tasks_file
from guichet.doors.desk.rail import Tab, unread_tabs
from guichet.doors.desk.rows import capped, task_rows, today
from guichet.ground.ui.htmx import page_or_part
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

TASK_NAMES: dict[str, str | LazyText] = {"mine": _("Mine"), "unit": _("My unit")}


@require_safe
@for_staff
def tasks(request: DeskRequest, view: str) -> HttpResponseBase:
    """Show the tasks of the reader's unit, or their own."""
    if not request.viewer.has("expert"):
        raise Http404
    if wants_sheet(request):
        return tasks_file(request, view)
    mark = marks.read(request.GET.get("after", ""))
    after = (mark.due, mark.ticket) if mark and mark.due else None
    found = worklist.tasks_in_hand(view, request.viewer, after=after)
    counts = worklist.task_counts(request.viewer)
    context = frame(request, "desk-home") | {
        "heading": TASK_NAMES[view], "rows": task_rows(found[: worklist.PAGE], today(), told_tasks(request.viewer)),
        "next_url": _next_tasks(view, found),
        "total": capped(counts[view], worklist.CAP), "tabs": [*_tabs(view, counts), *unread_tabs(request.viewer)],
        "sheet_url": address_of_sheet(request),
    }  # fmt: skip
    return page_or_part(request, "desk/lists/tasks.html", "desk/lists/_tasks.html", context)


def _tabs(current: str, counts: dict[str, int]) -> list[Tab]:
    return [
        Tab(reverse("desk-tasks", args=[view]), name, capped(counts[view], worklist.CAP), view == current)
        for view, name in TASK_NAMES.items()
    ]


def _next_tasks(view: str, found: list[dict[str, Any]]) -> str:
    if len(found) <= worklist.PAGE:
        return ""
    last = found[worklist.PAGE - 1]
    return reverse("desk-tasks", args=[view]) + "?after=" + marks.written(Mark(last["due_at"], last["pk"]))
