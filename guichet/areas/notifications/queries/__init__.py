"""What an address got lately, and everything that a letter says."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from guichet.areas.catalogue.queries import offer
from guichet.areas.knowledge.queries import documents_named
from guichet.areas.notifications.rules import WINDOW, Entrance
from guichet.areas.people.models import Person
from guichet.areas.problems.models import Problem
from guichet.areas.sla.queries import promise_of
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.family import living
from guichet.areas.tickets.queries.parties import Recipient, names_of, own_code, recipients
from guichet.areas.tickets.rules import SPOKEN, Role
from guichet.ground.bilingual import Bilingual
from guichet.ground.files.models import StoredFile
from guichet.ground.files.names import content_type_of
from guichet.ground.outbox.models import Outgoing, Way
from guichet.ground.references import access_code


def recent_messages(address: str, *, now: datetime) -> int:
    """Count what went, or goes, to an address within the window."""
    return Outgoing.objects.filter(address__iexact=address, due_at__gte=now - WINDOW).count()


def recent_letters(person: int, *, now: datetime) -> int:
    """Count what went, or waits to go, to somebody on paper within the window."""
    return Outgoing.objects.filter(way=Way.POST, refs__person=person, due_at__gte=now - WINDOW).count()


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
    role: str = Role.REQUESTER  # the part that its reader takes
    asked_by: str = ""  # the name of whoever asked, where that is somebody else
    words_in: str = ""  # the language of the words quoted, where it is not the reader's
    formats: tuple[str, ...] = ()  # how it is laid out
    names: dict[int, str] = field(default_factory=dict)  # of those who take part


def facts_of_message(pk: int, refs: dict[str, Any], *, now: datetime) -> LetterFacts | None:
    """Return what the letter for a message says, or None when the message was taken back, or is not theirs any more.

    `refs` names the ticket through which its reader hears of it, and the part that they take.
    """
    message = Message.objects.select_related("ticket__requester", "ticket__owner").get(pk=pk)
    told = None if message.withdrawn_at else _reader(message, refs, now)
    if told is None:
        return None
    files = tuple(Enclosure(one.name, one.content_type, one.file) for one in message.attachments.select_related("file"))
    if message.staff_id:
        named = documents_named(message.body)
        files += tuple(Enclosure(one.name, content_type_of(one.name), one.file) for one in named)
    about = _about(told.ticket, told.person) | _part(told, message)
    if message.is_automatic and told.key[1] is None and not _is_known(told.ticket):
        about |= {"to_name": "", "salutation": ""}
    return LetterFacts(
        kind=message.kind, body=message.body, details=message.details, automatic=message.is_automatic,
        enclosures=files, resolution=message.ticket.resolution_code, **about,
    )  # fmt: skip


def _reader(message: Message, refs: dict[str, Any], now: datetime) -> Recipient | None:
    key = refs.get("through", message.ticket_id), refs.get("party")
    return next((one for one in recipients(message, on=localtime(now).date()) if one.key == key), None)


def _part(told: Recipient, message: Message) -> dict[str, Any]:
    """Return what is said to somebody because of the part that they take: their language, their code, what they do."""
    ticket, party = told.ticket, told.party
    said: dict[str, Any] = {
        "confirms": ticket.pk == message.ticket_id and told.role != Role.OBSERVER, "role": told.role,
        "names": names_of(ticket),
    }  # fmt: skip
    if party is None:
        return said
    said["language"], said["words_in"] = party.language, "" if party.language == message.language else message.language
    if party.role != Role.REQUESTER:
        said |= {"code": own_code(party, ticket.number), "asked_by": ticket.requester.full_name}
    return said


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
        about=refs["about"], address=address, language=refs["language"], opens=refs["opens"], until=until,
        formats=tuple(refs.get("formats", ())),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What a letter about an incident says: that it began, or that it is over (`about`); nothing of any request."""

    about: str
    language: str
    to_name: str
    salutation: str
    title: str
    words: str
    service: Bilingual
    service_code: str
    region: str
    since: datetime
    formats: tuple[str, ...] = ()  # how it is laid out


def warning_of(refs: dict[str, Any]) -> Warned | None:
    """Return what a letter about an incident says, or None when it says what is no longer so."""
    problem = Problem.objects.select_related("service").get(pk=refs["problem"])
    person = Person.objects.get(pk=refs["person"])
    over = refs["about"] == "over"
    if person.erased_at or over != (problem.state == Problem.State.FIXED):
        return None
    words = problem.fix if over else problem.workaround
    return Warned(
        about=refs["about"], language=person.language, to_name=person.full_name, salutation=person.salutation,
        title=problem.title.in_language(person.language), words=words.in_language(person.language),
        service=problem.service.name, service_code=problem.service.code, region=problem.region,
        since=problem.starts_at, formats=tuple(person.formats),
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
        "formats": tuple(person.formats),
        "owner": owner.full_name if owner else "", "owner_first": owner.given_name if owner else "",
        "owner_phone": owner.phone if owner else "", "received_at": ticket.received_at,
        "first_due_at": promise.first_due_at, "promised_at": promise.due_at,
    }  # fmt: skip


def previous_message_ids(stream: str, *, address: str, before: int) -> list[str]:
    """Return the Message-IDs of what an address already got about a ticket, oldest first: what a new one follows."""
    rows = Outgoing.objects.filter(stream=stream, address=address, state="sent", pk__lt=before).order_by("pk")
    return list(rows.values_list("message_id", flat=True))
