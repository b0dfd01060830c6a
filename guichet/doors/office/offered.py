"""The pages where services are written, previewed, published, compared and read again."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.areas.catalogue import actions, queries
from guichet.areas.people.queries import everybody_here
from guichet.doors.office import keeping, listfiles
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.online import how_of
from guichet.doors.office.sheetform import SheetForm, tell, timing, typed, wanted, written
from guichet.doors.office.sheetwords import MOVES, STATES, field_words, parts_of, shown_value
from guichet.doors.office.shortfiles import reading_file
from guichet.ground import clock
from guichet.ground.ui.places import address
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.catalogue.models import Service

for_keepers = for_holders("catalogue.edit")


@require_safe
@for_keepers
def every(request: OfficeRequest) -> HttpResponseBase:
    """List every service with its state, who keeps it right and when it is read again."""
    today = queries.house_calendar().local_day(clock.now())
    wanted_state = request.GET.get("state", "")
    rows = [row for row in queries.catalogue_of(request.viewer) if wanted_state in ("", row.state)]
    if wants_sheet(request):
        return listfiles.services_file(request, rows, wanted_state)
    context = frame(request, "office-services") | {
        "sheet_url": address_of_sheet(request),
        "rows": [
            (row, STATES[row.state], bool(row.review_on and row.review_on <= today), how_of(row)) for row in rows
        ],
        "states": [(code, words, code == wanted_state) for code, words in STATES.items()], "all": not wanted_state,
    }  # fmt: skip
    return render(request, "office/services/list.html", context)


def _service(request: OfficeRequest, code: str) -> "Service":
    found = queries.service_of(request.viewer, code)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def one(request: OfficeRequest, code: str) -> HttpResponse:
    """Read a service, and write it in both languages."""
    row = _service(request, code)
    if request.method != "POST":
        return _page(request, row, written(queries.content_of(row)))
    form = typed(request.POST.dict())
    if _kept(request, row, form):
        return HttpResponseRedirect(reverse("office-service", args=[row.code]))
    return _page(request, row, form)


def _kept(request: OfficeRequest, row: "Service", form: SheetForm) -> bool:
    services = {one.code for one in queries.catalogue_of(request.viewer)}
    staff = {one.pk for one in everybody_here()}
    said, when = wanted(form, row.told, services, staff), timing(form)
    if said is None or form.errors:
        return False
    try:
        with transaction.atomic():
            made = actions.revise(row, by=request.viewer, now=clock.now(), wanted=said, timing=when)
    except actions.CannotPublish as refusal:
        tell(form, refusal.lacks)
    except actions.ChangedMeanwhile:
        form.general.append(_("Somebody else changed this service meanwhile. What you wrote is still here: compare."))
        form.said["version"] = str(row.version)
    else:
        messages.success(request, _said(made))
        return True
    return False


def _said(made: Any) -> str:
    if made is None:
        return _("Nothing was changed.")
    return _("Kept.") if made.number else _("Kept: it takes effect on its day.")


def _page(request: OfficeRequest, row: "Service", form: SheetForm) -> HttpResponse:
    form.said.setdefault("version", str(row.version))
    context = frame(request, "office-services") | {
        "row": row, "state": STATES[row.state], "form": form, "parts": parts_of(form),
        "staff": [(str(one.pk), one.full_name) for one in everybody_here()],
        "others": sorted((str(one.name), one.code) for one in _offered() if one.code != row.code),
        "moves": [(to, MOVES[to]) for to in actions.MOVES[row.state]],
        "preview_url": address("portal-service", row.code),
        "waiting": len([one for one in queries.readers_of(row) if not one.has_read]),
    }  # fmt: skip
    return render(request, "office/services/edit.html", context, status=422 if form.errors or form.general else 200)


@require_POST
@for_keepers
def state(request: OfficeRequest, code: str) -> HttpResponse:
    """Move a service; what keeps it from being published is said at each field."""
    row, to = _service(request, code), request.POST.get("to", "")
    try:
        with transaction.atomic():
            moved = actions.move(row, by=request.viewer, now=clock.now(), to=to, instead=_instead(request, row))
    except actions.CannotPublish as refusal:
        form = written(queries.content_of(row))
        tell(form, refusal.lacks)
        return _page(request, row, form)
    except actions.ChangedMeanwhile:
        messages.error(request, _("This service is in another state by now."))
    else:
        messages.success(request, str(STATES[moved.state]))
    return HttpResponseRedirect(reverse("office-service", args=[row.code]))


def _instead(request: OfficeRequest, row: "Service") -> str:
    """Return the code of the service that takes the place of one, when it is offered."""
    code = request.POST.get("instead", "")
    return code if any(one.code == code != row.code for one in _offered()) else ""


def _offered() -> list[queries.Offer]:
    return list(queries.offers(queries.house_calendar().local_day(clock.now())).values())


@require_safe
@for_keepers
def versions(request: OfficeRequest, code: str) -> HttpResponse:
    """List the versions of a service, and who has read the last change."""
    row = _service(request, code)
    context = frame(request, "office-services") | {
        "row": row, "versions": queries.versions_of(row), "readers": queries.readers_of(row),
    }  # fmt: skip
    return render(request, "office/services/versions.html", context)


@require_safe
@for_keepers
def difference(request: OfficeRequest, code: str, pk: int) -> HttpResponse:
    """Show what a version changed, field by field; `?since=3` compares it with another one."""
    row, since = _service(request, code), request.GET.get("since", "")
    number = int(since) if since.isascii() and since.isdecimal() and len(since) < 9 else None
    found = queries.difference(row, pk, since=number)
    if found is None:
        raise Http404
    context = frame(request, "office-services") | {
        "row": row, "found": found,
        "others": [one for one in queries.versions_of(row) if one.number and one.pk != pk],
        "changes": [
            (field_words(change.path), shown_value(change.path, change.was), shown_value(change.path, change.now))
            for change in found.changes
        ],
    }  # fmt: skip
    return render(request, "office/services/diff.html", context)


@require_POST
@for_keepers
def drop(request: OfficeRequest, code: str, pk: int) -> HttpResponse:
    """Give up a change whose day has not come."""
    row = _service(request, code)
    if not actions.drop_change(row, by=request.viewer, pk=pk):
        raise Http404
    messages.success(request, _("The change was given up."))
    return HttpResponseRedirect(reverse("office-service-versions", args=[row.code]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders("upkeep.read")
def reading(request: OfficeRequest) -> HttpResponseBase:
    """Show the sheets that changed since one read them, and what one keeps that should have been read again."""
    rows = queries.to_read(request.viewer)
    if request.method == "POST":
        row = next((one for one in rows if one.code == request.POST.get("code")), None)
        if row:
            actions.acknowledge(row, by=request.viewer, now=clock.now())
            messages.success(request, _("Read."))
        return HttpResponseRedirect(reverse("office-reading"))
    sheets = [(row, *_changed(row), address("portal-service", row.code)) for row in rows]
    kept = keeping.parts_of(request.viewer)
    if wants_sheet(request):
        return reading_file(request, [one for part in kept.values() for one in part], sheets)
    context = frame(request, "office-reading") | kept | {
        "rows": sheets, "knows": request.viewer.may("catalogue.acknowledge"), "sheet_url": address_of_sheet(request),
    }  # fmt: skip
    return render(request, "office/services/reading.html", context)


def _changed(row: "Service") -> tuple[Any, list[Any]]:
    version = queries.last_reread_of(row)
    found = queries.difference(row, version.pk) if version else None
    return version, list(dict.fromkeys(field_words(one.path) for one in found.changes)) if found else []
