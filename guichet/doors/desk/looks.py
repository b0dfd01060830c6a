"""Who can see a file, who saw it, and why: the pages that tell it, and the note that every opening leaves."""

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.areas.people import queries as people
from guichet.areas.sight import actions, queries
from guichet.areas.sight.rules import DOORS, WHYS
from guichet.areas.tickets.queries.desk import ticket_for, ticket_of_file
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import RIGHTS, word
from guichet.ground import clock
from guichet.ground.ui.afterwards import afterwards
from guichet.ground.ui.htmx import page_or_part

if TYPE_CHECKING:
    from guichet.areas.people.models import Person
    from guichet.areas.tickets.models import Ticket

Response = TypeVar("Response", bound=HttpResponseBase)
SHORT = 6  # names before the others are folded away


def looked(request: DeskRequest, response: Response, file: "Ticket | Person", door: str) -> Response:
    """Keep that the reader opened a file, once the page has left."""
    came = urlsplit(request.headers.get("Referer", "")).path
    found = came in (reverse("desk-search"), reverse("desk-people"))
    note = partial(actions.looked, file, viewer=request.viewer, now=clock.now(), door=door, through_search=found)
    return afterwards(response, note)


def downloaded(request: DeskRequest, response: Response, token: str) -> Response:
    """Keep that the reader took a file of a ticket, once it has left."""

    def note() -> None:
        if ticket := ticket_of_file(token):
            actions.looked(ticket, viewer=request.viewer, now=clock.now(), door="file")

    return afterwards(response, note)


@require_safe
@for_front_line
def of_ticket(request: DeskRequest, number: str) -> HttpResponse:
    """Tell who can see a request, who saw it, and why."""
    ticket, now = ticket_for(request.viewer, number), clock.now()
    if ticket is None:
        raise Http404
    context = _told(queries.who_can(request.viewer, ticket, now=now), queries.who_saw(request.viewer, ticket)) | {
        "title": ticket.number, "back": reverse("desk-ticket", args=[number]), "about": ticket.title,
        "whole": reverse("desk-seen", args=[number]), "is_confidential": ticket.confidential,
    }  # fmt: skip
    return page_or_part(request, "desk/looks/page.html", "desk/looks/_looks.html", frame(request) | context)


@require_safe
@for_front_line
def of_person(request: DeskRequest, pk: int) -> HttpResponse:
    """Tell who can see somebody's card, who saw it, and why."""
    request.viewer.require("people.look_up")
    person = people.known_person(pk)
    if person is None:
        raise Http404
    context = _told(queries.who_can_read_card(request.viewer), queries.who_saw(request.viewer, person)) | {
        "title": person.full_name, "back": reverse("desk-person", args=[pk]), "about": "",
        "whole": reverse("desk-person-seen", args=[pk]), "is_confidential": False,
    }  # fmt: skip
    return page_or_part(
        request, "desk/looks/page.html", "desk/looks/_looks.html", frame(request, "desk-people") | context
    )


def _told(can: list[queries.Reader], saw: list[queries.Look]) -> dict[str, Any]:
    ways = []
    for why, readers in groupby(can, key=lambda one: one.why):
        names = [f"{one.name} ({one.unit})" if why == "task" else one.name for one in readers]
        ways.append((word(RIGHTS, why), names[:SHORT], names[SHORT:]))
    return {
        "ways": ways, "looks": [(one, _name(one), word(DOORS, one.door), word(WHYS, one.why)) for one in saw],
        "months": settings.ACCESS_LOG_DAYS // 30,
    }  # fmt: skip


def _name(one: queries.Look) -> str:
    return one.name or (_("Whoever holds the code") if one.reader.startswith("bearer:") else _("Somebody who has left"))
