"""Finding tickets by their words or their number."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Left

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Message, Party, Ticket
from guichet.ground import search
from guichet.ground.references import parse_number

KIND = "ticket"
RANKED = 60  # of what holds the words, how many are looked at before the viewer's rights leave some out
READ = 6_000  # characters of a message that are looked through for a passage to show


def find_tickets(viewer: Viewer, words: str, *, language: str | None = None, limit: int = 50) -> list[Ticket]:
    """Return the tickets that hold every word, the best first, among those that the viewer may see."""
    visible = Ticket.objects.visible_to(viewer)
    if number := parse_number(words):
        return list(visible.filter(number=number))
    # A client's own compartments are looked through at once; staff see nearly everything, and are filtered after.
    scopes = {grant.compartment for grant in viewer.grants} | _taken_part_in(viewer) if viewer.has("client") else None
    pks = search.find(words, kind=KIND, within=visible, language=language, limit=limit, scopes=scopes)
    rows = Ticket.objects.visible_to(viewer).select_related("requester", "owner").in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def glimpse(viewer: Viewer, words: str, *, at: str = "", limit: int = 6) -> tuple[Ticket | None, list[Ticket]]:
    """Return, in two statements, the ticket of a number and the best that hold every word, as far as they are seen."""
    found = [] if parse_number(words) else search.find(words, kind=KIND, within=None, limit=RANKED)
    number = parse_number(words)
    wanted = Q(pk__in=found) | Q(number__in=[one for one in (at, number) if one])
    rows = {one.pk: one for one in Ticket.objects.visible_to(viewer).filter(wanted).select_related("requester")}
    named = {one.number: one for one in rows.values()}
    best = [named[number]] if number in named else [rows[pk] for pk in found if pk in rows]
    return named.get(at), best[:limit]


def _taken_part_in(viewer: Viewer) -> set[int]:
    rows = Party.objects.filter(person=viewer.person, ended_at=None)
    return set(rows.values_list("ticket__compartment", flat=True))


def passages(tickets: Iterable[Ticket], words: str) -> dict[int, list[search.Piece]]:
    """Return, for each ticket found, the passage of what was said with the client that answers the words."""
    known = {ticket.pk: ticket for ticket in tickets}
    rows = Message.objects.filter(ticket__in=known, withdrawn_at=None).order_by("pk")
    found: dict[int, list[search.Piece]] = {}
    for pk, language, said in rows.values_list("ticket_id", "language", Left("body", READ)):
        if pk not in found and (shown := search.passage(said, words, language=language or known[pk].language)):
            found[pk] = shown
    return found
