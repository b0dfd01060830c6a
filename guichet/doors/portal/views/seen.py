"""Who opened a client's files: how many of the house, when last, why. Everybody's right to know, in plain words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guichet.areas.sight.queries import looks_at_mine
from guichet.doors.portal.opened import for_clients, viewer_of

# A client reads why somebody was there, never how the house shares its work.
WHYS: dict[str, str | LazyText] = {
    "owner": _("is in charge of your request"), "substitute": _("stands in for whoever is in charge"),
    "task": _("helps with your request"), "reader": _("was chosen to read a confidential request"),
    "emergency": _("opened a confidential request in an emergency"),
}  # fmt: skip
OTHERS = _("welcomes people and follows up on requests")


@require_safe
@for_clients
def seen(request: HttpRequest) -> HttpResponse:
    """Tell a client who of the house opened their requests and their file."""
    looks = [
        (one, sorted({str(WHYS.get(why, OTHERS)) for why in one.whys})) for one in looks_at_mine(viewer_of(request))
    ]
    return render(request, "portal/mine/seen.html", {"looks": looks, "months": settings.ACCESS_LOG_DAYS // 30})
