"""What can be asked for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from guichet.areas.people.access import Viewer
from guichet.doors.portal import offering, servicesheet
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List what we offer, or what somebody's words point to."""
    words = " ".join(request.GET.get("q", "").split())[: offering.LONGEST_SEARCH]
    event = request.GET.get("event", "")
    groups = offering.groups()
    chosen = next((group for group in groups if group.code == event), None)
    context = {
        "words": words, "found": offering.search(words), "groups": [chosen] if chosen else groups, "chosen": chosen,
        "letters": [] if words or chosen else offering.by_letter(offering.services()),
    }  # fmt: skip
    return render(request, "portal/services/list.html", context)


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service: what it is, what it needs and why, how long it takes, who takes care of it.

    Whoever keeps the catalogue sees it before it is published, in either language: `?preview=fr`.
    """
    seen_as = _preview(request)
    found = servicesheet.found(code, on=offering.today(), unpublished=bool(seen_as))
    if found is None:
        raise Http404
    with override(seen_as or get_language()):
        address = request.build_absolute_uri(reverse("portal-service", args=[code]))
        context = servicesheet.page_of(found, now=clock.now(), address=address) | {"preview": seen_as}
        context["event"] = next((one for one in offering.groups() if one.code in found.life_events), None)
        return render(request, "portal/services/page.html", context)


def _preview(request: HttpRequest) -> str:
    """Return the language of a preview, to those who may have one."""
    wanted = request.GET.get("preview", "")
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return wanted if wanted in LANGUAGES and viewer.may("catalogue.edit") else ""
