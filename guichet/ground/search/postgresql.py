"""PostgreSQL: words are given to tsvector as they are, so no text search configuration or extension is needed."""

from collections.abc import Collection

from django.db import connection

from guichet.ground.search.words import Term

MOST_POSITIONS = 16_383  # what a tsvector can count
CREATE = [
    """CREATE TABLE search_index (kind varchar(20) NOT NULL, pk bigint NOT NULL, scope bigint NOT NULL,
        words tsvector NOT NULL, PRIMARY KEY (kind, pk))""",
    "CREATE INDEX search_index_words ON search_index USING gin (words)",
]
DROP = ["DROP TABLE search_index"]


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

    MATERIALIZED keeps the planner from walking the ids backwards in search of a rare word: it would read every row.
    The words of what is found go along, as they are stored: to join them again would read the whole table.
    """
    narrowed = "" if scopes is None else "AND scope = ANY(%(scopes)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH found AS MATERIALIZED (
                    SELECT pk, words FROM search_index
                    WHERE kind = %(kind)s AND words @@ %(wanted)s::tsquery {narrowed}),
                newest AS MATERIALIZED (SELECT pk, words FROM found ORDER BY pk DESC LIMIT %(newest)s)
                SELECT pk FROM newest
                ORDER BY ts_rank(words, %(wanted)s::tsquery, 1) DESC, pk DESC""",
            {"kind": kind, "wanted": _expression(terms), "scopes": list(scopes or ()), "newest": newest},
        )
        return [pk for (pk,) in cursor.fetchall()]


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
