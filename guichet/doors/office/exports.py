"""Lists of the office as files: noted in the journal before they leave."""

from collections.abc import Iterable

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from guichet.areas.sight.actions import TooManyFiles, export
from guichet.doors.office.entrance import OfficeRequest
from guichet.ground import clock
from guichet.ground.ui.sheets import Cells, sheet

TOO_MANY = 429


def file_of(
    request: OfficeRequest, name: str, head: Cells, rows: Iterable[Cells], *, narrowed: int = 0
) -> HttpResponseBase:  # fmt: skip
    """Give a list as a file, with the rows that its reader sees, or say why not now."""
    try:
        with transaction.atomic():
            export(name, by=request.viewer, now=clock.now(), narrowed=narrowed)
    except TooManyFiles as refusal:
        return HttpResponse(str(refusal), status=TOO_MANY, content_type="text/plain; charset=utf-8")
    return sheet(name, head, rows)
