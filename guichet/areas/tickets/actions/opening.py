"""How a ticket is born."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer
from guichet.areas.people.models import Compartment, Membership, Person, Staff
from guichet.areas.people.rules import Tenure, tenure_of
from guichet.areas.tickets.actions.indexing import index
from guichet.areas.tickets.facts import Acknowledged, ContactClassified, Opened, Spoke
from guichet.areas.tickets.models import Attachment, Contact, Message, Ticket
from guichet.areas.tickets.queries.contacts import contact_going_on
from guichet.areas.tickets.rules import SPOKEN, State, priority
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.database.inserted import insert
from guichet.ground.database.prepared import prepared
from guichet.ground.files import store
from guichet.ground.journal.api import record
from guichet.ground.journal.facts import Fact
from guichet.ground.references import draw_number, random_token


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """What is known of a touch besides the words: how long it took, how the person was recognised, was it needed."""

    duration: int | None = None
    identity: str = ""
    value_class: str = ""
    failure_cause: str = ""
    goes_on: int | None = None  # the contact that this is one more matter of
    same: int | None = None  # the contact in which these words had come: it is not counted again


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Everything a new ticket is made of."""

    requester: Person
    compartment: Compartment
    channel: str
    language: str
    title: str
    body: str
    received_at: datetime
    offer: Offer
    behalf_certain: bool = True
    verified: bool = True
    owner: Staff | None = None
    why: str = ""  # codes of what spoke for the owner
    uploads: tuple[Upload, ...] = ()
    contact: NewContact = field(default_factory=NewContact)
    confidential: bool = False  # whatever its service says
    author: Person | None = None  # who asks in the requester's name; nobody: the requester themselves
    apart_from: str = ""  # the number of the ticket on which these words were said


@action("tickets.open")
def open_ticket(opening: Opening, *, by: Actor, now: datetime) -> Ticket:
    """Make the ticket, the client's first words, the contact they came by and the acknowledgement that they get."""
    ticket = Ticket(**_born(opening, now))
    insert([ticket])
    words, acknowledgement = _first_words(ticket, opening, by, now)
    attach(words, opening.uploads, now=now)
    index(ticket, opening.body)
    contact, goes_on = _came_by(opening, ticket, by)
    facts: list[Fact] = [
        Opened(
            ticket=ticket.pk, requester=opening.requester.pk, compartment=opening.compartment.pk,
            group=ticket.client_group, channel=ticket.channel, language=ticket.language, service=ticket.service_id,
            tier=ticket.tier, owner=ticket.owner_id, received=opening.received_at.isoformat(), message=words.pk,
            why=opening.why, tenure=ticket.tenure,
        ),
        Acknowledged(ticket=ticket.pk, message=acknowledgement.pk),
    ]  # fmt: skip
    if opening.channel in SPOKEN and contact.staff_id and not opening.apart_from:
        facts.append(Spoke(ticket=ticket.pk, contact=contact.pk, channel=opening.channel))
    if contact.value_class and not goes_on:
        facts.append(_classified(contact))
    record(*facts, stream=ticket.stream, by=by, at=now, opening=True)
    return ticket


def _born(opening: Opening, now: datetime) -> dict[str, object]:
    offer = opening.offer
    number, tenure = _drawn(opening)
    return {
        "number": number, "requester": opening.requester,
        "compartment": opening.compartment, "behalf_certain": opening.behalf_certain,
        "client_group": opening.requester.group, "tenure": tenure,
        "service_id": offer.pk, "service_version": offer.version, "tier": offer.tier,
        "nature": offer.nature, "scope": offer.scope,
        "confidential": offer.confidential or opening.confidential,
        "channel": opening.channel, "language": opening.language, "title": opening.title[:300],
        "state": State.TO_SORT, "priority": priority(2, 2), "owner": opening.owner,
        "received_at": opening.received_at, "logged_at": now, "last_at": opening.received_at,
        "last_words": " ".join(opening.body.split())[:160],
    }  # fmt: skip


def _drawn(opening: Opening) -> tuple[str, Tenure]:
    """Draw a number that is free, and tell how long the requester had been a client: one question for both."""
    # A million numbers a year: several are drawn at once because the first may be taken.
    drawn = first, second, third = [draw_number(opening.received_at.year) for _place in range(3)]
    [(placed, asked, *taken)] = _known(person=opening.requester.pk, first=first, second=second, third=third)
    free = next((number for number, is_taken in zip(drawn, taken, strict=True) if not is_taken), None)
    if free is None:
        return _drawn(opening)
    on = localtime(opening.received_at).date()
    # Since their first place, else since their first request.
    return free, tenure_of(placed or (localtime(asked).date() if asked else on), on)


