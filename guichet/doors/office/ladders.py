"""The ladders: who is told, at which share used, of promises and of tasks, for the house and for each service."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.areas.catalogue.queries import every_offer, house_calendar
from guichet.areas.sla import actions
from guichet.areas.sla.queries.ladder import ladder_versions
from guichet.areas.sla.queries.promises import open_by_service
from guichet.areas.sla.rules.ladder import FARTHEST, MOST, TASK, TICKET, USUAL, Rung
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.labels import Words
from guichet.doors.office.shortfiles import ladders_file
from guichet.ground import clock
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

HERE = "office-ladders"
WHAT: Words = {TICKET: gettext_lazy("The promise to a client"), TASK: gettext_lazy("The time of a task")}
WHO: Words = {
    "worker": gettext_lazy("whoever does the task"), "unit_lead": gettext_lazy("who leads the unit of the task"),
    "owner": gettext_lazy("whoever is in charge"),
    "owner_lead": gettext_lazy("who leads the unit of whoever is in charge"),
    "manager": gettext_lazy("those who lead the window"),
}  # fmt: skip
WRONG: Words = {
    "many": gettext_lazy("Write one rung at least."), "share": gettext_lazy("A rung is between 1 and 400."),
    "order": gettext_lazy("Each rung is higher than the one before."),
    "to": gettext_lazy("Each rung tells somebody, and a promise has no worker."),
}  # fmt: skip


class LadderPage(forms.Form):
    """The rungs of a ladder."""

    what = forms.ChoiceField(label=gettext_lazy("Of what"), choices=list(WHAT.items()))
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = every_offer(house_calendar().local_day(clock.now()))
        choices = sorted((one.code, f"{one.code} {one.name}") for one in offered.values())
        service = self.fields["service"]
        assert isinstance(service, forms.ChoiceField)
        service.choices = [("", pgettext_lazy("standard", "all")), *choices]
        for number in range(MOST):
            self.fields[f"share{number}"] = forms.IntegerField(
                label=gettext_lazy("At, out of 100 used"), required=False, min_value=1, max_value=FARTHEST
            )
            self.fields[f"to{number}"] = forms.MultipleChoiceField(
                label=gettext_lazy("Tell"), required=False, choices=list(WHO.items()),
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def wanted(self) -> actions.LadderForm:
        """Return the ladder that was written; a rung without a share is left out."""
        given = self.cleaned_data
        rows = [(given[f"share{number}"], tuple(given[f"to{number}"])) for number in range(MOST)]
        rungs = tuple(Rung(share, to) for share, to in rows if share)
        return actions.LadderForm(what=given["what"], service=given["service"], rungs=rungs)

    def rungs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each rung."""
        return [(self[f"share{number}"], self[f"to{number}"]) for number in range(MOST)]


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show the ladders; whoever may writes one, for what comes in from then on."""
    rows = _rows()
    if wants_sheet(request):
        return ladders_file(request, rows)
    form = LadderPage(request.POST) if request.method == "POST" else LadderPage(initial=_usual())
    if request.method == "POST":
        request.viewer.require("sla.write_ladder")
        if form.is_valid() and _kept(request, form):
            return HttpResponseRedirect(reverse(HERE))
    context = {
        "form": form, "rows": rows, "may_write": request.viewer.may("sla.write_ladder"),
        "sheet_url": address_of_sheet(request),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "office/ladders.html", frame(request, HERE) | context, status=status)


def _usual() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, rung in enumerate(USUAL[TICKET]):
        found |= {f"share{number}": rung.share, f"to{number}": list(rung.to)}
    return found


def _kept(request: OfficeRequest, form: LadderPage) -> bool:
    try:
        with transaction.atomic():
            made = actions.write_ladder(form.wanted(), by=request.viewer, now=clock.now())
    except actions.BadLadder as refusal:
        for why in refusal.faults:
            form.add_error("share0", str(WRONG[why]))
        return False
    messages.success(request, _("Kept: for what comes in from now on.") if made else _("Nothing was changed."))
    return True


def _rows() -> list[dict[str, Any]]:
    """Return the ladders in force, the usual ones of the house too, with the open requests that each may speak of."""
    known, counted = ladder_versions(), open_by_service()
    offered = every_offer(house_calendar().local_day(clock.now()))
    open_of = {offered[pk].code: count for pk, count in counted.items() if pk in offered}
    rows = []
    for scope, what in sorted({("", TICKET), ("", TASK), *known}):
        versions = known.get((scope, what), [])
        rungs = versions[-1].rungs if versions and versions[-1].rungs else USUAL[what]
        rows.append({
            "what": WHAT[what], "scope": scope, "version": versions[-1] if versions else None,
            "rungs": [(rung.share, [WHO[one] for one in rung.to]) for rung in rungs],
            "open": open_of.get(scope, 0) if scope else sum(counted.values()),
        })  # fmt: skip
    return rows
