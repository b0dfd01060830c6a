"""Who cares for a ticket, what it is about, how urgent it is."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer, offer
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.areas.tickets.access import asks_it_themselves, in_conflict, is_certified
from guichet.areas.tickets.actions.indexing import index
from guichet.areas.tickets.actions.locking import lock, save, tell
from guichet.areas.tickets.facts import Assigned, LanguageChosen, Sorted, Taken
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries.family import merges_into
from guichet.areas.tickets.queries.parties import others_in
from guichet.areas.tickets.rules import State, priority
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.facts import Fact


class NotAtTheWindow(ValueError):
    """Only Client Services owns a ticket: the window is not a dispatch desk (TRI-02)."""

    def __str__(self) -> str:
        return _("A request stays with Client Services from start to finish. Give the unit a task instead.")


class StillJoined(ValueError):
    """A request of somebody else is joined to the ticket: it may not become more private meanwhile."""

    def __str__(self) -> str:
        return _("Somebody else’s request is joined to this one, and would hear of it. Separate them first.")


class OthersTakePart(ValueError):
    """Somebody takes part who could not be let in as the ticket is to become."""

    def __str__(self) -> str:
        return _("Other people read this request, and would go on reading it. Remove them from it first.")


class NotCertified(ValueError):
    """The service asks for a competence that this person does not hold (FOR-02)."""

    def __str__(self) -> str:
        return _("This person is not certified for this service.")


class TheirOwn(ValueError):
    """Nobody is in charge of what they ask themselves."""

    def __str__(self) -> str:
        return _("This request is their own: a colleague must be in charge.")


class InConflict(ValueError):
    """The person declared a conflict of interest with this client (N8)."""

    def __str__(self) -> str:
        return _("This person declared a conflict of interest with this client.")


class OpenedInEmergency(ValueError):
    """Whoever is here in an emergency changes neither who has a ticket nor who sees it: they could stay."""

    def __str__(self) -> str:
        return _("You opened this request in an emergency: who has it and who sees it stays as it is.")


def check_stays(ticket: Ticket, by: Actor) -> None:
    """Refuse somebody whom only an emergency let in (N5)."""
    if isinstance(by, Viewer) and ticket.pk in by.emergencies and ticket.owner_id != by.staff:
        raise OpenedInEmergency


@action("tickets.sort")
def sort(ticket: Ticket, *, by: Actor, now: datetime, offer: Offer, impact: int, urgency: int) -> Ticket:
    """Say what a ticket is about and how urgent it is; it keeps the service's tier of that day."""
    held = lock(ticket)
    check_stays(held, by)
    if offer.confidential or offer.scope != held.scope:
        check_alone(held)
    if offer.confidential and not held.confidential and others_in(held):
        raise OthersTakePart
    held.service_id, held.service_version = offer.pk, offer.version
    held.tier, held.nature, held.scope = offer.tier, offer.nature, offer.scope
    held.confidential = offer.confidential
    held.impact, held.urgency, held.priority = impact, urgency, priority(impact, urgency)
    save(
        held, "service", "service_version", "tier", "nature", "scope", "confidential", "impact", "urgency", "priority"
    )  # fmt: skip
    assert offer.pk is not None
    said = Sorted(ticket=held.pk, service=offer.pk, tier=offer.tier, impact=impact, urgency=urgency)
    tell(held, said, by=by, at=now)
    return held


def check_alone(ticket: Ticket) -> None:
    """Refuse when a request of another person is joined to a ticket, or lives on in it."""
    joined = [one.joined.requester_id for one in merges_into(ticket)]
    if ticket.is_merged or any(person != ticket.requester_id for person in joined):
        raise StillJoined


@action("tickets.prioritise")
def prioritise(ticket: Ticket, *, by: Actor, now: datetime, impact: int, urgency: int) -> Ticket:
    """Change impact and urgency; the priority follows."""
    held = lock(ticket)
    held.impact, held.urgency, held.priority = impact, urgency, priority(impact, urgency)
    save(held, "impact", "urgency", "priority")
    if held.service_id:
        said = Sorted(ticket=held.pk, service=held.service_id, tier=held.tier, impact=impact, urgency=urgency)
        tell(held, said, by=by, at=now)
    return held


@action("tickets.sort")
def speak(ticket: Ticket, *, by: Actor, now: datetime, language: str) -> Ticket:
    """Write to the client in another language from now on."""
    held = lock(ticket)
    was, held.language = held.language, language
    if was == language:
        return held
    save(held, "language")
    index(held)
    tell(held, LanguageChosen(ticket=held.pk, language=language, was=was), by=by, at=now)
    return held


def _check_owner(ticket: Ticket, owner: Staff, *, now: datetime) -> None:
    if owner.unit.code != CLIENT_SERVICES or "agent" not in owner.roles or not owner.active:
        raise NotAtTheWindow
    check_conflict(ticket, owner)
    if not is_certified(owner, offer(ticket.service_id, on=localtime(now).date())):
        raise NotCertified
    if owner.user_id is not None and asks_it_themselves(owner, ticket.requester):
        raise TheirOwn


def check_conflict(ticket: Ticket, staff: Staff) -> None:
    """Refuse somebody who declared a conflict of interest with the ticket's client (N8)."""
    if staff.conflicts and in_conflict(staff, ticket.compartment):
        raise InConflict


@action("tickets.assign")
def assign(ticket: Ticket, *, by: Actor, now: datetime, owner: Staff, why: str = "") -> Ticket:
    """Give a ticket to somebody of Client Services; `why` is what spoke for them, in codes, if it was reckoned."""
    held = lock(ticket)
    check_stays(held, by)
    _check_owner(held, owner, now=now)
    was, held.owner = held.owner_id, owner
    if was == owner.pk:
        return held
    save(held, "owner")
    tell(held, Assigned(ticket=held.pk, owner=owner.pk, was=was, why=why), by=by, at=now)
    return held


@action("tickets.take")
def take(ticket: Ticket, *, by: Actor, now: datetime, owner: Staff, why: str = "") -> Ticket:
    """Take a ticket in charge: it has an owner from now on, and the client is told the name and the date."""
    held = lock(ticket)
    check_stays(held, by)
    if held.state not in {State.RECEIVED, State.TO_SORT}:
        return held
    _check_owner(held, owner, now=now)
    facts: list[Fact] = []
    if held.owner_id != owner.pk:
        facts.append(Assigned(ticket=held.pk, owner=owner.pk, was=held.owner_id, why=why))
    held.owner, held.state = owner, State.TAKEN
    save(held, "owner", "state")
    news = Message.objects.create(
        ticket=held, kind=Message.Kind.NEWS, channel=held.channel, language=held.language, staff=owner, at=now,
        visible_from=now, details={"about": "taken"},
    )  # fmt: skip
    tell(held, *facts, Taken(ticket=held.pk, owner=owner.pk, message=news.pk), by=by, at=now)
    return held
