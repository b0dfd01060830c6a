"""Who calls: a machine with a token, somebody with a ticket's code, or somebody signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime
from ninja.security import APIKeyCookie, APIKeyHeader, HttpBearer
from ninja.utils import check_csrf

from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.areas.people.queries import viewer_of_token
from guichet.areas.tickets.queries import client
from guichet.doors.api import limits
from guichet.doors.api.problems import Problem, not_found
from guichet.ground import clock
from guichet.ground.references import parse_number

SAFE = ("GET", "HEAD", "OPTIONS")


class Token(HttpBearer):
    """The token of an integration."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer:
        """Return the integration; a token that is not good is refused, whatever else the call carries."""
        network = limits.network_of(request)
        viewer = viewer_of_token(token, now=clock.now())
        if viewer is None:
            limits.refuse_after("token", network, limits.WRONG_CREDENTIALS_OF_NETWORK)
            limits.note_wrong("token", network)
            raise unauthorized()
        limits.spend("token", viewer.ref, limits.CALLS_OF_TOKEN)
        return viewer


class TicketCode(APIKeyHeader):
    """The code of one ticket, for that ticket."""

    param_name = "X-Ticket-Code"

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        """Return the bearer of the code; a wrong code on a known number looks like an unknown number."""
        if not key:
            return None
        assert request.resolver_match
        number = parse_number(str(request.resolver_match.kwargs.get("number", "")))
        if number is None:
            raise not_found()
        network = limits.network_of(request)
        limits.refuse_after("code", network, limits.WRONG_CREDENTIALS_OF_NETWORK)
        limits.refuse_after("code", number, limits.WRONG_CODES_ON_NUMBER)
        viewer = client.bearer_with(number, key, on=localtime(clock.now()).date())
        if viewer is None:
            limits.note_wrong("code", network)
            limits.note_wrong("code", number)
            raise not_found()
        return viewer


class Session(APIKeyCookie):
    """The session of somebody signed in, from a page of this site."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        """Return whoever signed in; what they change must come from a page of ours."""
        viewer: Viewer = getattr(request, "viewer", ANONYMOUS)
        if viewer is ANONYMOUS or not viewer.roles:
            return None
        if request.method not in SAFE and check_csrf(request):
            raise Problem(403, "bad-origin")
        return viewer


def unauthorized() -> Problem:
    """Return the answer for whoever did not say who they are."""
    return Problem(401, "unauthorized").with_header("WWW-Authenticate", 'Bearer realm="api"')


BY_TOKEN: list[Any] = [Token()]
BY_TOKEN_OR_SESSION: list[Any] = [Token(), Session()]
BY_ANY: list[Any] = [Token(), TicketCode(), Session()]
BY_SESSION: list[Any] = [Session()]
