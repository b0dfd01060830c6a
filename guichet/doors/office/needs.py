"""The page of what people looked for and did not find, and what was decided about it."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.catalogue.queries import offer_by_code, offers
from guichet.areas.finding.actions import NoSuchService, link_need, reopen_need, set_need_aside
from guichet.areas.finding.queries import failures, need, needs, settled_needs
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.suggestions import share
from guichet.doors.office.writing import lang, number
from guichet.ground import clock

MOST_OPEN, MOST_SETTLED = 100, 30
DAYS = (7, 30, 365)
LANGUAGES = {"fr": _("French"), "en": _("English")}
CHANNELS = {"portal": _("Portal"), "api": _("API"), "desk": _("Desk")}
WRONG = 422


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponse:
    """Show how many searches found nothing, and the words that did not."""
    return _page(request)


def _page(request: OfficeRequest, wrong: int = 0, why: str = "") -> HttpResponse:
    viewer, today = request.viewer, clock.now().date()
    known = sorted((one.name.in_language(lang()), one.code) for one in offers(today).values())
    counted = [(days, failures(viewer, until=today, days=days)) for days in DAYS]
    context = frame(request, "office-needs") | {
        "services": known, "wrong": wrong, "why": why,
        "rates": [(days, number(one.asked), share(one.failed, one.asked)) for days, one in counted],
        "rows": [_row(one) for one in needs(viewer, limit=MOST_OPEN)],
        "settled": [_row(one) for one in settled_needs(viewer, limit=MOST_SETTLED)],
    }  # fmt: skip
    return render(request, "office/needs.html", context, status=WRONG if wrong else 200)


def _row(one: Any) -> dict[str, Any]:
    return {
        "pk": one.pk, "words": one.words, "lang": f"{one.language}-CA", "language": LANGUAGES[one.language],
        "channel": CHANNELS.get(one.channel, one.channel), "count": number(one.count), "last": one.last_at,
        "service": one.service.name.in_language(lang()) if one.service else "",
    }  # fmt: skip


@require_POST
@for_readers
def decision(request: OfficeRequest, pk: int) -> HttpResponse:
    """Link a need to a service, set it aside, or open it again."""
    found = need(request.viewer, pk)
    if found is None:
        raise Http404
    state, by = request.POST.get("state", ""), request.viewer
    if state == "aside":
        set_need_aside(found, by=by)
    elif state == "open":
        reopen_need(found, by=by)
    elif offer_by_code(code := request.POST.get("service", ""), on=clock.now().date()):
        link_need(found, code, by=by, now=clock.now())
    else:
        return _page(request, wrong=pk, why=str(NoSuchService()))
    return HttpResponseRedirect(reverse("office-needs"))
