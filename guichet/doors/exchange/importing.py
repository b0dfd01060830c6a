"""Files of an inventory, taken in: each row checked, filed, or rejected with what would be right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from guichet.areas.inventory import actions, queries
from guichet.areas.inventory.queries import AT_ONCE, Key, Row
from guichet.areas.inventory.rules import Fault, Form, Table, check, form_of, nearest, row_of
from guichet.doors.exchange.reading import Line, Unreadable, columns_of, lines_of
from guichet.ground.access import SYSTEM


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a row of a file was not taken in."""

    file: str
    row: int
    fault: Fault


@dataclass
class Import:
    """One run over one or several files. Only the keys of the rows are remembered, never the rows."""

    owner: str = ""
    dry_run: bool = False
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    seen: dict[Key, str] = field(default_factory=dict)

    def take(self, paths: Sequence[Path], *, now: datetime) -> Iterator[Reject]:
        """Take the files in, those of services first; yield what is rejected."""
        known: list[tuple[Path, Form]] = []
        for path in paths:
            self.counts[path.name] = Counter()
            form, wrong = self._form(path)
            if form:
                known.append((path, form))
            else:
                self.counts[path.name]["rejected"] += 1
                yield from wrong
        for path, form in sorted(known, key=lambda one: one[1].table is Table.STANDARD):
            try:
                yield from self._file(path, form, now)
            except Unreadable as error:
                self.counts[path.name]["rejected"] += 1
                yield Reject(path.name, 0, Fault("", "unreadable", str(error), ""))

    def _form(self, path: Path) -> tuple[Form | None, list[Reject]]:
        try:
            columns = columns_of(path)
        except (Unreadable, OSError) as error:
            return None, [Reject(path.name, 0, Fault("", "unreadable", str(error), ""))]
        form = form_of(columns)
        if form:
            return form, []
        wanted, missing = nearest(columns)
        words = _("This column is not in the file, which looks like the table “%(table)s”.") % {"table": wanted.table}
        right = _("The columns of the form: %(columns)s") % {"columns": ", ".join(wanted.names)}
        return None, [Reject(path.name, 1, Fault(name, "column", words, right)) for name in missing]

    def _file(self, path: Path, form: Form, now: datetime) -> Iterator[Reject]:
        count = self.counts[path.name]
        lines = lines_of(path)
        while some := list(islice(lines, AT_ONCE)):
            good: list[Row] = []
            for line, faults in self._checked(path.name, form, some):
                yield from (Reject(path.name, line.number, fault) for fault in faults)
                if faults:
                    count["rejected"] += 1
                else:
                    good.append(Row(form, row_of(form, line.cells)))
            count.update(self._kept(good, now))

    def _kept(self, rows: list[Row], now: datetime) -> list[str]:
        if self.dry_run:
            there = queries.declared([row.key for row in rows])
            return [queries.outcome(row, there.get(row.key)) for row in rows]
        return actions.file_rows(rows, owner=self.owner, by=SYSTEM, now=now)

    def _checked(self, name: str, form: Form, some: Sequence[Line]) -> Iterator[tuple[Line, list[Fault]]]:
        services = self._services(form, some)
        for line in some:
            if line.broken:
                right = _("As many cells as there are columns; a text that holds commas or quotes stands in quotes")
                yield line, [Fault("", "cells", _("This row does not have the cells that the columns name."), right)]
                continue
            cells = row_of(form, line.cells)
            faults = check(form, cells) or self._placed(name, form, line.number, cells, services)
            yield line, faults

    def _services(self, form: Form, some: Sequence[Line]) -> set[Key]:
        if form.table is Table.SERVICE:
            return set()
        named = [row_of(form, line.cells) for line in some]
        keys = {(cells.get("fiscal_yr", ""), cells.get("service_id", ""), "") for cells in named}
        return set(queries.declared(keys)) | (keys & self.seen.keys())

    def _placed(self, name: str, form: Form, number: int, cells: dict[str, str], services: set[Key]) -> list[Fault]:
        """Return what is wrong with a row beside the others: said twice, of a service unknown, or of nobody."""
        key = form.key(cells)
        if key in self.seen:
            words = _("Another row bears this number for this year: %(place)s.") % {"place": self.seen[key]}
            return [Fault(form.standard_id or "service_id", "repeated", words, _("One row a year for each number"))]
        if form.table is Table.STANDARD and (*key[:2], "") not in services:
            words = _("No service bears this number for %(year)s.") % {"year": key[0]}
            right = _("The number of a service filed for the same year; file the services first")
            return [Fault("service_id", "reference", words, right)]
        if form.table is Table.SERVICE and not self.owner and not actions.names_owner(cells):
            words = _("Nothing says which department answers for this service.")
            return [Fault("owner_org", "owner", words, _("A department in this column, or the option --owner"))]
        self.seen[key] = f"{name}, {number}"
        return []
