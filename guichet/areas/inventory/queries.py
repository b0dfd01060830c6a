"""Reading the inventory."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from guichet.areas.inventory.models import Record
from guichet.areas.inventory.rules import Cells, Form, Table, computed, form_for

Key = tuple[str, str, str]
AT_ONCE = 200  # rows held in memory


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form, tidied and without fault."""

    form: Form
    cells: Cells

    @property
    def key(self) -> Key:
        """Return the year, the service, the standard."""
        return self.form.key(self.cells)


def declared(keys: Collection[Key]) -> dict[Key, Record]:
    """Return the rows already there, by key."""
    numbers = {number for _year, number, _standard in keys}
    found = Record.objects.filter(number__in=numbers).select_related("service")
    by_key = {(one.year, one.number, one.standard): one for one in found}
    return {key: by_key[key] for key in keys if key in by_key}


def outcome(row: Row, there: Record | None) -> str:
    """Tell what filing a row would do: `new`, `changed` or `same`."""
    if there is None:
        return "new"
    same = there.cells == dict(row.cells) and there.edition == row.form.edition
    return "same" if same else "changed"


def years(table: Table) -> list[tuple[str, str]]:
    """Return the years that are there for a table, with the edition of the form, the newest first."""
    found = Record.objects.filter(table=table).order_by().values_list("year", "edition").distinct()
    return sorted(found, reverse=True)


def rows(form: Form, year: str = "") -> Iterator[dict[str, str]]:
    """Yield the rows of a form, of one year or of all, in the order in which they came."""
    found = Record.objects.filter(table=form.table, edition=form.edition).order_by("pk")
    if year:
        found = found.filter(year=year)
    for record in found.iterator(AT_ONCE):
        yield dict.fromkeys(form.names, "") | record.cells | computed(form, record.cells)


def of_service(service: int) -> list[tuple[Form, Cells]]:
    """Return what was declared of a service, the newest year first."""
    found = Record.objects.filter(service=service).order_by("-year", "pk")
    return [(form_for(one.table, one.edition), one.cells) for one in found]
