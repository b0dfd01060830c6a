"""Opening a request: one call, one ticket, however often it is repeated."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params import functions as params

from guichet.areas.catalogue.queries import offer, offer_by_code
from guichet.areas.intake.actions import KeyReused, Received, receive
from guichet.areas.intake.rules import File, Sender, Submission
from guichet.areas.people.access import Viewer
from guichet.areas.sla.queries import promise_of
from guichet.areas.tickets.queries import client
from guichet.doors.api.callers import BY_TOKEN_OR_SESSION
from guichet.doors.api.problems import Problem, bad_field
from guichet.doors.api.schemas import FileIn, OpenedOut, TicketIn
from guichet.doors.api.v1 import CREATED, DONE, answers
from guichet.doors.api.v1.reach import OPEN, caller_of, is_integration, plain, require_scope, standing_in, url_of
from guichet.ground import clock

router = Router(tags=["tickets"])
RESPONSES = answers({CREATED: OpenedOut, DONE: OpenedOut}, 400, 401, 403, 409, 413, 422)
Key: Any = params.Header(
    ..., alias="Idempotency-Key", min_length=1, max_length=120, pattern=r"^[\x21-\x7e]+$",
    description="Drawn by the caller for this request; the same key again gives the same ticket.",
)  # fmt: skip


@router.post("", response=RESPONSES, auth=BY_TOKEN_OR_SESSION, url_name="api-tickets")
def open_ticket(request: HttpRequest, wanted: TicketIn, key: str = Key) -> tuple[int, OpenedOut]:
    """Open a request for somebody."""
    viewer, now = caller_of(request), clock.now()
    if not viewer.may("intake.receive") or viewer.is_staff:
        raise Problem(403, "forbidden")
    require_scope(viewer, OPEN)
    submission = _submission(wanted, viewer, key, now)
    received = _received(submission, viewer, now)
    return (DONE if received.again else CREATED), _opened(received, viewer)


def _submission(wanted: TicketIn, viewer: Viewer, key: str, now: datetime) -> Submission:
    if wanted.service and offer_by_code(wanted.service, on=now.date()) is None:
        raise bad_field("/service", "unknown", _("This is not one of the choices."))
    return Submission(
        channel=wanted.channel, sender=_sender(wanted, viewer), body=wanted.body, title=wanted.title, received_at=now,
        language=_language(wanted, viewer), service=wanted.service, organisation=_organisation(wanted, viewer),
        files=files_of(wanted.files), key=key, client=viewer.ref, key_is_new=True,
    )  # fmt: skip


def _sender(wanted: TicketIn, viewer: Viewer) -> Sender:
    person = wanted.person
    if not is_integration(viewer):
        if person is not None:
            raise bad_field("/person", "extra_forbidden", _("Leave this out: you ask for yourself."))
        return Sender(person=viewer.person, certain=True)
    if person is None:
        raise bad_field("/person", "missing", _("This is required."))
    return Sender(
        email=person.email or "", phone=person.phone or "", given_name=person.given_name,
        family_name=person.family_name, group=person.group,
    )  # fmt: skip


def _language(wanted: TicketIn, viewer: Viewer) -> str:
    if not is_integration(viewer):
        return viewer.language
    chosen = wanted.person.language if wanted.person else None
    return chosen or (get_language() or "fr")[:2]


def _organisation(wanted: TicketIn, viewer: Viewer) -> str:
    if viewer.organisation and wanted.organisation not in ("", viewer.organisation):
        raise bad_field("/organisation", "forbidden", _("This token speaks for another organisation."))
    return wanted.organisation or viewer.organisation


def files_of(sent: list[FileIn]) -> tuple[File, ...]:
    """Return the files of a call, or answer that they are too large."""
    if sum(len(file.content) for file in sent) > settings.MAX_UPLOAD:
        raise Problem(413, "too-large")
    return tuple(File(file.name, file.content_type, bytes(file.content)) for file in sent)


def _received(submission: Submission, viewer: Viewer, now: datetime) -> Received:
    try:
        return _tried(submission, viewer, now)
    except IntegrityError:
        # The key is known after all, perhaps since a moment ago: another call with it went first.
        known = replace(submission, key_is_new=False)
    try:
        return _tried(known, viewer, now)
    except KeyReused as error:
        raise Problem(409, "key-reused") from error


def _tried(submission: Submission, viewer: Viewer, now: datetime) -> Received:
    with transaction.atomic():
        return receive(submission, by=viewer, now=now)


def _opened(received: Received, viewer: Viewer) -> OpenedOut:
    ticket: Any = received.ticket
    return OpenedOut(
        number=ticket.number, code=client.code_for(ticket, standing_in(viewer, ticket)), state=plain(ticket.state),
        promised_at=_promised(received), contact_name=ticket.owner.full_name if ticket.owner else "",
        url=url_of(ticket.number),
    )  # fmt: skip


def _promised(received: Received) -> datetime | None:
    ticket: Any = received.ticket
    if received.again:
        return promise_of(ticket).original_due_at
    # What the standard gives to a ticket just received: the row says the same, and need not be read back.
    wanted = offer(ticket.service_id, on=ticket.received_at.date())
    return wanted.completion.due_at(ticket.received_at, wanted.calendar) if wanted.completion else None
