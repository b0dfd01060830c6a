"""Files, always as attachments that no browser opens in place."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from guichet.areas.tickets.queries.desk import file_for
from guichet.doors.desk.entrance import DeskRequest, for_planners
from guichet.doors.desk.looks import downloaded
from guichet.ground.files import store


@require_safe
@for_planners
def file(request: DeskRequest, token: str) -> HttpResponse:
    """Send a file to whoever sees its ticket, or a task that shows it."""
    request.viewer.require("tickets.download")
    found = file_for(request.viewer, token)
    if found is None:
        raise Http404
    return downloaded(request, as_download(store.read(found[0]), found[1]), token)


def as_download(content: bytes, name: str) -> HttpResponse:
    """Wrap bytes so that they are saved, not shown."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
