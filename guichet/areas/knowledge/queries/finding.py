"""Finding the article that answers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from guichet.areas.finding.queries import pointed_to
from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.queries.reading import published
from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.areas.tickets.models import Message
from guichet.ground import search

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

KIND = "article"
LIMIT = 5
RANKED = 50  # of what answers, how many are looked at
SERVICE_COUNTS = 0.5  # of a perfect match of the words: what belonging to the right service is worth
LEAST_PART = 0.4  # of what the best one is worth: what is worth less only shares a common word
STALE_COUNTS = 0.6  # of what it would count, were it read again in time


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that may answer."""

    article: Article
    score: float
    is_stale: bool


def answering(
    words: str, *, language: str, on: date, viewer: Viewer = ANONYMOUS, limit: int = LIMIT,
    near: Mapping[int, float] | None = None,
) -> list[Hit]:  # fmt: skip
    """Return the articles that answer a question best: any of its words will do, the rare ones count most.

    `near` says which services it points to, each up to 1, to whoever asked that already.
    """
    services = pointed_to(words, language=language) if near is None else near
    hits = _best(published(viewer), words, language, services, on, limit)
    return [hit for hit in hits if hit.score >= hits[0].score * LEAST_PART]


def suggested(viewer: Viewer, ticket: "Ticket", *, on: date, limit: int = LIMIT) -> list[Hit]:
    """Return the articles that may answer a request: by its service, and by what the client says."""
    first = Message.objects.filter(ticket=ticket, kind=Message.Kind.OPENING).order_by("pk").first()
    words = f"{ticket.title} {first.body if first else ''}"
    near = {ticket.service_id: 1.0} if ticket.service_id else pointed_to(words, language=ticket.language)
    return _best(published(viewer), words, ticket.language, near, on, limit)


def _best(
    within: QuerySet[Article], words: str, language: str, services: Mapping[int, float], on: date, limit: int
) -> list[Hit]:
    scores = _by_words(within, words, language)
    for pk, score in _by_service(within, services).items():
        scores[pk] += SERVICE_COUNTS * score
    rows = within.select_related("owner").in_bulk(sorted(scores, key=lambda pk: -scores[pk])[: limit * 4])
    hits = [_hit(row, scores[pk], on) for pk, row in rows.items()]
    return sorted(hits, key=lambda hit: (-hit.score, hit.article.pk))[:limit]


def _hit(row: Article, score: float, on: date) -> Hit:
    stale = rules.is_stale(row.review_on, on)
    return Hit(row, score * STALE_COUNTS if stale else score, stale)


def _by_words(within: QuerySet[Article], words: str, language: str) -> dict[int, float]:
    """Weigh articles by how well they answer a question, from 0 to 1: the best one gives the measure."""
    ranked = search.answer(words, kind=KIND, language=language, within=within, limit=RANKED).ranked
    best = ranked[0][1] if ranked else 1.0
    return defaultdict(float, {pk: worth / best for pk, worth in ranked})


def _by_service(within: QuerySet[Article], services: Mapping[int, float]) -> dict[int, float]:
    pairs = within.filter(services__in=list(services)).values_list("pk", "services") if services else ()
    found = dict[int, float]()
    for pk, service in pairs:
        found[pk] = max(found.get(pk, 0.0), services.get(service, 0.0))
    return found
