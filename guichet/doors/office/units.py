"""The board of units: how each keeps what it agreed with Client Services, and what several are late with together."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.areas.metrics.queries import StandardResult
from guichet.areas.metrics.queries.units import OVER, Unit, joint_issues, units_board
from guichet.areas.metrics.rules import SMALLEST
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.listfiles import units_file
from guichet.doors.office.standards import results, row_of
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show what each unit kept over the last days, and the requests on which several are late."""
    viewer, now = request.viewer, clock.now()
    opens = viewer.may("metrics.list")
    rows = [{"unit": one, "rate": _rate(one)} for one in units_board(viewer, now=now)]
    if wants_sheet(request):
        return units_file(request, rows)
    context = {"sheet_url": address_of_sheet(request), "rows": rows, "days": OVER.days, "opens": opens}
    context["joint"] = joint_issues(viewer, now=now) if opens else []
    context["agreements"] = _agreements(request)
    return render(request, "office/units.html", frame(request, "office-units") | context)


def _agreements(request: OfficeRequest) -> list[dict[str, Any]]:
    """Return what units and partners agreed to, those that were not kept lately first: to be settled together."""
    rows = [
        row_of(one.version, one) | {"broken": _is_broken(one)}
        for one in results(request).values()
        if not one.terms.public
    ]
    return sorted(rows, key=lambda row: (not row["broken"], row["version"].code))


def _is_broken(one: StandardResult) -> bool:
    """Tell whether the newest month that can be judged is under the target."""
    judged = [month.met for month in one.months if month.met is not None]
    return bool(judged) and not judged[-1]


def _rate(unit: Unit) -> str:
    """Write the share kept; nothing judged is not nought, and what is still in time is not known yet."""
    share = unit.attainment
    if share is None:
        return _("no data") if unit.in_time else _("not applicable")
    return _("withheld") if unit.judged < SMALLEST else wording.percent(share, lang())
