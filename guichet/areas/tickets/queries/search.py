"""Finding tickets by their words or their number."""

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Ticket
from guichet.ground import search
from guichet.ground.references import parse_number

KIND = "ticket"


def find_tickets(viewer: Viewer, words: str, *, language: str | None = None, limit: int = 50) -> list[Ticket]:
    """Return the tickets that hold every word, the best first, among those that the viewer may see."""
    visible = Ticket.objects.visible_to(viewer)
    if number := parse_number(words):
        return list(visible.filter(number=number))
    # A client's own compartments are looked through at once; staff see nearly everything, and are filtered after.
    scopes = {grant.compartment for grant in viewer.grants} if viewer.has("client") else None
    pks = search.find(words, kind=KIND, within=visible, language=language, limit=limit, scopes=scopes)
    rows = Ticket.objects.visible_to(viewer).select_related("requester", "owner").in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]
