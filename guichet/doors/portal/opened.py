"""Which requests a reader may open: signed in, or with a code given in this session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime

from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.areas.tickets.queries import client
from guichet.ground import clock
from guichet.ground.references import parse_number

P = ParamSpec("P")
OPENED = "opened_tickets"
KEPT_WORDS = "kept_words"
MOST_OPENED = 20
LONGEST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket, through the eyes of whoever opened it."""

    viewer: Viewer
    ticket: Any  # for actions only: templates get what `client.tracker` says


def viewer_of(request: HttpRequest) -> Viewer:
    """Return whoever signed in, or nobody."""
    found: Viewer = getattr(request, "viewer", ANONYMOUS)
    return found


def is_client(viewer: Viewer) -> bool:
    """Tell whether somebody signed in as a client."""
    return viewer.has("client")


def open_for(request: HttpRequest, number: str) -> Opened:
    """Return the ticket of that number for this reader, or answer that there is no such thing."""
    known = parse_number(number)
    if known is None:
        raise Http404
    for viewer in _eyes(request, known):
        ticket = client.find_by_number(viewer, known)
        if ticket and _still_holds(request, viewer, ticket.number, ticket.code_version):
            return Opened(viewer, ticket)
    raise Http404


def _eyes(request: HttpRequest, number: str) -> list[Viewer]:
    signed = viewer_of(request)
    held = request.session.get(OPENED, {}).get(number)
    bearer = client.bearer_again(held, on=_today()) if held else None
    return ([signed] if is_client(signed) else []) + ([bearer] if bearer else [])


def _today() -> date:
    return localtime(clock.now()).date()


def _still_holds(request: HttpRequest, viewer: Viewer, number: str, version: int) -> bool:
    # A code that was replaced opens nothing any more, even in a session that had used it. One's own goes with one's
    # part, which was asked of the policy.
    return is_client(viewer) or viewer.party is not None or request.session[OPENED][number]["version"] == version


def bearers(request: HttpRequest) -> list[Viewer]:
    """Return the bearers of every ticket opened in this session with a code that still opens it."""
    held = request.session.get(OPENED, {})
    live = client.code_versions(one["ticket"] for one in held.values())
    good = [one for one in held.values() if one.get("party") or live.get(one["ticket"]) == one["version"]]
    return [viewer for one in good if (viewer := client.bearer_again(one, on=_today()))]


def remember(request: HttpRequest, ticket: Any, bearer: Viewer) -> None:
    """Let this session open a ticket; the session gets a new key, so that nobody else had it before."""
    opened = dict(request.session.get(OPENED, {}))
    opened.pop(ticket.number, None)
    while len(opened) >= MOST_OPENED:
        opened.pop(next(iter(opened)))
    opened[ticket.number] = {
        "ticket": ticket.pk, "person": bearer.person, "language": bearer.language,
        "version": ticket.code_version, "party": bearer.party,
    }  # fmt: skip
    request.session.cycle_key()
    request.session[OPENED] = opened


def keep_words(request: HttpRequest, number: str, body: str) -> None:
    """Keep what somebody typed on a page whose session had ended: it is there again once they are back."""
    request.session[KEPT_WORDS] = {"number": number, "body": body[:LONGEST_KEPT]}


def kept_words(request: HttpRequest, number: str) -> str:
    """Return, once, the words kept for a ticket."""
    kept = request.session.get(KEPT_WORDS)
    if not kept or kept["number"] != number:
        return ""
    del request.session[KEPT_WORDS]
    return str(kept["body"])


def has_opened(request: HttpRequest, number: str) -> bool:
    """Tell whether this session opened that ticket with its code."""
    return number in request.session.get(OPENED, {})


def for_clients(
    page: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask whoever did not sign in to do so, and come back here; staff have no requests of their own."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        viewer = viewer_of(request)
        if is_client(viewer):
            return page(request, *args, **kwargs)
        if viewer.is_staff:
            raise Http404
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")

    return guarded


def for_offices(
    page: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in whoever works in an office or a caucus; for any other client the page is not there."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not viewer_of(request).offices:
            raise Http404
        return page(request, *args, **kwargs)

    return for_clients(guarded)
