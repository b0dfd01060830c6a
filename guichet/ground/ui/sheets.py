"""Lists as files that a spreadsheet opens: streamed, bounded, in the reader's language, no cell a formula."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from guichet.ground.spreadsheets import lines

MOST_ROWS = 10_000
CSV = "csv"
Cells = Iterable[object]


def wants_sheet(request: HttpRequest) -> bool:
    """Tell whether a list is asked for as a file: `?format=csv` after its address, with all that narrows it."""
    return request.GET.get("format") == CSV


def address_of_sheet(request: HttpRequest, *left_out: str) -> str:
    """Return the address of the list in view as a file, whatever page of it is in view."""
    query = request.GET.copy()
    for name in ("after", "before", *left_out):
        query.pop(name, None)
    query["format"] = CSV
    return f"?{query.urlencode()}"


def moment(at: datetime | None) -> str:
    """Write a moment as spreadsheets read it, in the time of the house."""
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def sheet(name: str, head: Cells, rows: Iterable[Cells]) -> StreamingHttpResponse:
    """Return a list as a file to download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    said = lines(_in_language(get_language() or "fr", head, rows))
    return StreamingHttpResponse(said, content_type="text/csv; charset=utf-8", headers=headers)


def _in_language(language: str, head: Cells, rows: Iterable[Cells]) -> Iterator[Cells]:
    with override(language):
        yield head
        left = iter(rows)
        yield from islice(left, MOST_ROWS)
        if next(left, None) is not None:
            yield [_("Only the first %(n)s rows are here: narrow the list to get the others.") % {"n": MOST_ROWS}]
