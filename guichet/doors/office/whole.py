"""How everything hangs together: by need, each service with its plan, what it asks, who agreed to what."""

from itertools import groupby
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from guichet.areas.forms.queries.defined import element, elements
from guichet.areas.forms.queries.hanging import Strand, strands
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.exports import file_of
from guichet.doors.office.frame import frame
from guichet.doors.office.labels import NEEDS
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.ui.sheets import Cells, address_of_sheet, wants_sheet


@require_safe
@for_holders("forms.build")
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show every service with what it hangs on; `?asks=email` keeps those that ask for one entry of the dictionary."""
    code = request.GET.get("asks", "")
    asked = element(request.viewer, code) if code else None
    if code and asked is None:
        raise Http404
    order = list(NEEDS)
    found = sorted(strands(request.viewer, at=clock.now(), asking=code), key=lambda one: order.index(one.service.scope))
    if wants_sheet(request):
        return file_of(request, "map", _head(), map(_line, found), narrowed=int(bool(code)))
    context: dict[str, Any] = {
        "needs": [(NEEDS[need], list(held)) for need, held in groupby(found, lambda one: one.service.scope)],
        "asked": asked, "count": len(found), "sheet_url": address_of_sheet(request),
        "choices": sorted((str(one.name), one.code) for one in elements(request.viewer)),
    }  # fmt: skip
    return render(request, "office/whole.html", frame(request, "office-forms") | context)


def _head() -> list[str]:
    return [
        _("Need"), _("Code"), _("Service"), _("State"), _("Plan"), _("Units"), pgettext("whole", "It runs the plan of"),
        pgettext("whole", "It asks for"), pgettext("whole", "Standards and agreements"),
        pgettext("calendar", "Open requests"),
    ]  # fmt: skip


def _line(one: Strand) -> Cells:
    return [
        str(NEEDS[one.service.scope]), one.service.code, one.service.name.in_language(lang()), one.service.state,
        one.plan or "", " ".join(one.units), " ".join(one.runs), " ".join(entry.code for entry in one.asked),
        " ".join(held.code for held in one.agreements), one.open,
    ]  # fmt: skip
