"""What a client reads. Frozen rows only: nothing here leads to a task, a note, a draft or a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from guichet.areas.catalogue.queries import offer
from guichet.areas.people.access import Viewer, bearer_of
from guichet.areas.people.queries import staff
from guichet.areas.tickets.access import observes
from guichet.areas.tickets.models import Attachment, Message, Ticket
from guichet.areas.tickets.queries.family import family_of, living, told_through
from guichet.areas.tickets.queries.introductions import awaits_meeting
from guichet.areas.tickets.queries.parties import held_by, names_of, own_code, party_of, party_with
from guichet.areas.tickets.queries.plan import tasks_in_plan
from guichet.areas.tickets.rules import REOPENABLE, ResolutionCode, Role, State, TaskState, words_of_party, words_of_tie
from guichet.ground.bilingual import Bilingual
from guichet.ground.files import store
from guichet.ground.references import access_code, same_code

ASKED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came or went with words."""

    token: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that a client may read."""

    kind: str
    at: datetime
    body: str
    who: str
    mine: bool
    from_client: bool
    automatic: bool
    verified: bool
    language: str
    about: str = ""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is told of the work in plain words, and since when it is done; nothing while it is still to come."""

    words: Bilingual
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One request as its client sees it."""

    number: str
    title: str
    state: str
    language: str
    channel: str
    service: Bilingual | None
    received_at: datetime
    reopenable_until: datetime | None
    refused: bool
    owner: str
    owner_given: str
    question: Words | None
    answer: Words | None
    thread: tuple[Words, ...]
    goes_by: int  # whose promise holds: its own, or that of the one it was joined to
    closed_at: datetime | None
    joined_to: str = ""  # the number of the request in which this one goes on
    confirms: bool = True  # whether it is for this client to say that all is settled
    observes: bool = False  # whether they only read it
    part: str = ""  # of somebody who takes part in another person's request
    asked_by: str = ""
    milestones: tuple[Milestone, ...] = ()
    day_on: date | None = None  # of an arrival or a departure
    journey: str = ""
    companion: str = ""  # the first name of whoever accompanies it
    call_at: datetime | None = None  # when they are called by whoever handles it, until they say that they have spoken

    @property
    def asks(self) -> bool:
        """Tell whether it is this reader's turn to answer a question."""
        return self.state == State.WAITING_CLIENT and not self.observes


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file on its way out."""

    name: str
    content_type: str
    content: bytes


def find_by_number(viewer: Viewer, number: str) -> Ticket | None:
    """Return the ticket to act on, if this viewer sees it; pages are made of `tracker`, never of this."""
    rows = Ticket.objects.visible_to(viewer).select_related("owner", "service")
    ticket: Ticket | None = rows.filter(number=number).first()
    return ticket


def bearer_with(number: str, code: str, *, on: date) -> Viewer | None:
    """Return the bearer of a ticket's code, or nothing; an unknown number costs as much as a wrong code."""
    ticket = Ticket.rows.filter(number=number).first()
    version = ticket.code_version if ticket else 1
    right = same_code(code, access_code(number, version, settings.ACCESS_KEY))
    taking_part = party_with(number, code, on=on)
    return bearing(ticket) if ticket and right else taking_part


def bearing(ticket: Ticket) -> Viewer:
    """Return whoever holds a ticket's code."""
    return bearer_of(ticket.pk, person=ticket.requester_id, language=ticket.language)


def bearer_again(held: dict[str, Any], *, on: date) -> Viewer | None:
    """Return whoever opened a ticket before, from what their session kept of it."""
    if held.get("party"):
        return held_by(held["party"], on=on)
    return bearer_of(held["ticket"], person=held["person"], language=held["language"])


def code_versions(pks: Iterable[int]) -> dict[int, int]:
    """Return which code opens each of these tickets now: one that was replaced opens nothing."""
    return dict(Ticket.rows.filter(pk__in=set(pks)).values_list("pk", "code_version"))


def code_for(ticket: Ticket, viewer: Viewer) -> str:
    """Return the code of a ticket, for whoever asked or takes part, each their own: it would outlive a delegation."""
    if viewer.person != ticket.requester_id:
        party = party_of(ticket, viewer.person)
        return own_code(party, ticket.number) if party and party.role != Role.REQUESTER else ""
    return access_code(ticket.number, ticket.code_version, settings.ACCESS_KEY)


def tracker(ticket: Ticket, viewer: Viewer, *, now: datetime) -> Tracked:
    """Say what a client may know of their ticket; one that was joined to another goes by where that one stands."""
    words, goes_by = thread(ticket, viewer, now=now), living(ticket)
    question, answer = _last(words, Message.Kind.QUESTION), _last(words, Message.Kind.ANSWER)
    owner, watches = goes_by.owner, observes(viewer, ticket)
    party, met = (
        party_of(ticket, viewer.person) if viewer.person != ticket.requester_id else None,
        awaits_meeting(goes_by),
    )
    return Tracked(
        number=ticket.number, title=ticket.title, state=_state_shown(goes_by, question, answer),
        language=ticket.language, channel=ticket.channel, service=ticket.service.name if ticket.service else None,
        received_at=ticket.received_at, closed_at=goes_by.closed_at,
        reopenable_until=goes_by.closed_at + REOPENABLE if goes_by.closed_at else None,
        refused=goes_by.resolution_code == ResolutionCode.REFUSED, owner=owner.full_name if owner else "",
        owner_given=owner.given_name if owner else "", question=question, answer=answer, thread=words,
        goes_by=goes_by.pk,
        joined_to=goes_by.number if ticket.is_merged else "",
        confirms=goes_by.requester_id == ticket.requester_id and not watches, observes=watches,
        part=party.role if party else "", asked_by=ticket.requester.full_name if party else "",
        milestones=_milestones(ticket), **_journey(goes_by), call_at=met.call_at if met else None,
    )  # fmt: skip


