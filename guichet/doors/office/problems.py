"""The list of problems, for whoever leads and whoever audits: what came back, whom we told, what one message closed."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from guichet.areas.problems.queries import problems_of
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.listfiles import problems_file
from guichet.doors.office.writing import lang
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

STATES = {
    "proposed": pgettext_lazy("problem", "Proposed"), "open": pgettext_lazy("problem", "Open"),
    "fixed": pgettext_lazy("problem", "Fixed"), "aside": pgettext_lazy("problem", "Set aside"),
}  # fmt: skip


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """List the problems, the live ones first."""
    rows = [
        {
            "line": one, "row": one.problem, "service": one.problem.service.name.in_language(lang()),
            "name": one.problem.title.in_language(lang()) or ", ".join(one.problem.words[:3]),
            "state": STATES[one.problem.state], "keeper": one.problem.keeper.full_name if one.problem.keeper else "—",
        }
        for one in problems_of(request.viewer)
    ]  # fmt: skip
    if wants_sheet(request):
        return problems_file(request, rows)
    opens = request.viewer.may("problems.work")
    context = {"rows": rows, "opens": opens, "sheet_url": address_of_sheet(request)}
    return render(request, "office/problems.html", frame(request, "office-problems") | context)
