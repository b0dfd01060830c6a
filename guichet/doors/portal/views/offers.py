"""What can be asked for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.doors.portal import offering


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
    """Show one service: what it is, how long it takes, who takes care of it."""
    found = offering.service(code)
    if found is None:
        raise Http404
    event = next((group for group in offering.groups() if group.code in found.events), None)
    return render(request, "portal/services/page.html", {"service": found, "event": event})
