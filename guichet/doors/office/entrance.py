"""Who enters the office; to the others it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from guichet.areas.people.access import Viewer
from guichet.ground.access import Refused

P = ParamSpec("P")


class OfficeRequest(HttpRequest):
    """A request whose viewer reads figures."""

    viewer: Viewer


View = Callable[Concatenate[OfficeRequest, P], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_holders(permission: str) -> Callable[[View[P]], AnyView[P]]:
    """Let in whoever holds a permission, send strangers to sign in, and hide the page from everybody else."""

    def hide(view: View[P]) -> AnyView[P]:
        @wraps(view)
        def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            viewer: Viewer = request.viewer  # type: ignore[attr-defined]
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not viewer.may(permission):
                raise Http404
            try:
                return view(request, *args, **kwargs)  # type: ignore[arg-type]
            except Refused as refusal:
                raise Http404 from refusal

        return enter

    return hide


def for_readers(view: View[P]) -> AnyView[P]:
    """Let in whoever reads figures."""
    return for_holders("metrics.read")(view)
