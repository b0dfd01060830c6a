"""Finding somebody, or a ticket by its number or by words of its title and of what was said."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.areas.people import queries as people
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries.firms import find_firms
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.areas.tickets.queries.search import find_tickets, passages
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import LANGUAGES, STATES, word
from guichet.doors.desk.names import here
from guichet.doors.desk.shortfiles import found_file
from guichet.ground import clock
from guichet.ground.references import parse_number
from guichet.ground.search import passage
from guichet.ground.ui import wording
from guichet.ground.ui.htmx import page_or_part
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

SHORTEST = 2
MOST_PERSONS, MOST_TICKETS = 30, 20
LONGEST = 200


@require_safe
@for_front_line
def find(request: DeskRequest) -> HttpResponseBase:
    """Find somebody by name, address or telephone, tickets by words; a ticket's number opens it."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    asked = typed if len(typed) >= SHORTEST else ""
    if wants_sheet(request):
        return found_file(request, asked)
    number = parse_number(typed)
    if number and ticket_for(request.viewer, number):
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]))
    context = frame(request, "desk-people") | {"typed": typed, "sheet_url": address_of_sheet(request)}
    context |= found_by(asked, request.viewer)
    return page_or_part(request, "desk/people/find.html", "desk/people/_found.html", context)


def found_by(asked: str, viewer: Viewer) -> dict[str, Any]:
    """Return the people and the tickets that answer, worded, as far as the viewer may see them."""
    if not asked:
        return {"people": [], "firms": [], "tickets": [], "more": False}
    persons = people.find_persons(asked, by=viewer, limit=MOST_PERSONS)
    # One more than is shown tells that there are more.
    tickets = find_tickets(viewer, asked, limit=MOST_TICKETS + 1)
    return {
        "people": [
            (reverse("desk-person", args=[one.pk]), one.full_name or "—", word(LANGUAGES, one.language))
            for one in persons
        ],
        "firms": [
            (reverse("desk-firm", args=[one.code]), one.name.in_language(here()), one.business_number)
            for one in find_firms(asked, by=viewer)
        ],
        "tickets": _hits(tickets[:MOST_TICKETS], asked), "more": len(tickets) > MOST_TICKETS,
    }  # fmt: skip


def _hits(tickets: list["Ticket"], asked: str) -> list[dict[str, Any]]:
    lang, now, said = here(), clock.now(), passages(tickets, asked)
    return [
        {
            "url": reverse("desk-ticket", args=[one.number]), "number": one.number, "state": word(STATES, one.state),
            "who": one.requester.full_name or _("the client"), "when": wording.ago(one.last_at, lang, now),
            "title": passage(one.title, asked, language=one.language) or [(one.title, False)],
            "said": said.get(one.pk, []), "foreign": "" if one.language == lang else f"{one.language}-CA",
        }
        for one in tickets
    ]  # fmt: skip