def _journey(ticket: Ticket) -> dict[str, Any]:
    """Return the day that an arrival or a departure turns on, and the first name of whoever accompanies it."""
    if not ticket.day_on and not ticket.companion_id:
        return {}
    known = offer(ticket.service_id, on=ticket.received_at.date())
    companion = staff(ticket.companion_id).given_name if ticket.companion_id else ""
    return {"day_on": ticket.day_on, "journey": known.journey, "companion": companion}


def _milestones(ticket: Ticket) -> tuple[Milestone, ...]:
    """Return what the plan of a ticket tells its client, and nothing else of it."""
    if not ticket.tasks_total:
        return ()
    shown = [row for row in tasks_in_plan(ticket=ticket.pk) if row.told.fr and row.state != TaskState.CANCELLED]
    return tuple(Milestone(row.told, row.done_at if row.state == TaskState.DONE else None) for row in shown)


def leads_to(ticket: Ticket, viewer: Viewer) -> str:
    """Return the number of the request that a client is shown instead: the one that theirs was joined to."""
    other = living(ticket).number
    seen = ticket.is_merged and Ticket.objects.visible_to(viewer).filter(number=other).exists()
    return other if seen else ""


def _last(words: Iterable[Words], kind: str) -> Words | None:
    return next((one for one in reversed(tuple(words)) if one.kind == kind), None)


def _state_shown(ticket: Ticket, question: Words | None, answer: Words | None) -> str:
    # While words can still be taken back, the client must not learn from the state that they were written.
    unheard = (ticket.state == State.WAITING_CLIENT and question is None) or (
        ticket.state == State.RESOLVED and answer is None
    )
    return str(State.IN_PROGRESS) if unheard else ticket.state


def thread(ticket: Ticket, viewer: Viewer, *, now: datetime) -> tuple[Words, ...]:
    """Return the words exchanged on a ticket that have left and were not taken back, oldest first.

    Words of somebody we could not make sure of are for staff to judge; the first ones show, since they are the request.
    """
    theirs = _theirs(ticket, viewer) if ticket.shared else Q(ticket=ticket)
    rows = _heard(now).filter(theirs).select_related("staff", "person").order_by("at", "pk")
    files = Prefetch("attachments", Attachment.objects.order_by("pk"), to_attr="shown")
    names = names_of(ticket)
    return tuple(_words(row, viewer, names) for row in rows.prefetch_related(files))


def _theirs(ticket: Ticket, viewer: Viewer) -> Q:
    """Keep the words of a ticket, of those joined to it that the viewer sees, and what they were told through it."""
    seen = Ticket.objects.visible_to(viewer).filter(pk__in=family_of(ticket)).values("pk")
    return Q(ticket=ticket) | Q(ticket__in=seen) | told_through(viewer, Q(joined=ticket))


def _heard(now: datetime) -> QuerySet[Message]:
    sure = Q(verified=True) | Q(kind=Message.Kind.OPENING)
    return Message.objects.filter(sure, withdrawn_at=None, visible_from__lte=now)


def _words(row: Message, viewer: Viewer, names: dict[int, str]) -> Words:
    author = row.person if row.is_from_client else row.staff
    # Whoever types an address is not told whose it is: the name shows once we are sure who wrote.
    if row.is_from_client and not row.verified and not viewer.has("client"):
        author = None
    attached: list[Attachment] = getattr(row, "shown", [])
    about = row.details.get("about", "")
    told = words_of_tie(about, row.details.get("other", "")) or words_of_party(row.details, names)
    return Words(
        kind=row.kind, at=row.at, body=row.body or told,
        who=author.full_name if author else "",
        mine=row.is_from_client and row.person_id == viewer.person, from_client=row.is_from_client,
        automatic=row.is_automatic, verified=row.verified, language=row.language, about=about,
        files=tuple(Attached(one.token, one.name, one.size) for one in attached),
    )  # fmt: skip


def attachment(viewer: Viewer, token: str, *, now: datetime) -> Download | None:
    """Return the file behind an address, if its words are for this viewer."""
    viewer.require("tickets.download")
    rows = Attachment.objects.filter(token=token, message__in=_heard(now)).select_related("file")
    visible = Ticket.objects.visible_to(viewer)
    found = rows.filter(message__ticket__in=visible).first()
    if found is None:
        told = Message.objects.filter(told_through(viewer, Q(joined__in=visible)))
        found = rows.filter(message__in=told).first()
    if found is None:
        return None
    return Download(name=found.name, content_type=found.content_type, content=store.read(found.file))


def most_asked(*, on: date, limit: int, group: str = "", least: int = 1) -> list[int]:
    """Return the services asked for most in the last ninety days, by id; confidential ones do not show.

    By a group of clients where one is named; what was asked fewer than `least` times is not told.
    """
    rows = Ticket.rows.filter(received_at__date__gte=on - ASKED_WITHIN, service__isnull=False, confidential=False)
    rows = rows.filter(client_group=group) if group else rows
    counted = rows.order_by().values_list("service").annotate(asked=Count("pk")).filter(asked__gte=least)
    counted = counted.order_by("-asked", "service")
    return [service for service, _asked in counted[:limit] if service is not None]
