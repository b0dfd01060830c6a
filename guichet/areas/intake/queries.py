"""Reading what intake needs to decide."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localtime

from guichet.areas.catalogue.queries import Offer
from guichet.areas.intake.models import Call, InboundMail, Receipt
from guichet.areas.intake.rules import Submission, Thread
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, Organisation, Person
from guichet.areas.people.queries import grants_of, places_of, viewer_of_person
from guichet.areas.people.queries.own import Principal, principals_of
from guichet.areas.people.rules import normal_email
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.persons import standing_for
from guichet.areas.tickets.rules import ticket_in
from guichet.ground.access import Actor
from guichet.ground.outbox.api import by_message_id
from guichet.ground.outbox.models import Outgoing

RINGS_FOR = timedelta(minutes=3)
PERSONAL_SCOPES = frozenset({"hr"})


@dataclass(frozen=True, slots=True)
class Followed:
    """The ticket that a submission seems to follow, and whether that is sure."""

    ticket: Ticket | None = None
    person: Person | None = None
    attaches: bool = False
    verified: bool = False


def followed(submission: Submission) -> Followed:
    """Say what a submission follows: a signed reply address first, then References, then a mere number.

    A number in a subject never attaches (E03); References attach when the sender already takes part (E04).
    """
    thread = submission.thread
    if thread.ticket is not None and thread.person is not None:
        ticket = Ticket.rows.select_related("requester").get(pk=thread.ticket)
        person = standing_for(Person.objects.filter(pk=thread.person).first())
        known = submission.sender.certain or _owns(person, submission.sender.email)
        known = known and _takes_part(person, ticket, submission)
        return Followed(ticket, person, attaches=True, verified=known)
    if sent := _sent_before(thread):
        ticket = _ticket_of(sent)
        person = standing_for(Person.objects.filter(pk=sent.refs.get("person")).first())
        takes_part = _owns(person, submission.sender.email) and _takes_part(person, ticket, submission)
        return Followed(ticket, person, attaches=takes_part, verified=takes_part)
    number = (
        Ticket.rows.filter(number__in=thread.numbers).select_related("requester").first() if thread.numbers else None
    )
    return Followed(number)


def _takes_part(person: Person | None, ticket: Ticket, submission: Submission) -> bool:
    """Tell whether somebody still has a say in a ticket: one who was let in may have been shut out since."""
    if person is None or person.pk == ticket.requester_id:
        return True
    viewer = viewer_of_person(person, on=localtime(submission.received_at).date())
    return bool(Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists())


def _sent_before(thread: Thread) -> Outgoing | None:
    found = (by_message_id(one) for one in thread.message_ids)
    return next((sent for sent in found if sent and ticket_in(sent.stream)), None)


def _ticket_of(sent: Outgoing) -> Ticket:
    return Ticket.rows.select_related("requester").get(pk=ticket_in(sent.stream) or 0)


def answered_by(thread: Thread) -> Ticket | None:
    """Return the ticket that an automatic answer speaks of, by its signed address or by what it refers to."""
    if thread.ticket is not None:
        return Ticket.rows.filter(pk=thread.ticket).first()
    sent = _sent_before(thread)
    return _ticket_of(sent) if sent else None


def _owns(person: Person | None, address: str) -> bool:
    if person is None or not address:
        return False
    return ContactPoint.objects.filter(person=person, kind="email", normal=normal_email(address)).exists()


def place_of(
    person: Person, submission: Submission, wanted: Offer, *, made: bool, on: date
) -> tuple[Organisation | None, bool]:
    """Say on whose behalf a request is: (organisation or None for oneself, sure or not)."""
    if made:
        return None, True
    places = [place.organisation for place in places_of(person, on=on)]
    if submission.organisation:
        if submission.organisation == "self":
            return None, True
        chosen = next((place for place in places if place.code == submission.organisation), None)
        return chosen, chosen is not None
    if wanted.scope in PERSONAL_SCOPES or not places:
        return None, True
    return places[0], len(places) == 1


def principal_of(person: Person, submission: Submission, wanted: Offer, *, on: date) -> Principal | None:
    """Return in whose name somebody asks: one who lets them act in matters of this kind, on that day, or nobody."""
    known = principals_of(person.pk, grants_of(person, on=on), on=on) if submission.sender.certain else []
    return next((one for one in known if one.compartment.pk == submission.behalf and one.allows(wanted.scope)), None)


def quarantine(viewer: Actor) -> QuerySet[InboundMail]:
    """Return the messages that could not be read, for whoever looks after them."""
    viewer.require("intake.quarantine")
    return InboundMail.objects.filter(state=InboundMail.State.QUARANTINED).order_by("-pk")


def opened_by(client: str, number: str) -> Ticket | None:
    """Return the ticket of a number, if it came in under one of this client's keys."""
    rows = Receipt.objects.filter(client=client, ticket__number=number)
    receipt = rows.select_related("ticket__owner", "ticket__service").first()
    return receipt.ticket if receipt else None


def call_of(pk: int, *, by: Viewer) -> Call | None:
    """Return a call that reaches somebody, to them alone."""
    return Call.objects.filter(pk=pk, staff=by.staff or 0).first()


def calls_going_on(viewer: Viewer, *, now: datetime) -> list[int]:
    """Return the calls that reach somebody now: those that rang lately and that nobody said are over."""
    rows = Call.objects.filter(staff=viewer.staff or 0, ended_at=None, contact=None, rang_at__gt=now - RINGS_FOR)
    return list(rows.order_by("-rang_at").values_list("pk", flat=True)[:3])
