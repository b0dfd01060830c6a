"""Live updates: the tail of the journal, as far as whoever listens may see, while they may."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.tickets.queries.desk import listener, visible_numbers
from guichet.doors.desk.tail import Place, end_of_journal
from guichet.ground import clock
from guichet.ground.journal.readers import after

EVERY = 1.0  # seconds between two looks
LONGEST = 600  # looks before the browser is asked to come back: a stream does not outlive a night
BATCH = 200
STREAM = "ticket:"


@dataclass(frozen=True, slots=True)
class Look:
    """What happened since a place, for somebody who may see it."""

    place: Place
    numbers: tuple[str, ...]


def look(user: int, place: Place) -> Look | None:
    """Return what happened since a place, or nothing when the account may not listen any more."""
    viewer = listener(user, on=clock.now().date())
    if viewer is None or not viewer.has(*FRONT_LINE):
        return None
    entries = list(after(place.tx, place.entry, BATCH))
    if not entries:
        return Look(place, ())
    mine = {entry.stream for entry in entries if entry.stream.startswith(STREAM) and entry.actor != viewer.ref}
    numbers = visible_numbers(viewer, {int(stream.removeprefix(STREAM)) for stream in mine})
    return Look(Place(entries[-1].tx, entries[-1].pk), tuple(sorted(numbers.values())))


async def stream(user: int, place: Place) -> AsyncIterator[str]:
    """Say which tickets changed, once a second, as long as the account may see them."""
    yield f"retry: {int(EVERY * 3000)}\n\n"
    for _turn in range(LONGEST):
        seen = await sync_to_async(look)(user, place)
        if seen is None:
            yield "event: closed\ndata: {}\n\n"
            return
        place = seen.place
        told = [f"event: ticket\ndata: {json.dumps({'number': number})}\n\n" for number in seen.numbers]
        yield "".join(told) or ": \n\n"
        await asyncio.sleep(EVERY)


async def events(request: HttpRequest) -> HttpResponseBase:
    """Open a stream for whoever signed in."""
    if not isinstance(request, ASGIRequest):
        # A server of threads would give one of them away to each reader: only the live process streams.
        return HttpResponse(status=204)
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse(status=401)
    place = await sync_to_async(end_of_journal)()
    response = StreamingHttpResponse(stream(user.pk, place), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Access-Control-Allow-Origin"] = settings.BASE_URL
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
