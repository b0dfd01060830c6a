"""What the desk reads of a ticket's ties: what is joined to it, what could be."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import FROM_CLIENT, OPEN, Link, Message, Split, Ticket
from guichet.areas.tickets.queries.desk import Words, words_of
from guichet.areas.tickets.queries.family import merge_of, merges_into
from guichet.areas.tickets.rules import comes_apart
from guichet.ground.search.words import is_alike

MOST_COMPARED = 20


@dataclass(frozen=True, slots=True)
class JoinedTicket:
    """A ticket that lives on in another, as its page names it."""

    pk: int
    number: str
    title: str
    who: str
    at: datetime
    reason: str
    separable: bool
    stream: str


def joined_to(viewer: Viewer, ticket: Ticket, *, now: datetime) -> list[JoinedTicket]:
    """Return what is joined to a ticket, of what the viewer sees."""
    merges = merges_into(ticket)
    if not merges:
        return []
    pks = [one.joined_id for one in merges]
    seen = set(Ticket.objects.visible_to(viewer).filter(pk__in=pks).values_list("pk", flat=True))
    return [
        JoinedTicket(
            one.joined_id, one.joined.number, one.joined.title, one.joined.requester.full_name, one.at, one.reason,
            comes_apart(one.at, now), one.joined.stream,
        )
        for one in merges
        if one.joined_id in seen
    ]  # fmt: skip


def words_of_joined(joined: list[JoinedTicket]) -> list[Words]:
    """Return what was said on the tickets joined to another, each line with the number it was said on."""
    return [
        replace(words, of=one.number)
        for one in joined
        for words in words_of(Ticket(pk=one.pk))
        # The words by which a ticket was split off are read where they were said.
        if not (one.reason == "unsplit" and words.kind == Message.Kind.OPENING)
    ]


def splits_of(ticket: Ticket) -> list[Split]:
    """Return what was split from a ticket, undone or not."""
    return list(Split.objects.filter(source=ticket).select_related("born").order_by("pk"))


def gone_on(ticket: Ticket) -> dict[int, str]:
    """Return in which ticket words of this one go on as well, by the words."""
    live = [one for one in splits_of(ticket) if one.undone_at is None]
    return {message: one.born.number for one in live for message in one.messages}


def words_that_split(ticket: Ticket, chosen: Iterable[int] | None = None) -> list[Message]:
    """Return the words of the client that can open another ticket, with their files; those chosen, or all of them."""
    rows = Message.objects.filter(ticket=ticket, kind__in=FROM_CLIENT, verified=True, withdrawn_at=None)
    if chosen is not None:
        rows = rows.filter(pk__in=list(chosen))
    return list(rows.prefetch_related("attachments").order_by("at", "pk"))


def lives_on(viewer: Viewer, ticket: Ticket) -> str:
    """Return the number of the ticket in which a joined one goes on, if the viewer sees it."""
    found = merge_of(ticket) if ticket.is_merged else None
    seen = found and Ticket.objects.visible_to(viewer).filter(pk=found.into_id).exists()
    return found.into.number if found and seen else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open ticket that could be the same matter."""

    number: str
    title: str
    state: str
    who: str
    language: str
    received_at: datetime
    alike: bool


def candidates_for(viewer: Viewer, ticket: Ticket) -> list[Candidate]:
    """Return the open tickets behind the same wall, those of the same person that say the same thing first."""
    rows = Ticket.objects.visible_to(viewer).filter(
        compartment=ticket.compartment_id, state__in=OPEN, confidential=False
    )
    found = list(rows.exclude(pk=ticket.pk).select_related("requester").order_by("-pk")[:MOST_COMPARED])
    said = opening_words([ticket, *found])
    asked = f"{ticket.title} {said.get(ticket.pk, '')}"
    rated = [(_is_twin(ticket, one, asked, said.get(one.pk, "")), one) for one in found]
    return [
        Candidate(one.number, one.title, one.state, one.requester.full_name, one.language, one.received_at, alike)
        for alike, one in sorted(rated, key=lambda pair: not pair[0])
    ]  # fmt: skip


def opening_words(tickets: Iterable[Ticket]) -> dict[int, str]:
    """Return the first words of each ticket."""
    rows = Message.objects.filter(ticket__in=list(tickets), kind=Message.Kind.OPENING)
    return dict(rows.values_list("ticket", "body"))


def _is_twin(ticket: Ticket, other: Ticket, asked: str, said: str) -> bool:
    same_person = ticket.requester_id == other.requester_id
    return same_person and is_alike(asked, f"{other.title} {said}", ticket.language)


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    """A ticket that has to do with another, and what it is to it."""

    pk: int
    number: str
    title: str
    state: str
    language: str
    tie: str
    at: datetime

    def comes_back(self, now: datetime) -> bool:
        """Tell whether what was split can still be undone."""
        return self.tie in {"split_off", "split_from"} and comes_apart(self.at, now)


def linked_to(viewer: Viewer, ticket: Ticket) -> list[LinkedTicket]:
    """Return what a ticket is linked to, of what the viewer sees."""
    pairs = Link.objects.filter(Q(one=ticket) | Q(other=ticket)).order_by("pk")
    ties = {
        two if one == ticket.pk else one: (_tie(kind, first=one == ticket.pk), at)
        for one, two, kind, at in pairs.values_list("one", "other", "kind", "at")
    }
    rows = Ticket.objects.visible_to(viewer).in_bulk(list(ties))
    return [
        LinkedTicket(pk, rows[pk].number, rows[pk].title, rows[pk].state, rows[pk].language, tie, at)
        for pk, (tie, at) in ties.items()
        if pk in rows
    ]


def _tie(kind: str, *, first: bool) -> str:
    if kind == Link.Kind.SPLIT:
        return "split_off" if first else "split_from"
    if kind == Link.Kind.PARENT:
        return "child" if first else "parent"
    if kind == Link.Kind.DUPLICATE:
        return "original" if first else "duplicate"
    return kind
