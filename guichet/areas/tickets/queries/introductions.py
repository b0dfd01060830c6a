"""Whether somebody was put in touch with the unit that does what they need, and whether they have spoken."""

from collections.abc import Iterator
from datetime import datetime

from guichet.areas.catalogue.rules import Target
from guichet.areas.tickets.models import OPEN, Introduction, Ticket
from guichet.areas.tickets.queries.waiting import calendar_of
from guichet.areas.tickets.rules import FOLLOW_UPS, TaskState

SPOKE = ("done", "answered")  # how the task of a unit ends once they have spoken with the client


def introduction_of(ticket: Ticket) -> Introduction | None:
    """Return the last introduction made on a ticket."""
    return Introduction.objects.filter(ticket=ticket).select_related("task__unit").order_by("pk").last()


def has_met(made: Introduction) -> bool:
    """Tell whether the client, the window or the unit said that they have spoken."""
    return made.met_at is not None or (made.task.state == TaskState.DONE and made.task.result_code in SPOKE)


def may_refer(ticket: Ticket) -> bool:
    """Tell whether a referral may end a ticket: they have spoken, or we asked twice and heard nothing (NIV-05)."""
    made = introduction_of(ticket)
    return made is not None and (has_met(made) or made.follow_ups >= len(FOLLOW_UPS))


def awaits_meeting(ticket: Ticket) -> Introduction | None:
    """Return the introduction of a ticket of which nobody has said yet that they have spoken."""
    made = introduction_of(ticket) if ticket.tier == "support" and ticket.is_open else None
    return made if made and not has_met(made) else None


def to_follow_up(now: datetime) -> Iterator[Introduction]:
    """Return the introductions of which the client should be asked whether the call took place."""
    for count, written in reversed(list(enumerate(FOLLOW_UPS))):
        target = Target.parse(written)
        waiting = Introduction.objects.filter(
            met_at=None, follow_ups=count, call_at__lt=now - target.shortest, ticket__state__in=OPEN
        )
        for made in waiting.select_related("ticket", "task").order_by("pk"):
            if not has_met(made) and target.due_at(made.call_at, calendar_of(made.ticket)) <= now:
                yield made
