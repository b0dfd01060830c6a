"""What is opened while somebody speaks with a client, and how the client was recognised first."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Person
from guichet.areas.sight.facts import Consulted as ConsultedFact
from guichet.areas.sight.facts import IdentityChecked
from guichet.areas.sight.models import Consulted
from guichet.areas.sight.rules import opens
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.models import Contact, Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import facts_of, record

SAME_CONTACT = timedelta(hours=1)


@action("sight.check_identity")
def check_identity(person: Person, *, by: Actor, now: datetime, how: str) -> bool:
    """Record how a caller was recognised as somebody; tell whether their file may be opened to them."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    said, stream = IdentityChecked(person=held.pk, how=how), f"person:{held.pk}"
    last = facts_of(stream)[-1:]
    # The bar comes back on every page of the same contact: what was just said is not said again.
    if not any(fact == said and entry.actor == by.ref and now - entry.at < SAME_CONTACT for entry, fact in last):
        record(said, stream=stream, by=by, at=now)
    return opens(how)


@action("sight.consult")
def consult(
    contact: Contact, *, by: Viewer, now: datetime, numbers: Iterable[str] = (), persons: Iterable[int] = ()
) -> None:
    """Keep with a contact the tickets and the cards that were opened while it lasted, as far as one sees them."""
    tickets = Ticket.objects.visible_to(by).filter(number__in=list(numbers)).exclude(pk=contact.ticket_id)
    known = {row.ticket_id or -(row.person_id or 0) for row in Consulted.objects.filter(contact=contact)}
    for ticket in sorted(tickets, key=lambda one: one.pk):
        if ticket.pk not in known:
            _consulted(ticket, contact, by=by, now=now)
    cards = Person.objects.filter(pk__in=list(persons), erased_at=None) if by.may("people.look_up") else []
    for person in cards:
        if -person.pk not in known:
            Consulted.objects.create(contact=contact, person=person)


def _consulted(ticket: Ticket, contact: Contact, *, by: Actor, now: datetime) -> None:
    held = lock(ticket)
    Consulted.objects.create(contact=contact, ticket=held)
    said = ConsultedFact(ticket=held.pk, contact=contact.pk, channel=contact.channel, person=contact.person_id)
    record(said, stream=held.stream, by=by, at=now)
