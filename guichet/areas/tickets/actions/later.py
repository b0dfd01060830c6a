"""Replies that leave later: at a moment of business hours, unless the client writes first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.tickets.actions.awareness import Seen, require_aware
from guichet.areas.tickets.actions.locking import lock
from guichet.areas.tickets.actions.words import TicketIsOver, reply, writer
from guichet.areas.tickets.models import Draft, Message, Ticket
from guichet.ground.access import Actor, Refused
from guichet.ground.actions import action


class NotAMomentToSend(ValueError):
    """Words leave later, while the window is open."""

    def __str__(self) -> str:
        return _("Choose a moment that lies ahead, while the window is open.")


@action("tickets.reply")
def send_later(
    ticket: Ticket, *, by: Actor, now: datetime, body: str, leaves_at: datetime, seen: Seen | None = None
) -> Draft:
    """Give a reply the moment at which it leaves."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    require_aware(held, by=by, seen=seen)
    if leaves_at <= now or not house_calendar().is_open(leaves_at):
        raise NotAMomentToSend
    kept, _new = Draft.objects.update_or_create(
        ticket=held, staff_id=writer(by), kind="reply",
        defaults={"body": body, "updated_at": now, "leaves_at": leaves_at, "stopped": ""},
    )  # fmt: skip
    return kept


@action("tickets.reply")
def keep_back(ticket: Ticket, *, by: Actor, now: datetime) -> None:
    """Take the moment away from a reply: it is a draft again."""
    held = lock(ticket)
    mine = Draft.objects.filter(ticket=held, staff_id=writer(by), kind="reply", leaves_at__isnull=False)
    mine.update(leaves_at=None, updated_at=now)


@action("tickets.release")
def release(ticket: Ticket, *, by: Actor, now: datetime, author: Actor) -> Message | None:
    """Send a reply whose moment has come, with the rights that its author has now; keep it and say why otherwise."""
    held = lock(ticket)
    due = Draft.objects.filter(ticket=held, staff_id=writer(author), kind="reply", leaves_at__lte=now)
    words = due.first()
    if words is None:
        return None
    try:
        with transaction.atomic():
            return reply(held, by=author, now=now, body=words.body)
    except TicketIsOver:
        due.update(leaves_at=None, stopped="over")
    except Refused:
        due.update(leaves_at=None, stopped="right")
    return None
