"""Who may enter which page of the desk; what one may not see does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from guichet.areas.people.access import EVERY_STAFF, FRONT_LINE, Viewer
from guichet.doors.desk.interrupted import interrupted
from guichet.ground.access import Refused
from guichet.ground.ui.middleware import CONTENT_SECURITY_POLICY

P = ParamSpec("P")
PLANNERS = (*FRONT_LINE, "expert")
KEEPERS = ("administrator", "manager")


class DeskRequest(HttpRequest):
    """A request whose viewer works here."""

    viewer: Viewer


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def only_for(*roles: str) -> Callable[[View[P]], AnyView[P]]:
    """Let in the staff that hold one of the roles; send strangers to sign in, and hide the page from the others."""

    def declare(view: View[P]) -> AnyView[P]:
        @wraps(view)
        def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            viewer: Viewer = request.viewer  # type: ignore[attr-defined]
            if not request.user.is_authenticated:
                return interrupted(request)
            if not viewer.is_staff or not viewer.has(*roles):
                raise Http404
            try:
                response = view(request, *args, **kwargs)  # type: ignore[arg-type]
            except Refused as refusal:
                raise Http404 from refusal
            return _with_live(response)

        return enter

    return declare


def live_url() -> str:
    """Return the address of live updates: another process, perhaps another origin."""
    return str(getattr(settings, "LIVE_URL", ""))


def _with_live(response: HttpResponseBase) -> HttpResponseBase:
    there, here = urlsplit(live_url()), urlsplit(settings.BASE_URL)
    if there.netloc and there.netloc != here.netloc:
        allowed = f"connect-src 'self' {there.scheme}://{there.netloc}"
        policy = CONTENT_SECURITY_POLICY.replace("connect-src 'self'", allowed)
        response.headers["Content-Security-Policy"] = policy
    return response


for_staff = only_for(*EVERY_STAFF)
for_front_line = only_for(*FRONT_LINE)
for_planners = only_for(*PLANNERS)
for_keepers = only_for(*KEEPERS)
