"""The checklists that people made on the portal: an agent opens one by its code, and goes through it with them."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.areas.guidance import actions, queries
from guichet.areas.people.access import FRONT_LINE
from guichet.doors.desk.entrance import DeskRequest, only_for
from guichet.doors.desk.frame import frame
from guichet.doors.desk.shortfiles import checklist_file
from guichet.ground import clock
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(*FRONT_LINE)
def find(request: DeskRequest) -> HttpResponse:
    """Open a checklist by the code that its client reads out."""
    code = request.POST.get("code", "")[:40]
    found = _checklist(code) if code.strip() else None
    if found:
        return redirect("desk-checklist", kept=found.row.code)
    wrong = _("No list has this code. Ask for it again: twelve letters and digits.") if request.method == "POST" else ""
    context = frame(request) | {"code": code, "wrong": wrong, "paths": list(queries.paths().values())}
    return render(request, "desk/checklists/find.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(*FRONT_LINE)
def page(request: DeskRequest, kept: str) -> HttpResponseBase:
    """Show a checklist, or note what is done."""
    found = _checklist(kept)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.mark(found.row, request.POST.getlist("done"), by=request.viewer, now=clock.now())
        return redirect("desk-checklist", kept=found.row.code)
    if wants_sheet(request):
        return checklist_file(request, found)
    context = frame(request) | {"list": found, "sheet_url": address_of_sheet(request)}
    return render(request, "desk/checklists/page.html", context)


def _checklist(code: str) -> queries.List | None:
    return queries.checklist(code, on=localtime(clock.now()).date())
