"""The one way in: a submission becomes a new ticket or more words on one."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer, offer, offer_by_code
from guichet.areas.forms import actions as forms
from guichet.areas.forms.queries.filling import draft_of as draft
from guichet.areas.intake.models import Receipt
from guichet.areas.intake.queries import Followed, followed, place_of, principal_of
from guichet.areas.intake.rules import Submission, digest_parts, title_of
from guichet.areas.people import actions as people
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Compartment, Person
from guichet.areas.people.queries import persons_by_email, persons_by_phone, staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.access import may_own
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.family import living
from guichet.areas.tickets.rules import SPOKEN, comes_back
from guichet.areas.triage.queries import Matter, Placed, contact_person
from guichet.areas.triage.rules.tongues import guess_language
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.database.inserted import insert


class KeyReused(ValueError):
    """The same idempotency key came with other content."""


class NoMandate(ValueError):
    """Somebody asks in the name of one who does not let them, in this matter or no longer."""

    def __str__(self) -> str:
        return _("You may not ask this in their name, or no longer. Choose again on whose behalf you ask.")


@dataclass(frozen=True, slots=True)
class Received:
    """What a submission became."""

    ticket: Ticket
    opened: bool
    again: bool = False  # the same submission had been received before


@action("intake.receive")
def receive(submission: Submission, *, by: Actor, now: datetime) -> Received:
    """Find who asks and what it belongs to, then open a ticket or add the words to one."""
    digest = hashlib.sha256(json.dumps(digest_parts(submission)).encode()).hexdigest()
    if before := _before(submission, digest):
        return Received(before, opened=True, again=True)
    thread = followed(submission)
    if thread.ticket and thread.attaches and goes_on(living(thread.ticket), now):
        ticket = _append(submission, thread.ticket, thread, now=now)
        _answer(submission, ticket, now)
        return Received(ticket, opened=False)
    ticket = _open(submission, by=by, now=now)
    _answer(submission, ticket, now)
    if thread.ticket:
        # What it seems to follow is for a human to decide: an internal note says so.
        tickets.note(ticket, by=SYSTEM, now=now, body=_names_another(thread.ticket))
    if submission.key:
        insert([Receipt(client=submission.client, key=submission.key, digest=digest, ticket=ticket, at=now)])
    return Received(ticket, opened=True)


def _answer(submission: Submission, ticket: Ticket, now: datetime) -> None:
    if submission.draft:
        forms.hand_in(draft(submission.draft), by=SYSTEM, now=now, ticket=ticket)


def _before(submission: Submission, digest: str) -> Ticket | None:
    if not submission.key or submission.key_is_new:
        return None
    receipt = Receipt.objects.filter(client=submission.client, key=submission.key).select_related("ticket").first()
    if receipt and receipt.digest != digest:
        raise KeyReused
    return receipt.ticket if receipt else None


def goes_on(ticket: Ticket, now: datetime) -> bool:
    """Tell whether words can still be added to a ticket; to one that is over for good, they make a new one."""
    return ticket.is_open or comes_back(ticket.state, ticket.closed_at, now)


def _append(submission: Submission, ticket: Ticket, thread: Followed, *, now: datetime) -> Ticket:
    uploads = tuple(tickets.Upload(file.name, file.content_type, file.content) for file in submission.files)
    person = thread.person or ticket.requester
    said = tickets.ClientWords(
        body=submission.body, channel=submission.channel, person=person, uploads=uploads, verified=thread.verified
    )
    stands = living(ticket)
    observing = tickets.only_observes(ticket, person, now=now)
    if thread.verified and not observing and comes_back(stands.state, stands.closed_at, now):
        return tickets.reject(ticket, by=SYSTEM, now=now, said=said)
    tickets.write(ticket, by=SYSTEM, now=now, said=said)
    return ticket


def _open(submission: Submission, *, by: Actor, now: datetime) -> Ticket:
    person, made = _sender(submission, now=now)
    if submission.behalf:
        return _open_for(submission, person, by=by, now=now)
    wanted = _offer(submission, now)
    place, certain = place_of(person, submission, wanted, made=made, on=now.date())
    asked = Asked(person, people.compartment_of(place or person), wanted, certain=certain, known=not made)
    return _opened(submission, asked, by=by, now=now)


def _open_for(submission: Submission, person: Person, *, by: Actor, now: datetime) -> Ticket:
    """Open a ticket in somebody else's name: theirs, with whoever asked as the one who acts for them."""
    wanted = _offer(submission, now)
    found = principal_of(person, submission, wanted, on=localtime(now).date())
    if found is None:
        raise NoMandate
    ticket = _opened(submission, Asked(found.person, found.compartment, wanted, author=person), by=by, now=now)
    language = submission.language or person.language
    tickets.represent(ticket, by=SYSTEM, now=now, person=person, language=language)
    return ticket


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for whom, about what; `author` when it is somebody else who writes in their name."""

    person: Person
    compartment: Compartment
    wanted: Offer
    certain: bool = True
    known: bool = True
    author: Person | None = None


def _opened(submission: Submission, asked: Asked, *, by: Actor, now: datetime) -> Ticket:
    person, wanted = asked.person, asked.wanted
    # Whoever is spoken for is written to in their own language.
    language = person.language if asked.author else submission.language or person.language
    matter = Matter(language=language, compartment=asked.compartment, requester=person, offer=wanted)
    owner = _owner(submission, matter, by=by, now=now)
    opening = tickets.Opening(
        requester=person, compartment=asked.compartment, behalf_certain=asked.certain, channel=submission.channel,
        language=language, title=title_of(submission.title, submission.body), body=submission.body,
        received_at=submission.received_at, offer=wanted, owner=owner.staff if owner else None,
        why=owner.why if owner else "", verified=submission.sender.certain or not asked.known,
        uploads=tuple(tickets.Upload(file.name, file.content_type, file.content) for file in submission.files),
        contact=_contact(submission), author=asked.author,
    )  # fmt: skip
    return tickets.open_ticket(opening, by=by, now=now)


def _contact(submission: Submission) -> tickets.NewContact:
    return tickets.NewContact(
        duration=submission.duration, identity=submission.identity, value_class=submission.value_class,
        failure_cause=submission.failure_cause, goes_on=submission.contact,
    )  # fmt: skip


def _owner(submission: Submission, matter: Matter, *, by: Actor, now: datetime) -> Placed | None:
    """Keep the agent who received the person: the one name the client heard, unless they may not; else choose one."""
    if submission.channel in SPOKEN and isinstance(by, Viewer) and by.has("agent") and by.staff:
        attendant = staff(by.staff)
        if may_own(attendant, matter):
            return Placed(attendant, "met")
    return contact_person(matter, now=now)


def _offer(submission: Submission, now: datetime) -> Offer:
    chosen = offer_by_code(submission.service, on=now.date()) if submission.service else None
    return chosen or offer(None, on=now.date())


def _sender(submission: Submission, *, now: datetime) -> tuple[Person, bool]:
    """Return who asks, and whether we have just met them."""
    sender = submission.sender
    if sender.person is not None:
        return Person.objects.get(pk=sender.person), False
    known = persons_by_email(sender.email) if sender.email else []
    if not known and sender.phone and not sender.email:
        known = persons_by_phone(sender.phone)
    if known:
        return known[0], False
    language = submission.language or guess_language(f"{submission.title}\n{submission.body}")
    new = people.NewPerson(
        given_name=sender.given_name, family_name=sender.family_name, email=sender.email, phone=sender.phone,
        language=language, group=sender.group,
    )  # fmt: skip
    return people.register(new, by=SYSTEM, now=now), True


def _names_another(ticket: Ticket) -> str:
    return _("The subject names %(number)s: is it the same matter?") % {"number": ticket.number}
