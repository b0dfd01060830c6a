"""Letters on paper that wait to be printed and posted, for whoever sees what they are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from guichet.areas.notifications.queries import LetterFacts, Warned, facts_of_message, facts_of_pulse, warning_of
from guichet.areas.notifications.rules import WARNING
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, Person
from guichet.areas.problems.models import Problem
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.bilingual import Bilingual
from guichet.ground.outbox.api import to_post
from guichet.ground.outbox.models import Outgoing

MOST = 100
PULSE = "pulse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter in the tray: to whom, about which ticket or incident, what it is, since when."""

    pk: int
    person: Person
    ticket: Ticket | None
    title: Bilingual | str
    kind: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter ready to be laid out: what it says, and where it goes."""

    pk: int
    facts: LetterFacts | Warned
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
        if facts := facts_of_paper(row, now=now):
            found.append(Paper(one.pk, facts, _address_of(one.person)))
    return found


def facts_of_paper(row: Outgoing, *, now: datetime) -> LetterFacts | Warned | None:
    """Return what a letter on paper says, or nothing when it must not leave any more."""
    if row.kind == WARNING:
        return warning_of(row.refs)
    if row.kind == PULSE:
        asked = Pulse.objects.get(pk=row.refs["pulse"])
        return facts_of_pulse(asked.pk) if asked.answered_at is None and asked.expires_at > now else None
    return facts_of_message(row.refs["message"], row.refs, now=now)


def _waiting(viewer: Viewer, now: datetime) -> list[tuple[Waiting, Outgoing]]:
    viewer.require("notifications.post")
    rows = list(to_post(now=now)[:MOST])
    persons = Person.objects.in_bulk([row.refs["person"] for row in rows])
    whole = _wholes(rows)
    abouts = [_about(row, whole) for row in rows]
    wanted = {pk for tickets, _kind in abouts for pk in tickets}
    seen = {one.pk: one for one in Ticket.objects.visible_to(viewer).filter(pk__in=wanted)}
    incidents = Problem.objects.in_bulk([row.refs["problem"] for row in rows if row.kind == WARNING])
    found = []
    for row, (tickets, kind) in zip(rows, abouts, strict=True):
        if not tickets <= seen.keys():
            continue
        # Through which ticket they hear of it comes first: an incident names none.
        ticket = seen[row.refs.get("through") or next(iter(tickets))] if tickets else None
        title: Bilingual | str = ticket.title if ticket else incidents[row.refs["problem"]].title
        person = persons[row.refs["person"]]
        found.append((Waiting(pk=row.pk, person=person, ticket=ticket, title=title, kind=kind, since=row.due_at), row))
    return found


Whole = tuple[dict[int, Message], dict[int, Pulse]]


def _wholes(rows: list[Outgoing]) -> Whole:
    messages = Message.objects.in_bulk([row.refs["message"] for row in rows if "message" in row.refs])
    return messages, Pulse.objects.in_bulk([row.refs["pulse"] for row in rows if row.kind == PULSE])


def _about(row: Outgoing, whole: Whole) -> tuple[set[int], str]:
    """Return the tickets that whoever sees a letter must see, none for one about an incident, and what it is."""
    messages, pulses = whole
    if row.kind == WARNING:
        return set(), WARNING
    if row.kind == PULSE:
        return {pulses[row.refs["pulse"]].ticket_id}, PULSE
    message = messages[row.refs["message"]]
    return {message.ticket_id, row.refs.get("through", message.ticket_id)}, message.kind


def _address_of(person: Person) -> str:
    points = ContactPoint.objects.filter(person=person, kind="postal", undeliverable_at=None)
    return points.order_by("-primary", "pk").values_list("value", flat=True).first() or ""
