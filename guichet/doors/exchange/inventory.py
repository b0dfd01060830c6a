"""`guichet inventory`: take in the files of a service inventory, or give them out."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.utils.translation import override

from guichet.areas.inventory import queries
from guichet.areas.inventory.rules import Edition, Form, Kind, Table, form_for, number
from guichet.areas.people.queries import organisation_codes
from guichet.doors.exchange.importing import Import, Reject
from guichet.ground import clock
from guichet.ground.journal.api import through
from guichet.ground.spreadsheets import exact, lines

HEADINGS = ("file", "row", "column", "rule", "message", "right")
SHOWN = 20  # rejected cells on the screen, when no file was asked for


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="guichet inventory", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    taken = verbs.add_parser("import", help="take in services and standards")
    taken.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or JSON, in any order")
    taken.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    taken.add_argument("--rejects", type=Path, metavar="FILE", help="write what was rejected, and why, to this CSV")
    taken.add_argument("--owner", default="", metavar="CODE", help="the organisation of rows that name no department")
    taken.add_argument("--lang", choices=("en", "fr"), default=settings.LANGUAGE_CODE[:2], help="of the messages")
    given = verbs.add_parser("export", help="give out one table")
    given.add_argument("--kind", choices=list(Table), required=True)
    given.add_argument("--format", choices=("csv", "json"), default="csv")
    given.add_argument("--year", default="", metavar="YYYY-YYYY", help="one fiscal year only")
    given.add_argument("--edition", choices=list(Edition), help="of the form, where years of both are there")
    given.add_argument("--to", type=Path, metavar="FILE", help="instead of the screen")
    wanted = parser.parse_args(argv)
    return take(wanted) if wanted.verb == "import" else give(wanted)


def take(wanted: argparse.Namespace) -> int:
    """Take files in; 1 when anything was rejected."""
    if wanted.owner and wanted.owner not in organisation_codes():
        print(f"guichet inventory: there is no organisation {wanted.owner}.", file=sys.stderr)
        return 1
    run = Import(owner=wanted.owner, dry_run=wanted.dry_run)
    with override(wanted.lang), through("inventory"):
        rejects = run.take(wanted.files, now=clock.now())
        if wanted.rejects:
            with wanted.rejects.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(lines(_report(rejects)))
        else:
            _tell(rejects)
    for name, count in run.counts.items():
        told = ", ".join(f"{count[what]} {what}" for what in ("new", "changed", "same", "rejected"))
        print(f"{name}: {told}{' (dry run: nothing was changed)' if wanted.dry_run else ''}")
    return 1 if any(count["rejected"] for count in run.counts.values()) else 0


def _report(rejects: Iterator[Reject]) -> Iterator[Sequence[object]]:
    yield HEADINGS
    for one in rejects:
        yield one.file, one.row or "", one.fault.column, one.fault.rule, one.fault.words, one.fault.right


def _tell(rejects: Iterator[Reject]) -> None:
    told = 0
    for told, one in enumerate(rejects, 1):
        if told <= SHOWN:
            place = ", ".join(filter(None, (one.file, str(one.row or ""), one.fault.column)))
            right = f" → {one.fault.right}" if one.fault.right else ""
            print(f"{place}: {one.fault.words}{right}", file=sys.stderr)
    if told > SHOWN:
        print(f"… and {told - SHOWN} more: --rejects FILE writes them all.", file=sys.stderr)


def give(wanted: argparse.Namespace) -> int:
    """Give out one table; 1 when there is none, or when its years were filed on two editions of the form."""
    table = Table(wanted.kind)
    editions = {edition for year, edition in queries.years(table) if wanted.year in ("", year)}
    chosen = {wanted.edition} & editions if wanted.edition else editions
    if len(chosen) != 1:
        why = "--edition says which: today, or earlier (2017 to 2020)" if chosen else "nothing was filed"
        print(f"guichet inventory: {why}.", file=sys.stderr)
        return 1
    form = form_for(table, chosen.pop())
    pieces = (as_csv if wanted.format == "csv" else as_json)(form, queries.rows(form, wanted.year))
    if wanted.to:
        with wanted.to.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(pieces)
    else:
        _print(pieces, sys.stdout)
    return 0


def _print(pieces: Iterator[str], out: TextIO) -> None:
    for piece in pieces:
        out.buffer.write(piece.encode())
    out.buffer.flush()


def as_csv(form: Form, rows: Iterator[dict[str, str]]) -> Iterator[str]:
    """Yield the lines of a table as the open data of Canada writes them."""
    names = form.names

    def table() -> Iterator[Sequence[str]]:
        yield names
        for row in rows:
            yield [row[name] for name in names]

    return exact(table())


def as_json(form: Form, rows: Iterator[dict[str, str]]) -> Iterator[str]:
    """Yield a JSON list, one row a line: choices are lists and counts are numbers, where they are numbers."""
    before = "[\n"
    for row in rows:
        typed = {one.name: _typed(one.kind, row[one.name]) for one in form.columns}
        yield before + json.dumps(typed, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _typed(kind: Kind, cell: str) -> Any:
    if kind in (Kind.CODES, Kind.WORDS):
        return cell.split(",") if cell else []
    if kind in (Kind.COUNT, Kind.VOLUME):
        found = number(cell)
        return cell or None if found is None else found
    if kind is Kind.FRACTION:
        return float(cell) if cell else None
    return cell
