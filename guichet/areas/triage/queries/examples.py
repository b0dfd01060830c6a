"""What may be learned from: decided requests that are not confidential, without the names of anybody, and sheets."""

from collections.abc import Iterator
from datetime import date

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.rules import State
from guichet.areas.triage.rules.words import sequence
from guichet.ground.bilingual import LANGUAGES

MOST = 20_000
UNDECIDED = (State.RECEIVED, State.TO_SORT, State.CANCELLED, State.MERGED)
Row = tuple[str, str, int, int | None]  # words, language, service, who asked; nobody: the institution says so


def examples() -> list[Row]:
    """Return how the latest requests were sorted, the oldest first; never a confidential one."""
    decided = Ticket.rows.filter(confidential=False, service__confidential=False).exclude(state__in=UNDECIDED)
    latest = decided.order_by("-pk").values_list("pk", "title", "language", "service_id", "requester_id")[:MOST]
    rows = list(latest)[::-1]
    opening = Message.objects.filter(kind=Message.Kind.OPENING, ticket__in=decided)
    bodies = dict(opening.order_by("-ticket")[:MOST].values_list("ticket_id", "body"))
    return [
        (f"{title}\n{bodies.get(pk, '')}", language, service, person)
        for pk, title, language, service, person in rows
        if service
    ]


def sheets(on: date) -> list[Row]:
    """Return what the sheets of the published services say, in both languages; never of a confidential one."""
    return [
        ("\n".join(_said(one, language)), language, pk, None)
        for pk, one in offers(on).items()
        if not one.confidential
        for language in LANGUAGES
    ]


def _said(offer: Offer, language: str) -> Iterator[str]:
    yield from (offer.name.in_language(language), offer.summary.in_language(language))
    yield from offer.keywords.get(language, [])
    yield from (one.label.in_language(language) for one in offer.told.requirements)


def names() -> set[str]:
    """Return the stems of every name of a person, in both languages: none of them is ever learned."""
    found: set[str] = set()
    for people in (Person.objects, Staff.objects):
        for pair in people.values_list("given_name", "family_name").iterator():
            for language in ("fr", "en"):
                found |= {stem for stem, _word in sequence(" ".join(pair), language)}
    return found
