"""Tickets that were joined: where the life of each goes on, and which live on in another."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Merge, Message, Party, Ticket

# What is said on a ticket to everybody whose request was joined to it, and the only news among it.
TOLD_TO_ALL = (Message.Kind.REPLY, Message.Kind.QUESTION, Message.Kind.ANSWER, Message.Kind.REMINDER)
NEWS_TO_ALL = ("taken", "promise")


def is_for_all(message: Message) -> bool:
    """Tell whether words of ours are for everybody whose request was joined to the ticket."""
    return message.kind in TOLD_TO_ALL or message.details.get("about") in NEWS_TO_ALL


def living(ticket: Ticket) -> Ticket:
    """Return the ticket in which the life of this one goes on: itself, unless it was joined to another."""
    found = merge_of(ticket) if ticket.is_merged else None
    return found.into if found else ticket


def merge_of(ticket: Ticket) -> Merge | None:
    """Return what joined a ticket to another, while it lasts."""
    return Merge.objects.filter(joined=ticket, parted_at=None).select_related("into__owner", "into__service").first()


def merges_into(ticket: Ticket) -> list[Merge]:
    """Return what is joined to a ticket, the oldest first."""
    if not ticket.shared:
        return []
    rows = Merge.objects.filter(into=ticket, parted_at=None).select_related("joined__requester")
    return list(rows.order_by("at", "pk"))


def family_of(ticket: Ticket) -> list[int]:
    """Return the ids of a ticket and of those joined to it."""
    return [ticket.pk, *(one.joined_id for one in merges_into(ticket))]


def first_words_told(merge: Merge) -> datetime | None:
    """Return when words of ours were first said to both, since they were joined."""
    kinds = [Message.Kind.REPLY, Message.Kind.QUESTION, Message.Kind.ANSWER]
    said = Message.objects.filter(ticket=merge.into_id, kind__in=kinds, at__gte=merge.at, withdrawn_at=None)
    return said.order_by("at").values_list("at", flat=True).first()


def told_through(viewer: Viewer, tickets: Q) -> Q:
    """Keep the messages of other tickets that were told to a client because theirs was joined to them.

    `tickets` says which merges count. Only what we say is told, to whoever asked or takes part, while the two are
    joined: never what the other person wrote.
    """
    told = Q(pk=None)
    parts = Party.objects.filter(ticket=OuterRef("joined"), person=viewer.person, ended_at=None)
    mine = Merge.objects.filter(tickets, Q(joined__requester=viewer.person) | Q(Exists(parts)))
    for one in mine:
        until = Q(at__lt=one.parted_at) if one.parted_at else Q()
        told |= Q(ticket=one.into_id, at__gte=one.at) & until
    for_all = Q(kind__in=TOLD_TO_ALL) | Q(kind=Message.Kind.NEWS, details__about__in=NEWS_TO_ALL)
    return told & for_all
