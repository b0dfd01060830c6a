"""How people get through the forms by themselves, service by service, and how each is said to be best asked for."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from guichet.areas.forms.queries import alone
from guichet.areas.forms.rules.alone import FEWEST, FOLLOWED, LEAST_COMPLETION, MOST_LEAKAGE, OVER
from guichet.areas.upkeep.queries.forms import Online, online_services
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.exports import file_of
from guichet.doors.office.frame import frame
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.ui import wording
from guichet.ground.ui.sheets import Cells, address_of_sheet, moment, wants_sheet

HOW: dict[str, str | LazyText] = {
    "online": pgettext_lazy("how", "Online"), "helped": pgettext_lazy("how", "With help"), "": "",
}  # fmt: skip


def how_of(service: Any) -> str:
    """Say how a service is best asked for."""
    return str(HOW[alone.how_of(service.pk, service.told, now=clock.now())])


@require_safe
@for_holders("upkeep.read")
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show what became of the forms that were begun online, the worst first."""
    found = online_services(request.viewer, now=clock.now())
    if wants_sheet(request):
        return file_of(request, "online", _head(), map(_line, found))
    context = {
        "rows": [{"one": one, "how": how_of(one.service), **_shares(one)} for one in found],
        "edits": request.viewer.may("catalogue.edit"), "sheet_url": address_of_sheet(request),
        "days": OVER.days, "hours": int(FOLLOWED.total_seconds() // 3600), "fewest": FEWEST,
        "least": wording.percent(LEAST_COMPLETION, lang()), "most": wording.percent(MOST_LEAKAGE, lang()),
    }  # fmt: skip
    return render(request, "office/services/online.html", frame(request, "office-services") | context)


def _shares(one: Online) -> dict[str, str]:
    """Write the shares; of too few, nothing is said."""
    if not one.alone.is_judged:
        return {"completion": "—", "leakage": "—", "fit": "—"}
    return {
        "completion": wording.percent(one.alone.completion, lang()), "fit": str(one.alone.fit),
        "leakage": wording.percent(one.alone.leakage, lang()),
    }  # fmt: skip


def _head() -> list[str]:
    return [
        _("Code"), _("Service"), _("Best asked for"), pgettext("online", "Begun"), pgettext("online", "Handed in"),
        pgettext("online", "Needed a person"), pgettext("online", "Fit, out of 100"), pgettext("online", "Told since"),
    ]  # fmt: skip


def _line(one: Online) -> Cells:
    return [
        one.service.code, one.service.name.in_language(lang()), how_of(one.service), one.alone.begun,
        one.alone.finished, one.alone.helped, one.alone.fit if one.alone.is_judged else "",
        moment(one.warned) if one.warned else "",
    ]  # fmt: skip
