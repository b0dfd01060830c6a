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
    enclosures: tuple[Enclosure, ...] = ()


def facts_of_message(pk: int) -> LetterFacts | None:
    """Return what the letter for a message says, or None when the message was taken back."""
    message = Message.objects.select_related("ticket__requester", "ticket__owner").get(pk=pk)
    if message.withdrawn_at:
        return None
    files = tuple(Enclosure(one.name, one.content_type, one.file) for one in message.attachments.select_related("file"))
    about = _about(message.ticket, message.ticket.requester)
    if message.is_automatic and not _is_known(message.ticket):
        about |= {"to_name": "", "salutation": ""}
    return LetterFacts(
        kind=message.kind, body=message.body, details=message.details, automatic=message.is_automatic,
        enclosures=files, resolution=message.ticket.resolution_code, **about,
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
    promise, owner = promise_of(ticket), ticket.owner
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
