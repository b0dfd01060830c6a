"""The contract of the index: put a document in, take it out, find the ones that somebody may see."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from guichet.ground.search import keys, postings, vocabulary
from guichet.ground.search import words as language_of_words

NEWEST = 1_000  # matches that are ranked: a common word has no business ranking the whole history
CHUNK = 200


@cache
def engine() -> ModuleType:
    if connection.vendor == "postgresql":
        from guichet.ground.search import postgresql

        return postgresql
    from guichet.ground.search import sqlite

    return sqlite


def put(kind: str, pk: int, text: str, language: str, *, scope: int) -> None:
    """Index a document, or index it again, in the caller's transaction and in one statement."""
    engine().put(kind, pk, language_of_words.document(text, language), scope)


def put_fields(kind: str, pk: int, fields: Sequence[keys.Field]) -> None:
    """Index a document by its fields, so that `answer` ranks it; no field at all forgets it."""
    postings.write(kind, pk, *keys.weights(fields))
    vocabulary.forget()


def remove(kind: str, pk: int) -> None:
    """Forget a document."""
    engine().remove(kind, pk)


def find(
    words: str, *, kind: str, within: QuerySet[Any] | None, language: str | None = None, limit: int = 50,
    scopes: Collection[int] | None = None,
) -> list[int]:  # fmt: skip
    """Return the ids of the documents that hold every word, the best first, among the rows of `within`.

    `within` decides what may be seen; `scopes` only spares looking elsewhere. The last word may be unfinished.
    """
    terms = language_of_words.question(words, language)
    if not terms or (scopes is not None and not scopes):
        return []
    ranked = engine().ranked(kind, terms, scopes, NEWEST)
    if within is None:
        return list(ranked[:limit])
    return _seen(ranked, within, limit)


def _seen(ranked: list[int], within: QuerySet[Any], limit: int) -> list[int]:
    kept: list[int] = []
    for chunk in _chunks(ranked):
        seen = set(within.filter(pk__in=chunk).values_list("pk", flat=True))
        kept += [pk for pk in chunk if pk in seen]
        if len(kept) >= limit:
            break
    return kept[:limit]


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))
