"""Saying that two tickets have to do with one another, without making them one."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from guichet.areas.tickets.actions.locking import lock, tell
from guichet.areas.tickets.facts import Linked, Unlinked
from guichet.areas.tickets.models import Link, Ticket
from guichet.areas.tickets.rules import TIES
from guichet.ground.access import Actor
from guichet.ground.actions import action


class CannotLink(ValueError):
    """A ticket has nothing to do with itself, and two have one tie at a time."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        words = {
            "same": _("Choose another request: this is the same one."),
            "tie": _("Say what the other request is to this one."),
            "linked": _("These two requests are linked already: undo that link first."),
            "split": _("One was split from the other: undo the split instead."),
            "circle": _("A request cannot be a part of one of its own parts."),
        }
        return words[self.why]


@action("tickets.link")
def link(ticket: Ticket, *, by: Actor, now: datetime, other: Ticket, tie: str) -> Link:
    """Link two tickets; `tie` says what the other is to this one. Both lives say so; clients read nothing of it."""
    by.require("tickets.link", other)
    held, second = _both(ticket, other)
    if tie not in TIES:
        raise CannotLink("tie")
    if Link.objects.filter(_between(held, second)).exists():
        raise CannotLink("linked")
    # A link is kept from the duplicate, or from the parent.
    one, two = (held, second) if tie in {"related", "original", "child"} else (second, held)
    kind = {"child": "parent", "parent": "parent", "related": "related"}.get(tie, "duplicate")
    if kind == "parent" and one.pk in _parts_of(two.pk):
        raise CannotLink("circle")
    made = Link.objects.create(one=one, other=two, kind=kind, at=now)
    tell(held, Linked(ticket=held.pk, other=second.pk, tie=tie), by=by, at=now)
    tell(second, Linked(ticket=second.pk, other=held.pk, tie=TIES[tie]), by=by, at=now)
    return made


@action("tickets.link")
def unlink(ticket: Ticket, *, by: Actor, now: datetime, other: Ticket) -> None:
    """Undo the link of two tickets; when there is none, nothing happens."""
    by.require("tickets.link", other)
    held, second = _both(ticket, other)
    if Link.objects.filter(_between(held, second), kind=Link.Kind.SPLIT).exists():
        raise CannotLink("split")
    removed, _rows = Link.objects.filter(_between(held, second)).delete()
    if removed:
        tell(held, Unlinked(ticket=held.pk, other=second.pk), by=by, at=now)
        tell(second, Unlinked(ticket=second.pk, other=held.pk), by=by, at=now)


def _both(ticket: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    if ticket.pk == other.pk:
        raise CannotLink("same")
    rows = {pk: lock(Ticket(pk=pk)) for pk in sorted((ticket.pk, other.pk))}
    return rows[ticket.pk], rows[other.pk]


def _between(one: Ticket, other: Ticket) -> Q:
    return Q(one=one, other=other) | Q(one=other, other=one)


def _parts_of(ticket: int) -> set[int]:
    """Return everything that is a part of a ticket, however deep."""
    found, waiting = set[int](), {ticket}
    while waiting:
        parts = Link.objects.filter(one__in=waiting, kind=Link.Kind.PARENT).values_list("other", flat=True)
        waiting = set(parts) - found
        found |= waiting
    return found
