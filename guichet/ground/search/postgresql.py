"""PostgreSQL: words are given to tsvector as they are, so no text search configuration or extension is needed."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from guichet.ground.search.words import Term

MOST_POSITIONS = 16_383  # what a tsvector can count
MOST_GROWTH = 8  # times as many ids as were looked through so far
CREATE = [
    """CREATE TABLE search_index (kind varchar(20) NOT NULL, pk bigint NOT NULL, scope bigint NOT NULL,
        words tsvector NOT NULL, PRIMARY KEY (kind, pk))""",
    "CREATE INDEX search_index_words ON search_index USING gin (words)",
]
DROP = ["DROP TABLE search_index"]
FIRST = """SELECT ends.low, ends.high, one.pk, ts_rank(one.words, %(wanted)s::tsquery, 1)
    FROM (SELECT MIN(pk) AS low, MAX(pk) AS high FROM search_index WHERE kind = %(kind)s) AS ends
    LEFT JOIN search_index AS one ON kind = %(kind)s AND one.pk > ends.high - %(width)s AND one.pk <= ends.high
    {narrowed} AND words @@ %(wanted)s::tsquery"""
# Neither an order nor a limit: they would keep the planner from meeting the index of words with that of ids.
NEXT = """SELECT pk, ts_rank(words, %(wanted)s::tsquery, 1) FROM search_index
    WHERE kind = %(kind)s AND pk > %(low)s AND pk <= %(high)s {narrowed} AND words @@ %(wanted)s::tsquery"""


def put(kind: str, pk: int, words: list[str], scope: int) -> None:
    """Write one document."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO search_index (kind, pk, scope, words) VALUES (%s, %s, %s, %s::tsvector)
               ON CONFLICT (kind, pk) DO UPDATE SET scope = EXCLUDED.scope, words = EXCLUDED.words""",
            [kind, pk, scope, _vector(words)],
        )


def _vector(words: list[str]) -> str:
    return " ".join(f"'{word}':{min(place, MOST_POSITIONS)}" for place, word in enumerate(words, start=1))


def remove(kind: str, pk: int) -> None:
    """Delete one document."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index WHERE kind = %s AND pk = %s", [kind, pk])


def ranked(kind: str, terms: list[Term], scopes: Collection[int] | None, newest: int) -> list[int]:
    """Return the newest matches, the best first.

    To read a common word's whole history would take seconds: ids are walked from the newest, until enough is found.
    """
    asked: dict[str, Any] = {"kind": kind, "wanted": _expression(terms), "scopes": list(scopes or ()), "width": newest}
    narrowed = "" if scopes is None else "AND scope = ANY(%(scopes)s)"
    with connection.cursor() as cursor:
        cursor.execute(FIRST.format(narrowed=narrowed), asked)
        rows = cursor.fetchall()
        oldest, top = rows[0][0] or 0, rows[0][1] or 0
        found, past = [(pk, rank) for _oldest, _top, pk, rank in rows if pk], top - newest
        while past >= oldest and len(found) < newest:
            low = past - _width(top - past, len(found), newest)
            cursor.execute(NEXT.format(narrowed=narrowed), asked | {"low": low, "high": past})
            found += cursor.fetchall()
            past = low
    kept = sorted(found, reverse=True)[:newest]
    return [pk for pk, _rank in sorted(kept, key=lambda item: (-item[1], -item[0]))]


def _width(walked: int, found: int, newest: int) -> int:
    """Return how many ids to look through next, as far as what was found tells: rather too few than too many."""
    return min(MOST_GROWTH * walked, (newest - found) * walked // max(found, 1) + newest // 4)


def heaviest(kind: str, terms: list[str], most: int) -> list[tuple[str, int, int]]:
    """Return, for each key, the documents that weigh most under it: key, id, weight."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT wanted.term, found.pk, found.weight FROM unnest(%s::text[]) AS wanted (term) CROSS JOIN LATERAL (
                   SELECT pk, weight FROM search_posting WHERE kind = %s AND term = wanted.term
                   ORDER BY weight DESC, pk LIMIT %s) AS found""",
            [terms, kind, most],
        )
        return list(cursor.fetchall())


def _expression(terms: list[Term]) -> str:
    # Words are letters and digits only, and quoted: nothing that was typed is read as grammar.
    return " & ".join(_any_form(term) for term in terms)


def _any_form(term: Term) -> str:
    forms = [f"'{form}'" for form in term.forms]
    if term.prefix:
        forms.append(f"'{term.prefix}':*")
    return f"({' | '.join(forms)})"
