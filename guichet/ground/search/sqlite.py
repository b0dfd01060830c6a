"""SQLite: FTS5 without content, so that words are stored once; the row id holds the kind and the id."""

from collections.abc import Collection
from zlib import crc32

from django.db import connection

from guichet.ground.search.words import Term

ID_BITS = 48
CREATE = [
    """CREATE VIRTUAL TABLE search_index USING fts5(
        words, scope, content='', contentless_delete=1, prefix='3', tokenize='unicode61')"""
]
DROP = ["DROP TABLE search_index"]


def _first(kind: str) -> int:
    """Return the first row id of a kind: 15 bits of its name above the 48 of the id."""
    return (crc32(kind.encode()) & 0x7FFF) << ID_BITS


def put(kind: str, pk: int, words: list[str], scope: int) -> None:
    """Write one document."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO search_index (rowid, words, scope) VALUES (%s, %s, %s)",
            [_first(kind) + pk, " ".join(words), str(scope)],
        )


def remove(kind: str, pk: int) -> None:
    """Delete one document."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index WHERE rowid = %s", [_first(kind) + pk])


def ranked(kind: str, terms: list[Term], scopes: Collection[int] | None, newest: int) -> list[int]:
    """Return the newest matches, the best first."""
    first = _first(kind)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT rowid FROM (
                   SELECT rowid, bm25(search_index, 1.0, 0.0) AS score FROM search_index
                   WHERE search_index MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s)
               ORDER BY score, rowid DESC""",
            [_expression(terms, scopes), first, first + (1 << ID_BITS) - 1, newest],
        )
        return [row - first for (row,) in cursor.fetchall()]


def heaviest(kind: str, terms: list[str], most: int) -> list[tuple[str, int, int]]:
    """Return, for each key, the documents that weigh most under it: key, id, weight."""
    one = """SELECT * FROM (SELECT term, pk, weight FROM search_posting WHERE kind = %s AND term = %s
             ORDER BY weight DESC, pk LIMIT %s)"""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(terms)), [part for term in terms for part in (kind, term, most)])
        return list(cursor.fetchall())


def _expression(terms: list[Term], scopes: Collection[int] | None) -> str:
    # Words are letters and digits only, and quoted: nothing that was typed is read as grammar.
    wanted = f"words : ({' AND '.join(_any_form(term) for term in terms)})"
    if scopes is None:
        return wanted
    quoted = [f'"{scope}"' for scope in sorted(scopes)]
    return f"{wanted} AND scope : ({' OR '.join(quoted)})"


def _any_form(term: Term) -> str:
    forms = [f'"{form}"' for form in term.forms]
    if term.prefix:
        forms.append(f'"{term.prefix}" *')
    return f"({' OR '.join(forms)})"
