"""Live updates: the tail of the journal and who is where, as far as whoever listens may see, while they may."""

import json
from asyncio import sleep
from collections.abc import AsyncIterator
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from guichet.areas.intake.queries import calls_going_on
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.tickets.actions import be_present
from guichet.areas.tickets.queries.desk import followed_among, listener, ticket_for, visible_numbers
from guichet.areas.tickets.queries.presence import Present, present
from guichet.doors.desk.tail import Place, end_of_journal
from guichet.ground import clock
from guichet.ground.access import Refused
from guichet.ground.journal.readers import after

EVERY = 1.0  # seconds between two looks
BEAT = 10  # looks between two signs of life
LONGEST = 600  # looks before the browser is asked to come back: a stream does not outlive a night
BATCH = 200
STREAM = "ticket:"
RANG = "intake.rang"
CALLS = (RANG, "intake.hung_up")


@dataclass(frozen=True, slots=True)
class Listener:
    """Whose stream it is: an account, the session that opened it, its language, the ticket that it has open."""

    user: int
    session: str
    language: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What happened since a place, for somebody who may see it, and who else is where."""

    place: Place
    numbers: tuple[str, ...]
    followed: frozenset[str] = frozenset()
    calls: tuple[tuple[int, bool], ...] = ()  # those that reach whoever listens: each, and whether it rings or is over
    present: str = "{}"


def look(who: Listener, place: Place, *, beats: bool = False, begins: bool = False) -> Look | None:
    """Return what happened since a place, or nothing when the account may not listen any more."""
    now = clock.now()
    viewer = listener(who.user, who.session, now=now, on=now.date())
    if viewer is None or not viewer.has(*FRONT_LINE):
        return None
    if beats and who.at:
        _stay(viewer, who.at)
    with override(who.language):
        others = json.dumps(worded(present(viewer, now=now)))
    entries = list(after(place.tx, place.entry, BATCH))
    calls = [(pk, True) for pk in calls_going_on(viewer, now=now)] if begins else []
    if not entries:
        return Look(place, (), present=others, calls=tuple(calls))
    rings = [one for one in entries if one.kind in CALLS and one.data["staff"] == viewer.staff]
    calls += [(one.data["call"], one.kind == RANG) for one in rings]
    mine = {entry.stream for entry in entries if entry.stream.startswith(STREAM) and entry.actor != viewer.ref}
    numbers = visible_numbers(viewer, {int(stream.removeprefix(STREAM)) for stream in mine})
    followed = frozenset(numbers[pk] for pk in followed_among(viewer, numbers)) if numbers else frozenset[str]()
    return Look(Place(entries[-1].tx, entries[-1].pk), tuple(sorted(numbers.values())), followed, tuple(calls), others)


def _stay(viewer: Viewer, number: str) -> None:
    ticket = ticket_for(viewer, number)
    if ticket:
        try:
            be_present(ticket, by=viewer, now=clock.now())
        except Refused:  # seen a moment ago, and not any more
            return


def worded(others: list[Present]) -> dict[str, list[dict[str, object]]]:
    """Say who is at which ticket, in the language of the moment."""
    said: dict[str, list[dict[str, object]]] = {}
    for one in others:
        words = _("%(who)s is writing to the client") if one.writes else _("%(who)s is reading")
        said.setdefault(one.number, []).append({"words": words % {"who": one.name}, "writes": one.writes})
    return said


async def stream(who: Listener, place: Place) -> AsyncIterator[str]:
    """Say which tickets changed and who is where, once a second, as long as the account may see them."""
    yield f"retry: {int(EVERY * 3000)}\n\n"
    known = "{}"
    for turn in range(LONGEST):
        seen = await sync_to_async(look)(who, place, beats=turn % BEAT == 0, begins=turn == 0)
        if seen is None:
            yield "event: closed\ndata: {}\n\n"
            return
        place = seen.place
        told = [_told(number, seen) for number in seen.numbers] + [_rings(*one) for one in seen.calls]
        if seen.present != known:
            known = seen.present
            told.append(f"event: presence\ndata: {known}\n\n")
        yield "".join(told) or ": \n\n"
        await sleep(EVERY)


def _told(number: str, seen: Look) -> str:
    said = {"number": number} | ({"followed": True} if number in seen.followed else {})
    return f"event: ticket\ndata: {json.dumps(said)}\n\n"


def _rings(call: int, goes_on: bool) -> str:
    said = {"call": call, "rings": goes_on, "address": reverse("desk-call", args=[call])}
    return f"event: call\ndata: {json.dumps(said)}\n\n"


async def events(request: HttpRequest) -> HttpResponseBase:
    """Open a stream for whoever signed in."""
    if not isinstance(request, ASGIRequest):
        # A server of threads would give one of them away to each reader: only the live process streams.
        return HttpResponse(status=204)
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse(status=401)
    place = await sync_to_async(end_of_journal)()
    who = Listener(user.pk, request.session.session_key or "", get_language() or "fr", request.GET.get("at", ""))
    response = StreamingHttpResponse(stream(who, place), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Access-Control-Allow-Origin"] = settings.BASE_URL
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
