"""A suggestion as whoever sorts reads it: only what they may see, only what is offered today."""

from dataclasses import dataclass
from datetime import date

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Ticket
from guichet.areas.triage.models import Suggestion


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that it may be, how sure that is in per cent, and the words that say so."""

    offer: Offer
    sure: int
    words: list[str]


@dataclass(frozen=True, slots=True)
class Twin:
    """Another ticket in much the same words."""

    number: str
    title: str
    language: str
    alike: int
    words: list[str]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is suggested on a ticket, and why."""

    row: Suggestion
    candidates: list[Candidate]
    twins: list[Twin]

    @property
    def abstains(self) -> bool:
        """Tell whether it says that it does not know."""
        return self.row.service_id is None


def advice_on(ticket: Ticket, viewer: Viewer, *, on: date) -> Advice | None:
    """Return what is suggested on a ticket that the viewer sees; twins that they may not see are not there."""
    row = Suggestion.objects.filter(ticket=ticket.pk).first()
    if row is None:
        return None
    known = offers(on)
    named = [Candidate(known[pk], sure, words) for pk, sure, words in row.candidates if pk in known]
    return Advice(row, named, _twins(row, viewer))


def _twins(row: Suggestion, viewer: Viewer) -> list[Twin]:
    if not row.twins:
        return []
    seen = Ticket.objects.visible_to(viewer).in_bulk([pk for pk, _alike, _words in row.twins])
    return [
        Twin(seen[pk].number, seen[pk].title, seen[pk].language, alike, words)
        for pk, alike, words in row.twins
        if pk in seen
    ]
