"""Tables that a spreadsheet opens: CSV, line by line, whose cells never become formulas."""

import csv
from collections.abc import Iterable, Iterator

MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, line: str) -> str:
        return line


def exact(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a table, each cell as it is: for machines that read it back."""
    writer = csv.writer(_Echo())
    yield MARK
    for row in rows:
        yield writer.writerow(row)


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a table for people: a cell that a spreadsheet would run is made a text."""
    return exact((defused("" if cell is None else str(cell)) for cell in row) for row in rows)


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a plain number stays one."""
    if not cell.startswith(FORMULA) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell[1:].replace(".", "", 1).isdigit() and cell[0] in "+-"
