"""Files that came or went with the words of a request."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from guichet.areas.tickets.queries import client
from guichet.doors.portal.opened import bearers, is_client, viewer_of
from guichet.ground import clock
from guichet.ground.files.names import clean_name


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out a file to somebody who may read the words it hangs on: always saved, never shown by the browser."""
    signed = viewer_of(request)
    for viewer in [*([signed] if is_client(signed) else []), *bearers(request)]:
        found = client.attachment(viewer, token, now=clock.now())
        if found:
            return as_download(found.content, found.name)
    raise Http404


def as_download(content: bytes, called: str) -> HttpResponse:
    """Wrap bytes so that they are saved, not shown."""
    response = HttpResponse(content, content_type="application/octet-stream")
    name = clean_name(called) or "document"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