@prepared
def _known(*, person: int, first: str, second: str, third: str) -> QuerySet[Person, tuple[Any, ...]]:
    asked = Ticket.rows.filter(requester=OuterRef("pk")).order_by("received_at").values("received_at")[:1]
    placed = Membership.objects.filter(person=OuterRef("pk")).order_by("starts_on").values("starts_on")[:1]
    taken = [Exists(Ticket.rows.filter(number=number)) for number in (first, second, third)]
    return Person.objects.filter(pk=person).values_list(Subquery(placed), Subquery(asked), *taken)


def _first_words(ticket: Ticket, opening: Opening, by: Actor, now: datetime) -> tuple[Message, Message]:
    words = Message(
        ticket=ticket, kind=Message.Kind.OPENING, channel=opening.channel, language=opening.language,
        body=opening.body, person=opening.author or opening.requester, at=opening.received_at,
        visible_from=opening.received_at, verified=opening.verified,
    )  # fmt: skip
    acknowledgement = Message(
        ticket=ticket, kind=Message.Kind.ACKNOWLEDGEMENT, channel=opening.channel, language=opening.language,
        staff=opening.owner, at=now, visible_from=now,
        details={"about": "split", "other": opening.apart_from} if opening.apart_from else {},
    )  # fmt: skip
    insert([words, acknowledgement])
    return words, acknowledgement


def _contact(opening: Opening, by: Actor) -> Contact:
    known = opening.contact
    return Contact(
        at=opening.received_at, channel=opening.channel, person=opening.author or opening.requester,
        staff_id=getattr(by, "staff", None), language=opening.language, duration=known.duration,
        words=opening.title[:300], identity=known.identity, value_class=known.value_class,
        failure_cause=known.failure_cause,
    )  # fmt: skip


def _came_by(opening: Opening, ticket: Ticket, by: Actor) -> tuple[Contact, bool]:
    same = Contact.objects.filter(pk=opening.contact.same).first() if opening.contact.same else None
    if same is None:
        return _touched(_contact(opening, by), by=by, goes_on=opening.contact.goes_on, ticket=ticket)
    same.also.add(ticket)
    return same, True


def _touched(touch: Contact, *, by: Actor, goes_on: int | None, ticket: Ticket | None) -> tuple[Contact, bool]:
    """Keep a contact, or make of it one more matter of the one that goes on with the same person."""
    known = contact_going_on(goes_on, by=by) if goes_on else None
    if known is None or known.person_id != touch.person_id:
        touch.ticket = ticket
        insert([touch])
        return touch, False
    if ticket and known.ticket_id:
        known.also.add(ticket)
    elif ticket:  # kept beside every request so far
        known.ticket = ticket
        known.save(update_fields=["ticket"])
    else:
        known.words = f"{known.words}\n{touch.words}"
        known.save(update_fields=["words"])
    return known, True


def _classified(contact: Contact) -> ContactClassified:
    return ContactClassified(
        contact=contact.pk, ticket=contact.ticket_id, value_class=contact.value_class, cause=contact.failure_cause
    )


def attach(message: Message, uploads: tuple[Upload, ...], *, now: datetime) -> None:
    """Store files and hang them on a message."""
    Attachment.objects.bulk_create(
        [
            Attachment(
                message=message, file=store.keep(upload.content, now=now), token=random_token(),
                name=upload.name[:200], content_type=upload.content_type[:120], size=len(upload.content),
            )
            for upload in uploads
        ]
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A contact that concerns no ticket, or none yet."""

    person: Person | None
    channel: str
    language: str
    words: str
    contact: NewContact = field(default_factory=NewContact)
    offer: Offer | None = None  # the service that it is about


class NeedsARequest(ValueError):
    """What we answer for, or take part in, never happens beside a request (BIL-06)."""

    def __str__(self) -> str:
        return _("We answer for this service, or take part in it: keep the contact with a request, settled or not.")


@action("tickets.log_contact")
def log_contact(touch: Touch, *, by: Actor, now: datetime) -> Contact:
    """Keep a contact that concerns no ticket, or none yet; only services that we merely lead to let it (BIL-06)."""
    if touch.offer is not None and touch.offer.tier in {"lead", "participant"}:
        raise NeedsARequest
    known = touch.contact
    new = Contact(
        at=now, channel=touch.channel, person=touch.person, staff_id=getattr(by, "staff", None),
        language=touch.language, words=touch.words, duration=known.duration, identity=known.identity,
        value_class=known.value_class, failure_cause=known.failure_cause,
        service_id=touch.offer.pk if touch.offer else None, tier=touch.offer.tier if touch.offer else "",
    )  # fmt: skip
    contact, goes_on = _touched(new, by=by, goes_on=known.goes_on, ticket=None)
    if contact.value_class and not goes_on:
        record(_classified(contact), stream=f"contact:{contact.pk}", by=by, at=now)
    return contact
