"""What an address got lately, and everything that a letter says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from guichet.areas.catalogue.queries import offer
from guichet.areas.notifications.rules import WINDOW, Entrance
from guichet.areas.people.models import Person
from guichet.areas.sla.queries import promise_of
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.family import is_for_all, living, merges_into
from guichet.areas.tickets.rules import SPOKEN
from guichet.ground.bilingual import Bilingual
from guichet.ground.files.models import StoredFile
from guichet.ground.outbox.models import Outgoing
from guichet.ground.references import access_code


def recent_messages(address: str, *, now: datetime) -> int:
    """Count what went, or goes, to an address within the window."""
    return Outgoing.objects.filter(address__iexact=address, due_at__gte=now - WINDOW).count()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that leaves with a letter."""

    name: str
    content_type: str
    file: StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a letter may say: nothing in here is internal."""

    kind: str
    language: str
    ticket: int
    person: int
    number: str
    code: str
    title: str
    service: Bilingual
    to_name: str
    salutation: str
    owner: str
    owner_first: str
    owner_phone: str
    received_at: datetime
    first_due_at: datetime
    promised_at: datetime | None
    body: str = ""
    resolution: str = ""
    details: dict[str, Any] | None = None
    automatic: bool = False
    pulse: str = ""
    confirms: bool = True  # whether it is for its reader to say that all is settled
    enclosures: tuple[Enclosure, ...] = ()


def also_told(message: Message) -> list[Ticket]:
    """Return the tickets, joined to the one of a message, whose requesters are told it as well: each person once."""
    ticket = message.ticket
    if not ticket.shared or not is_for_all(message):
        return []
    joined = {one.joined.requester_id: one.joined for one in merges_into(ticket)}
    return [one for person, one in joined.items() if person != ticket.requester_id]


def facts_of_message(pk: int, *, through: int | None = None) -> LetterFacts | None:
    """Return what the letter for a message says, or None when the message was taken back.

    `through` is the ticket by which its reader hears of it; None as well when that is not joined any more.
    """
    message = Message.objects.select_related("ticket__requester", "ticket__owner").get(pk=pk)
    ticket = message.ticket if through is None else next((t for t in also_told(message) if t.pk == through), None)
    if message.withdrawn_at or ticket is None:
        return None
    files = tuple(Enclosure(one.name, one.content_type, one.file) for one in message.attachments.select_related("file"))
    about = _about(ticket, ticket.requester)
    if message.is_automatic and not _is_known(ticket):
        about |= {"to_name": "", "salutation": ""}
    return LetterFacts(
        kind=message.kind, body=message.body, details=message.details, automatic=message.is_automatic,
        enclosures=files, resolution=message.ticket.resolution_code, confirms=through is None, **about,
    )  # fmt: skip


def _is_known(ticket: Ticket) -> bool:
    """Tell whether the requester's name can be trusted: a stranger who types an address types any words as a name."""
    person = ticket.requester
    if person.user_id is not None or ticket.channel in SPOKEN:
        return True
    return person.contact_points.filter(verified_at__isnull=False).exists()


def facts_of_pulse(pk: int) -> LetterFacts:
    """Return what the letter with the one question says."""
    pulse = Pulse.objects.select_related("ticket__owner", "person").get(pk=pk)
    return LetterFacts(kind="pulse", automatic=True, pulse=pulse.token, **_about(pulse.ticket, pulse.person))


def entrance_of(address: str, refs: dict[str, Any], *, now: datetime) -> Entrance | None:
    """Return what a letter about coming in says, or None when what it opens has closed again."""
    until = datetime.fromisoformat(refs["until"])
    if until <= now:
        return None
    return Entrance(
        about=refs["about"], address=address, language=refs["language"], opens=refs["opens"], until=until
    )  # fmt: skip


def _about(ticket: Ticket, person: Person) -> dict[str, Any]:
    # What was joined to another ticket goes by the promise, and the person in charge, of that one.
    goes_by = living(ticket)
    promise, owner = promise_of(goes_by), goes_by.owner
    return {
        "language": ticket.language, "ticket": ticket.pk, "person": person.pk, "number": ticket.number,
        "code": access_code(ticket.number, ticket.code_version, settings.ACCESS_KEY), "title": ticket.title,
        "service": offer(ticket.service_id, on=ticket.received_at.date()).name if ticket.service_id else Bilingual(),
        "to_name": person.full_name, "salutation": person.salutation,
        "owner": owner.full_name if owner else "", "owner_first": owner.given_name if owner else "",
        "owner_phone": owner.phone if owner else "", "received_at": ticket.received_at,
        "first_due_at": promise.first_due_at, "promised_at": promise.due_at,
    }  # fmt: skip


def previous_message_ids(stream: str, *, address: str, before: int) -> list[str]:
    """Return the Message-IDs of what an address already got about a ticket, oldest first: what a new one follows."""
    rows = Outgoing.objects.filter(stream=stream, address=address, state="sent", pk__lt=before).order_by("pk")
    return list(rows.values_list("message_id", flat=True))
