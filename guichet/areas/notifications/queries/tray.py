"""Letters on paper that wait to be printed and posted, for whoever sees what they are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from guichet.areas.notifications.queries import LetterFacts, facts_of_message
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, Person
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.outbox.api import to_post
from guichet.ground.outbox.models import Outgoing

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter in the tray: to whom, about which ticket, what it is, since when."""

    pk: int
    person: Person
    ticket: Ticket
    kind: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter ready to be laid out: what it says, and where it goes."""

    pk: int
    facts: LetterFacts
    address: str


def tray(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """Return the letters that wait, the oldest first, of the tickets that the viewer sees."""
    return [one for one, _row in _waiting(viewer, now)]


def papers(viewer: Viewer, letters: Collection[int], *, now: datetime) -> list[Paper]:
    """Return some letters of the tray to be printed, or all; what must not leave any more is left out."""
    found = []
    for one, row in _waiting(viewer, now):
        if letters and one.pk not in letters:
            continue
        if facts := facts_of_message(row.refs["message"], row.refs, now=now):
            found.append(Paper(one.pk, facts, _address_of(one.person)))
    return found


def _waiting(viewer: Viewer, now: datetime) -> list[tuple[Waiting, Outgoing]]:
    viewer.require("notifications.post")
    rows = list(to_post(now=now)[:MOST])
    messages = Message.objects.in_bulk([row.refs["message"] for row in rows])
    persons = Person.objects.in_bulk([row.refs["person"] for row in rows])
    wanted = {one.ticket_id for one in messages.values()} | {row.refs.get("through") for row in rows}
    seen = {one.pk: one for one in Ticket.objects.visible_to(viewer).filter(pk__in=wanted - {None})}
    found = []
    for row in rows:
        message = messages[row.refs["message"]]
        through = row.refs.get("through", message.ticket_id)
        if message.ticket_id in seen and through in seen:
            person = persons[row.refs["person"]]
            line = Waiting(pk=row.pk, person=person, ticket=seen[through], kind=message.kind, since=row.due_at)
            found.append((line, row))
    return found


def _address_of(person: Person) -> str:
    points = ContactPoint.objects.filter(person=person, kind="postal", undeliverable_at=None)
    return points.order_by("-primary", "pk").values_list("value", flat=True).first() or ""
