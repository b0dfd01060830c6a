"""Following one request: reading it, adding words, saying whether it is settled."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from ninja import Router

from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import person
from guichet.areas.sight.actions import looked
from guichet.areas.sla.queries import promise_of
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries import client
from guichet.areas.tickets.queries.client import Words
from guichet.doors.api.callers import BY_ANY
from guichet.doors.api.schemas import FileOut, MessageIn, RejectionIn, TicketOut, WordsOut
from guichet.doors.api.v1 import CREATED, DONE, answers
from guichet.doors.api.v1.opening import files_of
from guichet.doors.api.v1.reach import Reached, conflicts, plain, reached, url_of
from guichet.ground import clock

router = Router(tags=["tickets"], auth=BY_ANY)
CHANNEL = "api"
READ = answers({DONE: TicketOut}, 401, 403, 404)
WRITE = answers({CREATED: TicketOut}, 400, 401, 403, 404, 409, 413, 422)
SETTLE = answers({DONE: TicketOut}, 401, 403, 404, 409)
REJECT = answers({DONE: TicketOut}, 400, 401, 403, 404, 409, 422)


@router.get("/{number}", response=READ, url_name="api-ticket")
def ticket(request: HttpRequest, number: str) -> TicketOut:
    """Read one request as its client does."""
    found = reached(request, number)
    note = partial(looked, found.ticket, viewer=found.viewer, now=clock.now(), door=CHANNEL)
    request.once_sent = [note]  # type: ignore[attr-defined]
    return _shown(found)


@router.post("/{number}/messages", response=WRITE, url_name="api-messages")
def messages(request: HttpRequest, number: str, said: MessageIn) -> tuple[int, TicketOut]:
    """Add the client's words."""
    found, now = reached(request, number), clock.now()
    uploads = tuple(actions.Upload(one.name, one.content_type, one.content) for one in files_of(said.files))
    words = actions.ClientWords(body=said.body, channel=CHANNEL, person=_author(found.viewer), uploads=uploads)
    with conflicts():
        actions.write(found.ticket, by=found.viewer, now=now, said=words)
    return CREATED, _shown(reached(request, number))


@router.post("/{number}/confirmation", response=SETTLE, url_name="api-confirmation")
def confirmation(request: HttpRequest, number: str) -> TicketOut:
    """Say that it is settled."""
    found = reached(request, number)
    with conflicts():
        actions.confirm(found.ticket, by=found.viewer, now=clock.now())
    return _shown(reached(request, number))


@router.post("/{number}/rejection", response=REJECT, url_name="api-rejection")
def rejection(request: HttpRequest, number: str, said: RejectionIn) -> TicketOut:
    """Say that it is not quite settled."""
    found = reached(request, number)
    words = actions.ClientWords(body=said.body, channel=CHANNEL, person=_author(found.viewer))
    with conflicts():
        actions.reject(found.ticket, by=found.viewer, now=clock.now(), said=words)
    return _shown(reached(request, number))


def _author(viewer: Viewer) -> Any:
    """Return whoever writes: not always the person who asked."""
    return person(viewer.person) if viewer.person else None


def _shown(found: Reached) -> TicketOut:
    known = client.tracker(found.ticket, found.viewer, now=clock.now())
    language = get_language() or "fr"
    return TicketOut(
        number=known.number, title=known.title, state=plain(known.state), language=known.language,
        service=known.service.in_language(language) if known.service else "", received_at=known.received_at,
        closed_at=known.closed_at, promised_at=promise_of(known.goes_by).due_at, contact_name=known.owner,
        url=url_of(known.number), joined_to=known.joined_to, thread=[_words(one) for one in known.thread],
    )  # fmt: skip


def _words(said: Words) -> WordsOut:
    files: list[Any] = [
        FileOut(name=one.name, size=one.size, url=f"{settings.BASE_URL}{reverse('portal-file', args=[one.token])}")
        for one in said.files
    ]
    return WordsOut(
        at=said.at, kind=said.kind, from_client=said.from_client, author=said.who, body=said.body, files=files
    )
