"""Where published words lead: every address in articles, sheets, our words and guided paths, in both languages."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from guichet.areas.catalogue.models import Service
from guichet.areas.glossary.models import Term
from guichet.areas.guidance.queries import paths
from guichet.areas.guidance.rules import to_data
from guichet.areas.knowledge.models import Article
from guichet.areas.upkeep.rules import addresses_in
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import LANGUAGES, Bilingual

Spot = tuple[str, str, str]  # the kind, the code and the language of where an address stands


def standing() -> dict[str, set[Spot]]:
    """Return every address that published words lead to, and where it stands."""
    found: dict[str, set[Spot]] = defaultdict(set)
    for kind, code, language, text in _texts():
        for url in addresses_in(text):
            found[_ours(url)].add((kind, code, language))
    for kind, code, service in _services_named():
        found[f"/services/{service}/"].update((kind, code, language) for language in LANGUAGES)
    for code, slug in _articles_named():
        found[f"/articles/{slug}/"].update(("path", code, language) for language in LANGUAGES)
    return found


def _ours(url: str) -> str:
    """Return one of our own addresses without the name of the house."""
    return url.removeprefix(settings.BASE_URL) if url.startswith(f"{settings.BASE_URL}/") else url


def _texts() -> Iterator[tuple[str, str, str, str]]:
    articles = Article.objects.visible_to(SYSTEM).filter(state=Article.State.PUBLISHED)
    for article in articles.only("pk", "body").order_by("pk").iterator(500):
        yield from _pair("article", str(article.pk), article.body)
    for service in Service.objects.filter(state=Service.State.PUBLISHED).only("code", "summary", "sheet"):
        yield from _pair("service", service.code, service.summary)
        yield from _nested("service", service.code, service.sheet)
    for term in Term.objects.only("pk", "definition"):
        yield from _pair("word", str(term.pk), term.definition)
    for code, path in paths().items():
        yield from _nested("path", code, to_data(path))


def _pair(kind: str, code: str, text: Bilingual) -> Iterator[tuple[str, str, str, str]]:
    for language in LANGUAGES:
        yield kind, code, language, getattr(text, language)


def _nested(kind: str, code: str, data: Any) -> Iterator[tuple[str, str, str, str]]:
    """Find the texts of both languages inside plain data."""
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if isinstance(data, dict):
        for language in LANGUAGES:
            if isinstance(data.get(language), str):
                yield kind, code, language, data[language]
    for part in parts:
        yield from _nested(kind, code, part)


def _services_named() -> Iterator[tuple[str, str, str]]:
    """Find the services to which sheets and paths lead by their code."""
    for service in Service.objects.filter(state=Service.State.PUBLISHED).only("code", "sheet"):
        for related in service.told.related:
            yield "service", service.code, related
    for code, path in paths().items():
        for item in path.items:
            if item.service:
                yield "path", code, item.service


def _articles_named() -> Iterator[tuple[str, str]]:
    """Find the articles to which the steps of guides lead by their address."""
    for code, path in paths().items():
        yield from ((code, item.article) for item in path.items if item.article)
