"""The places where people are received: the languages, who is there hour by hour, the first words, the interpreter."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.catalogue.queries import calendars
from guichet.areas.catalogue.queries.rosters import Week, week_of, weeks
from guichet.areas.people.access import FRONT_LINE
from guichet.areas.people.actions import Reception, receive_at
from guichet.areas.people.queries import staff_with_role
from guichet.doors.office.articleform import Choice, typed
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.exports import file_of
from guichet.doors.office.frame import frame
from guichet.doors.office.labels import LANGUAGES as LANGUAGE_NAMES
from guichet.doors.office.placeform import Tick
from guichet.doors.office.sheetform import SheetForm
from guichet.doors.office.sheetwords import Plain, boxes
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES
from guichet.ground.ui.sheets import Cells, address_of_sheet, wants_sheet

HERE, WRONG = "office-calendars", 422
LONGEST = 200
for_readers = for_holders("people.read_sites")


@require_safe
@for_readers
def every(request: OfficeRequest) -> HttpResponseBase:
    """List the places, and the hours of this week without anybody who speaks both languages."""
    found = weeks(request.viewer, monday=_monday(request))
    if wants_sheet(request):
        return file_of(request, "sites", _head(), (cells for week in found for cells in _lines(week)))
    context = {
        "rows": [(week, _spoken(week.site.languages), len(week.lacking)) for week in found],
        "sheet_url": address_of_sheet(request),
    }  # fmt: skip
    return render(request, "office/sites/list.html", frame(request, HERE) | context)


def _monday(request: OfficeRequest) -> date:
    """Return the Monday of the week that is shown: this one, or the one that an address names."""
    today = localtime(clock.now()).date()
    try:
        wanted = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        wanted = today
    wanted = wanted if abs((wanted - today).days) < 800 else today
    return wanted - timedelta(days=wanted.weekday())


def _spoken(codes: Any) -> str:
    names = ", ".join(str(LANGUAGE_NAMES[one]) for one in codes if one in LANGUAGE_NAMES)
    return names.capitalize() if lang() == "fr" else names  # only English writes the names of languages with capitals


def _head() -> list[str]:
    return [
        _("Code"), _("Site"), _("Languages"), pgettext("roster", "Day"), pgettext("roster", "From"),
        pgettext("roster", "To"), _("Who is there"), _("Languages spoken"), _("Without anybody bilingual"),
    ]  # fmt: skip


def _lines(week: Week) -> list[Cells]:
    return [
        [
            week.site.code, week.site.name.in_language(lang()), " ".join(week.site.languages), day,
            f"{slot.start:%H:%M}", f"{slot.end:%H:%M}", ", ".join(one.name for one in slot.agents),
            " ".join(slot.spoken), _("yes") if week.offers_both and not slot.is_bilingual else "",
        ]
        for day, slots in week.days
        for slot in slots
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def one(request: OfficeRequest, code: str) -> HttpResponse:
    """Show a place and its roster; whoever may says how people are received there."""
    week = week_of(request.viewer, code, monday=_monday(request))
    if week is None or (request.method == "POST" and not request.viewer.may("people.keep_sites")):
        raise Http404
    if request.method != "POST":
        return _page(request, week, _written(week))
    form = typed(request.POST.dict())
    if _kept(request, week, form):
        return HttpResponseRedirect(reverse("office-site", args=[code]))
    return _page(request, week, form)


def _written(week: Week) -> SheetForm:
    site = week.site
    said = {f"greeting_{one}": getattr(site.greeting, one) for one in LANGUAGES} | {"calendar": site.calendar}
    said |= {f"language_{one}": "1" for one in site.languages} | {f"staff_{one.pk}": "1" for one in site.staff.all()}
    return SheetForm(
        said | {"called": site.interpreter.get("name", ""), "called_phone": site.interpreter.get("phone", "")}
    )


def _kept(request: OfficeRequest, week: Week, form: SheetForm) -> bool:
    spoken = tuple(one for one in LANGUAGES if form.get(f"language_{one}"))
    if not spoken:
        form.fault("languages", _("People are received in one language or more."))
    if form.get("calendar") not in ("", *calendars()):
        form.fault("calendar", _("Choose one of the list."))
    missing = [one for one in LANGUAGES if not form.get(f"greeting_{one}")]
    if len(missing) == 1:
        form.fault(f"greeting_{missing[0]}", _("Write it in both languages."))
    if form.get("called_phone") and not form.get("called"):
        form.fault("called", _("Say who answers at this number."))
    if form.errors:
        return False
    said = Reception(
        languages=spoken, calendar=form.get("calendar"), greeting=form.pair("greeting"),
        interpreter=form.get("called")[:LONGEST], interpreter_phone=form.get("called_phone")[:LONGEST],
    )  # fmt: skip
    staff = [one.pk for one in staff_with_role(*FRONT_LINE) if form.get(f"staff_{one.pk}")]
    receive_at(week.site, said, staff=staff, by=request.viewer)
    messages.success(request, _("Kept."))
    return True


def _page(request: OfficeRequest, week: Week, form: SheetForm) -> HttpResponse:
    monday = _monday(request)
    hours = sorted({(slot.start, slot.end) for _day, slots in week.days for slot in slots})
    context = frame(request, HERE) | {
        "week": week, "site": week.site, "spoken": _spoken(week.site.languages), "form": form,
        "rows": [(start, end, [_at(slots, start, end) for _day, slots in week.days]) for start, end in hours],
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7), "monday": monday,
        "may_write": request.viewer.may("people.keep_sites"), "wrong": sum(map(len, form.errors.values())),
    } | _parts(form)  # fmt: skip
    return render(request, "office/sites/page.html", context, status=WRONG if form.errors else 200)


def _at(slots: Any, start: Any, end: Any) -> Any:
    return next((one for one in slots if (one.start, one.end) == (start, end)), None)


def _parts(form: SheetForm) -> dict[str, Any]:
    """Return the fields of the page."""
    known: dict[str, str] = {"": _("The hours of the house"), **{code: code for code in calendars()}}
    spoken = [Tick(f"language_{one}", LANGUAGE_NAMES[one], bool(form.get(f"language_{one}"))) for one in LANGUAGES]
    return {
        "languages": spoken, "language_errors": form.errors.get("languages", []),
        "calendar": Choice(
            "calendar", _("Calendar"), list(known.items()), form.get("calendar"), form.errors.get("calendar", [])
        ),
        "greeting": boxes(form, "greeting", _("First words"), 2),
        "called": [
            Plain("called", _("Interpreter"), "text", form.get("called"), form.errors.get("called", [])),
            Plain("called_phone", _("Their telephone number"), "tel", form.get("called_phone"), []),
        ],
        "staff": [
            Tick(f"staff_{one.pk}", f"{one.full_name} ({_spoken(one.languages)})", bool(form.get(f"staff_{one.pk}")))
            for one in sorted(staff_with_role(*FRONT_LINE), key=lambda one: one.full_name)
        ],
    }  # fmt: skip
