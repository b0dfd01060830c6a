"""What somebody's words find on the portal, services and articles, marked where it answers; what nothing answers."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from guichet.areas.finding.actions import note_search
from guichet.areas.finding.queries import services_for
from guichet.areas.knowledge.queries import answering
from guichet.areas.knowledge.rules import words_of
from guichet.areas.people.access import ANONYMOUS
from guichet.doors.portal.limits import network_of
from guichet.doors.portal.offering import LONGEST_SEARCH, Shown, lang, shown, today
from guichet.ground import clock
from guichet.ground.search import Piece, marked, passage

if TYPE_CHECKING:
    from guichet.areas.knowledge.models import Article

CHANNEL = "portal"
MOST_SERVICES, MOST_ARTICLES = 12, 5
SUGGESTED_SERVICES, SUGGESTED_ARTICLES, SHORTEST = 5, 2, 2
SEARCHES_OF_NETWORK, SUGGESTIONS_OF_NETWORK = 60, 300  # a minute, in each process: an office shares an address
MINUTE, MOST_KEPT = 60.0, 5_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A service found, with the words that answer marked."""

    service: Shown
    name: list[Piece]
    summary: list[Piece]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article found: its title, and the passage that answers."""

    slug: str
    title: list[Piece]
    passage: list[Piece]


@dataclass(frozen=True, slots=True)
class Result:
    """What was found, and how the words were read when some were not known as written."""

    hits: tuple[Hit, ...] = ()
    articles: tuple[Reading, ...] = ()
    read_as: str = ""

    def __len__(self) -> int:
        return len(self.hits) + len(self.articles)


def asked_of(request: HttpRequest) -> str:
    """Return what somebody typed, in one line."""
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]


def search(words: str, *, services: int = MOST_SERVICES, articles: int = MOST_ARTICLES) -> Result:
    """Return the services that somebody's words point to and the articles that answer them, the best first."""
    if not words:
        return Result()
    found = services_for(words, language=lang(), on=today(), limit=services)
    read_as = _read_as(words, dict(found.read_as))
    spoken = f"{words} {read_as}"
    hits = [
        Hit(one, _marked(str(one.name.in_language(lang())), spoken), _marked(one.summary.in_language(lang()), spoken))
        for one in map(shown, found.services)
    ]
    known = answering(words, language=lang(), on=today(), limit=articles, near=found.worths)
    return Result(tuple(hits), tuple(_reading(one.article, spoken) for one in known), read_as)


def _reading(article: "Article", spoken: str) -> Reading:
    body = words_of(article.body.in_language(lang()))
    return Reading(
        article.slug, _marked(article.title.in_language(lang()), spoken), passage(body, spoken, language=lang())
    )


def _marked(text: str, words: str) -> list[Piece]:
    return marked(text, words, language=lang())


def _read_as(words: str, instead: Mapping[str, str]) -> str:
    read = re.sub(r"[^\W_]+", lambda found: instead.get(found[0].lower(), found[0]), words)
    return read if read != words else ""


def note(words: str, result: Result) -> None:
    """Count a search; when nothing was found, keep its words, never who searched."""
    note_search(
        words, language=lang(), channel=CHANNEL, found=len(result), by=ANONYMOUS, now=clock.now()
    )  # fmt: skip


_counts: dict[tuple[str, str], tuple[float, int]] = {}


def forget() -> None:
    """Drop what this process counted: between tests."""
    _counts.clear()


def too_fast(request: HttpRequest, kind: str, most: int) -> bool:
    """Count one more search of a network, in this process alone, and tell whether it is too many within the minute."""
    if len(_counts) > MOST_KEPT:
        _counts.clear()
    key, now = (kind, network_of(request)), time.monotonic()
    since, count = _counts.get(key, (now, 0))
    if now - since > MINUTE:
        since, count = now, 0
    _counts[key] = (since, count + 1)
    return count >= most
