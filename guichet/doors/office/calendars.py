"""The calendars: hours, closures and sitting weeks, who goes by them, and what a change will touch."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.catalogue import actions
from guichet.areas.catalogue.queries import calendars
from guichet.areas.catalogue.queries.dependents import services_by_calendar, versions_of_calendar
from guichet.areas.catalogue.rules import Calendar as Hours
from guichet.areas.catalogue.rules.hours import DAYS
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.sla.queries.promises import open_by_calendar
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.shortfiles import calendars_file
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

HERE = "office-calendars"
KINDS = (("closures", gettext_lazy("The window is closed")), ("sitting", gettext_lazy("The assembly sits")))
DAY_NAMES = {
    "mon": gettext_lazy("Monday"), "tue": gettext_lazy("Tuesday"), "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"), "fri": gettext_lazy("Friday"), "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}  # fmt: skip
HOLIDAYS_SHOWN = 6


class PeriodForm(forms.Form):
    """A stretch of days to add."""

    kind = forms.ChoiceField(choices=KINDS, label=gettext_lazy("What"))
    first = forms.DateField(label=pgettext_lazy("calendar", "From"), widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=gettext_lazy("Until, that day included"), widget=forms.DateInput({"type": "date"}))
    fr = forms.CharField(label=gettext_lazy("Reason in French"), max_length=120)
    en = forms.CharField(label=gettext_lazy("Reason in English"), max_length=120)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("This day comes before the first one."))
        return given


@require_safe
@for_readers
def every(request: OfficeRequest) -> HttpResponseBase:
    """List the calendars, and what goes by each."""
    services, today = services_by_calendar(), localtime(clock.now()).date()
    rows = [
        {
            "code": code, "hours": hours, "services": services.get(code, []), "open": _open(code),
            "next": next((one for one in hours.closures if one.last >= today), None),
        }
        for code, hours in calendars().items()
    ]  # fmt: skip
    if wants_sheet(request):
        return calendars_file(request, rows)
    context = frame(request, HERE) | {"rows": rows, "sheet_url": address_of_sheet(request)}
    return render(request, "office/calendars/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def one(request: OfficeRequest, code: str) -> HttpResponse:
    """Show a calendar; whoever may adds a stretch of days or takes one out, once they read what that touches."""
    hours = calendars().get(code)
    if hours is None:
        raise Http404
    if request.method != "POST":
        return _page(request, hours, PeriodForm(), None)
    request.viewer.require("catalogue.edit")
    form = PeriodForm(request.POST)
    wanted = _without(hours, request.POST["drop"]) if "drop" in request.POST else _with(hours, form)
    if wanted is None or "confirmed" not in request.POST:
        return _page(request, hours, form, wanted)
    actions.revise_calendar(actions.CalendarForm(code=code, data=wanted), by=request.viewer, now=clock.now())
    messages.success(request, _("Kept as a new version. What was promised before keeps its date."))
    return HttpResponseRedirect(reverse("office-calendar", args=[code]))


def _with(hours: Hours, form: PeriodForm) -> dict[str, Any] | None:
    if not form.is_valid():
        return None
    given, data = form.cleaned_data, hours.to_data()
    added = Period(given["first"], given["last"], given["fr"], given["en"]).to_data()
    kept: Any = data.get(given["kind"], [])
    return data | {given["kind"]: [*kept, added]}


def _without(hours: Hours, place: str) -> dict[str, Any]:
    """Leave a stretch out, named by its kind and its number."""
    kind, _sep, number = place.partition(":")
    data = hours.to_data()
    held: Any = data.get(kind)
    if kind not in dict(KINDS) or not number.isdigit() or not held or int(number) >= len(held):
        raise Http404
    return data | {kind: [one for at, one in enumerate(held) if at != int(number)]}


def _page(request: OfficeRequest, hours: Hours, form: PeriodForm, wanted: dict[str, Any] | None) -> HttpResponse:
    today = localtime(clock.now()).date()
    holidays = [
        (day, name.fr if lang() == "fr" else name.en)
        for year in (today.year, today.year + 1)
        for day, name in sorted(hours.holidays_in(year).items())
        if day >= today
    ]
    versions, counted = versions_of_calendar(hours.code), open_by_calendar()
    known = {
        "code": hours.code, "hours": hours, "week": _week(hours), "holidays": holidays[:HOLIDAYS_SHOWN],
        "closures": list(enumerate(hours.closures)), "sitting": list(enumerate(hours.sitting)), "form": form,
        "services": services_by_calendar().get(hours.code, []), "open": _open(hours.code),
        "versions": [(one, counted.get(f"{one.code}@{one.version}", 0)) for one in versions],
        "closed": sorted(day for day in hours.closed if day >= today),
        "may_write": request.viewer.may("catalogue.edit"),
        "wanted": _change(hours, wanted), "posted": request.POST,
    }  # fmt: skip
    status = 422 if request.method == "POST" and wanted is None else 200
    return render(request, "office/calendars/page.html", frame(request, HERE) | known, status=status)


def _change(hours: Hours, wanted: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the stretch of days that a change adds or takes out, and which it does."""
    if wanted is None:
        return None
    after = Hours.from_data(wanted, hours.code)
    for kind, name in KINDS:
        was, will = set(getattr(hours, kind)), set(getattr(after, kind))
        for one in was ^ will:
            return {"kind": name, "period": one, "adds": one in will}
    return {"kind": "", "period": None, "adds": True}  # those very days are there already


def _week(hours: Hours) -> list[tuple[Any, str, str]]:
    usual = hours.hours.to_data()
    sitting = hours.sitting_hours.to_data() if hours.sitting_hours else {}
    return [(DAY_NAMES[day], _written(usual.get(day, [])), _written(sitting.get(day, []))) for day in DAYS]


def _written(intervals: list[str]) -> str:
    return ", ".join(intervals).replace("-", "\N{NON-BREAKING HYPHEN}")


def _open(code: str) -> int:
    return sum(count for name, count in open_by_calendar().items() if name.partition("@")[0] == code)
