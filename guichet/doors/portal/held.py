"""Which forms a reader may fill: begun in this session or taken up by code, or their own once signed in."""

from typing import Any

from django.http import Http404, HttpRequest

from guichet.areas.forms.queries.filling import draft_held, draft_seen
from guichet.doors.portal.opened import is_client, viewer_of

HELD = "held_forms"
MOST_HELD = 20


def hold(request: HttpRequest, draft: Any) -> None:
    """Let this session fill a form; the session gets a new key, so that nobody else had it before."""
    held = [one for one in request.session.get(HELD, []) if one != draft.pk]
    request.session.cycle_key()
    request.session[HELD] = [*held[-MOST_HELD + 1 :], draft.pk]


def held_by(request: HttpRequest, pk: int) -> Any:
    """Return a form that this reader may fill, or answer that there is no such thing."""
    viewer = viewer_of(request)
    found = None
    if not viewer.is_staff and pk in request.session.get(HELD, []):
        found = draft_held(pk)
    elif is_client(viewer):
        found = draft_seen(viewer, pk)
    if found is None:
        raise Http404
    return found
