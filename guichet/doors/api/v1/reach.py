"""From an address to a ticket, through the eyes of whoever calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from guichet.areas.intake.queries import opened_by
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.actions import OutOfDate
from guichet.areas.tickets.queries import client
from guichet.doors.api.problems import Problem, not_found
from guichet.ground.references import parse_number

# What an integration may ask for, by the scope of its token.
OPEN, FOLLOW, RING = "tickets.open", "tickets.follow", "calls.ring"
# The client is told where their request stands, not who in the house holds it.
PLAIN = {"to_sort": "received", "taken": "in_progress", "waiting_unit": "in_progress"}


@dataclass(frozen=True, slots=True)
class Reached:
    """A ticket, and who acts on it."""

    viewer: Viewer
    ticket: Any


def caller_of(request: HttpRequest) -> Viewer:
    """Return whoever calls."""
    viewer: Viewer = request.auth  # type: ignore[attr-defined]
    return viewer


def is_integration(viewer: Viewer) -> bool:
    """Tell whether a machine calls."""
    return viewer.has("integration")


def require_scope(viewer: Viewer, scope: str) -> None:
    """Refuse an integration whose token was not given this."""
    if is_integration(viewer) and scope not in viewer.scopes:
        raise Problem(403, "forbidden")


def reached(request: HttpRequest, number: str) -> Reached:
    """Return the ticket of a number, or answer that there is no such thing."""
    viewer, known = caller_of(request), parse_number(number)
    require_scope(viewer, FOLLOW)
    if known is None:
        raise not_found()
    ticket = opened_by(viewer.ref, known) if is_integration(viewer) else client.find_by_number(viewer, known)
    if ticket is None:
        raise not_found()
    return Reached(standing_in(viewer, ticket), ticket)


def standing_in(viewer: Viewer, ticket: Any) -> Viewer:
    """Return an integration as the bearer of a ticket that it opened; anybody else as they are."""
    if not is_integration(viewer):
        return viewer
    return replace(
        viewer, roles=frozenset({"integration", "bearer"}), ticket=ticket.pk, person=ticket.requester_id,
        language=ticket.language,
    )  # fmt: skip


def plain(state: str) -> str:
    """Return a state in the words of a client."""
    return PLAIN.get(state, state)


def url_of(number: str) -> str:
    """Return the address of a request's page."""
    return f"{settings.BASE_URL}{reverse('portal-ticket', args=[number])}"


@contextmanager
def conflicts() -> Iterator[None]:
    """Say at the door what an action refuses because of how things stand."""
    try:
        with transaction.atomic():
            yield
    except (ValueError, OutOfDate) as error:
        raise Problem(409, "conflict", detail=str(error)) from error
