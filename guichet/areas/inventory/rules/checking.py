"""One row: what the form computes of it, and what is wrong with it, cell by cell and between cells."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from guichet.areas.inventory.rules import earlier, today
from guichet.areas.inventory.rules.cells import decimal_of, faults_of, tidied
from guichet.areas.inventory.rules.columns import NO_DATA, NOT_APPLICABLE, Cells, Edition, Fault, Form, Kind, Table

ALL = (today.SERVICE, today.STANDARD, earlier.SERVICE, earlier.STANDARD)
FORMS = {(form.table, form.edition): form for form in ALL}
PRECISION = Decimal("0.0001")


def form_of(columns: list[str]) -> Form | None:
    """Return the form that a file's columns are of, or None."""
    return next((form for form in reversed(FORMS.values()) if form.needed <= set(columns)), None)


def nearest(columns: list[str]) -> tuple[Form, list[str]]:
    """Return the form that a file's columns come nearest to, and what it lacks."""
    best = max(FORMS.values(), key=lambda form: len(set(form.names) & set(columns)))
    return best, [name for name in best.names if name in best.needed - set(columns)]


def row_of(form: Form, given: Cells) -> dict[str, str]:
    """Return a row as it is kept: the cells of the form, tidied, without what the form computes."""
    return {
        column.name: tidied(column, given.get(column.name, ""), form.edition)
        for column in form.columns
        if column.kind is not Kind.COMPUTED
    }


def check(form: Form, cells: Cells) -> list[Fault]:
    """Return everything that is wrong with a row, in the order of its columns."""
    alone = [fault for column in form.columns for fault in faults_of(column, cells.get(column.name, ""))]
    blamed = {fault.column for fault in alone}
    between = [fault for fault in _between(form, cells) if fault.column not in blamed]
    return sorted([*alone, *between], key=lambda fault: form.names.index(fault.column))


def _between(form: Form, cells: Cells) -> Iterator[Fault]:
    required = set(form.needed)
    if form is today.SERVICE:
        for cause, columns in _called_for(cells):
            required |= set(columns)
            yield from (_because(name, cause) for name in columns if not cells.get(name, "").strip())
    yield from _both_languages(form, cells, required)
    if form.table is Table.STANDARD:
        yield from _volumes(cells)


def _called_for(cells: Cells) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the columns that an answer elsewhere makes necessary, with the column of that answer."""
    if cells.get("automated_decision_system") == "Y":
        name = "automated_decision_system_description"
        yield "automated_decision_system", (f"{name}_en", f"{name}_fr")
    step = next((name for name in today.STEPS if cells.get(name) == NOT_APPLICABLE), "")
    if step:
        yield step, ("os_comments_client_interaction_en", "os_comments_client_interaction_fr")
    if (number(cells.get("num_applications_by_other", "")) or 0) > 0:
        yield "num_applications_by_other", ("special_remarks_en", "special_remarks_fr")


def _because(name: str, cause: str) -> Fault:
    words = _("This cell may not be empty, because of what %(column)s says.") % {"column": cause}
    return Fault(name, "called for", words, _("A text"))


def _both_languages(form: Form, cells: Cells, required: set[str]) -> Iterator[Fault]:
    for name in form.names:
        other = f"{name[:-3]}_fr" if name.endswith("_en") else f"{name[:-3]}_en" if name.endswith("_fr") else ""
        if not other or name in required or cells.get(name, "").strip() or not cells.get(other, "").strip():
            continue
        words = _("This text must be there in both languages: %(column)s has it.") % {"column": other}
        yield Fault(name, "both languages", words, _("The same text in this language, or neither"))


def _volumes(cells: Cells) -> Iterator[Fault]:
    met, total = number(cells.get("volume_meeting_target", "")), number(cells.get("total_volume", ""))
    if met is not None and total is not None and met > total:
        words = _("The volume that met the target (%(met)d) exceeds the total volume (%(total)d).")
        right = _("%(total)d or less") % {"total": total}
        yield Fault("volume_meeting_target", "volume", words % {"met": met, "total": total}, right)


def number(cell: str) -> int | None:
    """Return what a cell counts, or None where it does not apply, is not known, or is no number."""
    found = decimal_of(cell)
    return int(found) if found is not None and found == found.to_integral_value() else None


def computed(form: Form, cells: Cells) -> dict[str, str]:
    """Return what the form of today computes: the total of the applications, the performance, the target met."""
    if form is today.SERVICE:
        return {"num_applications_total": _total([cells.get(name, "") for name in today.APPLICATIONS])}
    if form is not today.STANDARD:
        return {}
    met, total = number(cells.get("volume_meeting_target", "")), number(cells.get("total_volume", ""))
    if met is None or not total:
        return {"performance": "", "target_met": NOT_APPLICABLE}
    reached = Decimal(met) / Decimal(total)
    shown = f"{reached.quantize(PRECISION, ROUND_HALF_UP).normalize():f}"
    target = decimal_of(cells.get("target", ""))
    verdict = NOT_APPLICABLE if target is None else "Y" if reached >= target else "N"
    return {"performance": shown, "target_met": verdict}


def _total(counts: list[str]) -> str:
    known = [found for found in map(number, counts) if found is not None]
    if known:
        return str(sum(known))
    return NO_DATA if NO_DATA in counts else NOT_APPLICABLE


def form_for(table: str, edition: str) -> Form:
    """Return a form by the names under which its rows are kept."""
    return FORMS[Table(table), Edition(edition)]
