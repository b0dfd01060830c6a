"""Lists: what to do now, in the order in which promises fall due."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.sla.queries import lists as queries
from guichet.areas.sla.queries.lists import Mark
from guichet.areas.sla.queries.views import views_for
from guichet.doors.desk import marks
from guichet.doors.desk.entrance import DeskRequest, for_front_line, for_staff
from guichet.doors.desk.frame import frame
from guichet.doors.desk.keys import ROW_KEYS
from guichet.doors.desk.listfiles import tickets_file
from guichet.doors.desk.narrowing import Asked, asked, chips_of
from guichet.doors.desk.rail import rail_of, views_of
from guichet.doors.desk.rows import Within, ticket_rows, today
from guichet.doors.desk.tasklists import tasks
from guichet.ground.ui.htmx import page_or_part
from guichet.ground.ui.sheets import CSV, wants_sheet

EMPTY: dict[str, str | LazyText] = {
    "mine": _("You have nothing open. Take one from the requests to sort."),
    "today": _("No promise falls due today any more."), "late": _("Nothing is late."),
    "client": _("No client owes us an answer."), "aside": _("Nothing is set aside."),
    "followed": _("You follow no open request."), "stirred": _("Nothing changed since you looked."),
    "sort": _("Everything is sorted."),
    "unowned": _("Every open request has somebody in charge."),
    "alerts": _("No promise that you were told of is near or past its date."),
    "opinions": _("Every opinion that you asked for was given."),
    "reread": _("Nobody waits for your second look."),
    "behalf": _("We know on whose behalf every request is."), "open": _("Nothing is open."),
}  # fmt: skip
NOTHING_LEFT = _("No request matches these filters.")


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
def sorting(request: DeskRequest) -> HttpResponseBase:
    """Show what is to be sorted."""
    return _tickets(request, "sort", "desk-sorting")


@require_safe
@for_front_line
def tickets(request: DeskRequest, view: str) -> HttpResponseBase:
    """Show one view of the tickets."""
    return _tickets(request, view, "desk-home")


def _tickets(request: DeskRequest, view: str, here: str) -> HttpResponseBase:
    wanted = wanted_from(request, view)
    if any(not one for name, values in request.GET.lists() if name != "after" for one in values):
        return HttpResponseRedirect(wanted.url())  # a form names what was left empty
    if wants_sheet(request):
        return tickets_file(request, wanted)
    context = frame(request, here) | list_context(request, wanted)
    return page_or_part(request, "desk/lists/page.html", "desk/lists/_rows.html", context)


def wanted_from(request: DeskRequest, view: str) -> Asked:
    """Read which list an address asks for; a view that the reader does not have does not exist."""
    if view not in views_of(request.viewer):
        raise Http404
    return asked(view, request.GET)


def list_context(request: DeskRequest, wanted: Asked) -> dict[str, Any]:
    """Return what the templates of a list read."""
    day, viewer, after = today(), request.viewer, marks.read(request.GET.get("after", ""))
    kept = views_for(viewer)
    wanted = wanted if any(one.pk == wanted.saved for one in kept) else replace(wanted, saved=0)
    within = Within(wanted.listing.view, wanted.query(after=_place(after)), wanted.listing.sort, wanted.columns)
    page = queries.page_of(wanted.listing, viewer, day, after=after)
    return rail_of(viewer, day, wanted, kept) | {
        "wanted": wanted, "chips": chips_of(wanted), "faults": wanted.faults, "is_later": after is not None,
        "left": (), "results": [],
        "empty": NOTHING_LEFT if wanted.listing.filters else EMPTY[wanted.listing.view],
        "rows": ticket_rows(page.rows, viewer, day, within),
        "verbs": ROW_KEYS,
        "first_url": wanted.url(), "query": wanted.query(), "sheet_url": wanted.url(format=CSV),
        "next_url": wanted.url(after=marks.written(page.next)) if page.next else "",
    }  # fmt: skip


def _place(after: Mark | None) -> str:
    return marks.written(after) if after else ""
