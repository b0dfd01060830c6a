"""Who looks at a page, in which language, and through which door what they do is written."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.defaults import page_not_found

from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.areas.people.queries import viewer_of_user
from guichet.ground import clock
from guichet.ground.access import Refused
from guichet.ground.journal.api import through

DOORS = ("desk", "office", "api", "demo")
FACE = "portal"


class ViewerMiddleware:
    """Gives every request its `viewer`, its language and the door that facts will name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        viewer = signed_in(request)
        request.viewer = viewer  # type: ignore[attr-defined]
        if viewer is not ANONYMOUS and not chose_language(request):
            translation.activate(viewer.language)
        with through(door_of(request.path)):
            return self.get_response(request)

    def answer_refusal(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what one may not do as if it did not exist."""
        return page_not_found(request, Http404()) if isinstance(error, Refused) else None

    process_exception = answer_refusal  # the name Django calls it by


def signed_in(request: HttpRequest) -> Viewer:
    """Return whoever signed in; an account that stands for nobody any more is nobody."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    now = clock.now()
    return viewer_of_user(request.user, on=now.date(), now=now) or ANONYMOUS


def chose_language(request: HttpRequest) -> bool:
    """Tell whether the reader chose a language on this machine: it goes before the one we keep for them."""
    return settings.LANGUAGE_COOKIE_NAME in request.COOKIES


def door_of(path: str) -> str:
    """Name the door that an address belongs to."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in DOORS else FACE
