"""The tables of the ranked index, written alike on both engines: what each document weighs under each key.

`search_word` counts the documents that hold a key; the key that is empty counts the documents of the kind.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection

CREATE = [
    """CREATE TABLE search_posting (kind varchar(20) NOT NULL, term varchar(90) NOT NULL, weight integer NOT NULL,
        pk bigint NOT NULL, PRIMARY KEY (kind, pk, term))""",
    "CREATE INDEX search_posting_heaviest ON search_posting (kind, term, weight DESC, pk)",
    """CREATE TABLE search_word (kind varchar(20) NOT NULL, term varchar(90) NOT NULL, documents integer NOT NULL,
        written varchar(60) NOT NULL, PRIMARY KEY (kind, term))""",
]
DROP = ["DROP TABLE search_posting", "DROP TABLE search_word"]
EVERY = ""
AT_ONCE = 200  # rows


def write(kind: str, pk: int, weights: Mapping[str, int], written: Mapping[str, str]) -> None:
    """Write what a document weighs, and count its keys; nothing at all forgets it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, weight FROM search_posting WHERE kind = %s AND pk = %s", [kind, pk])
        before = dict(cursor.fetchall())
        if before == weights:
            return
        cursor.execute("DELETE FROM search_posting WHERE kind = %s AND pk = %s", [kind, pk])
    rows = [(kind, term, weight, pk) for term, weight in weights.items()]
    _insert("search_posting (kind, term, weight, pk)", rows)
    gone, come = before.keys() - weights.keys(), weights.keys() - before.keys()
    _count(kind, {**dict.fromkeys(gone, -1), **dict.fromkeys(come, 1), **_whole(before, weights)}, written)


def _whole(before: Collection[str], after: Collection[str]) -> dict[str, int]:
    return {EVERY: bool(after) - bool(before)} if bool(after) != bool(before) else {}


def _count(kind: str, more: Mapping[str, int], written: Mapping[str, str]) -> None:
    # In the order of the keys: two documents written at once wait for each other and never for both.
    rows = [(kind, term, more[term], written.get(term, "")[:60]) for term in sorted(more)]
    known = """ON CONFLICT (kind, term) DO UPDATE SET documents = search_word.documents + EXCLUDED.documents,
        written = CASE WHEN search_word.written = '' THEN EXCLUDED.written ELSE search_word.written END"""
    _insert("search_word (kind, term, documents, written)", rows, known)


def _insert(table: str, rows: Sequence[tuple[str | int, ...]], known: str = "") -> None:
    """Write rows by the hundred: PostgreSQL answers a statement, not a row."""
    with connection.cursor() as cursor:
        for chunk in (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)):
            marks = ", ".join([f"({', '.join(['%s'] * len(chunk[0]))})"] * len(chunk))
            cursor.execute(f"INSERT INTO {table} VALUES {marks} {known}", [cell for row in chunk for cell in row])


def counts(kind: str, terms: Iterable[str]) -> dict[str, int]:
    """Return how many documents hold each of some keys; those that none holds are left out."""
    wanted = [EVERY, *terms]
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term, documents FROM search_word WHERE kind = %s AND documents > 0 AND term IN ({marks})",
            [kind, *wanted],
        )
        return dict(cursor.fetchall())


def vocabulary(kind: str) -> list[tuple[str, int, str]]:
    """Return every word of a kind: its key, how many documents hold it, how it was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT term, documents, written FROM search_word
               WHERE kind = %s AND documents > 0 AND written <> ''""",
            [kind],
        )
        return list(cursor.fetchall())
