"""What can be asked for."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from guichet.areas.catalogue.queries import life_events
from guichet.areas.people.access import Viewer
from guichet.doors.portal import browsing, offering, searching, servicesheet
from guichet.doors.portal.moved import moved
from guichet.doors.portal.views.home import ways
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES
from guichet.ground.ui.afterwards import afterwards
from guichet.ground.ui.htmx import is_htmx

OK, TOO_MANY = 200, 429


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List what we offer, or what somebody's words point to."""
    words = searching.asked_of(request)
    if words:
        return _found(request, words)
    known, taken = offering.services(), browsing.taken_of(request.GET)
    facets = browsing.facets(known, taken)
    context = {
        "facets": facets, "taken": [one for facet in facets for one in facet.choices if one.taken],
        "services": browsing.narrowed(known, taken) if taken else [],
        "event": next((one for one in life_events() if one.code == taken.get("event")), None),
        "letters": [] if taken else offering.by_letter(known),
    }  # fmt: skip
    return render(request, "portal/services/list.html", context)


def _found(request: HttpRequest, words: str) -> HttpResponse:
    too_many = searching.too_fast(request, "search", searching.SEARCHES_OF_NETWORK)
    result = searching.Result() if too_many else searching.search(words)
    context = {"words": words, "result": result, "too_many": too_many, **ways()}
    response = render(request, "portal/services/found.html", context, status=TOO_MANY if too_many else OK)
    # The reader does not wait for what only counts.
    return response if too_many else afterwards(response, partial(searching.note, words, result))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggest services and articles while somebody types; opened as an address, it leads to the page that searches."""
    words = searching.asked_of(request)
    if not is_htmx(request):
        return HttpResponseRedirect(f"{reverse('portal-services')}?{urlencode({'q': words})}")
    if searching.too_fast(request, "suggest", searching.SUGGESTIONS_OF_NETWORK):
        return HttpResponse(status=TOO_MANY)
    long_enough = len(words) >= searching.SHORTEST
    most = {"services": searching.SUGGESTED_SERVICES, "articles": searching.SUGGESTED_ARTICLES}
    result = searching.search(words, **most) if long_enough else searching.Result()
    return render(request, "portal/services/_suggested.html", {"result": result})


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service: what it is, what it needs and why, how long it takes, who takes care of it.

    Whoever keeps the catalogue sees it before it is published, in either language: `?preview=fr`.
    """
    seen_as = _preview(request)
    found = servicesheet.found(code, on=offering.today(), unpublished=bool(seen_as))
    if found is None:
        return moved("service", code, offering.service, "portal-service")
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
