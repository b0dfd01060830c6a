"""Handing a ticket over to a colleague: it changes hands, and the client hears the new first name."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.areas.people.models import Staff
from guichet.areas.tickets.actions.care import assign
from guichet.areas.tickets.actions.locking import lock, tell
from guichet.areas.tickets.actions.words import TicketIsOver, note
from guichet.areas.tickets.facts import Announced
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action


class AlreadyInCharge(ValueError):
    """The colleague is in charge of the ticket as it is."""

    def __str__(self) -> str:
        return _("This person is in charge already: choose somebody else.")


@action("tickets.assign")
def hand_over(ticket: Ticket, *, by: Actor, now: datetime, owner: Staff, words: str = "") -> Ticket:
    """Give a ticket to a colleague with words for them, and tell its client who looks after it from now on."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver(merged=held.is_merged)
    if held.owner_id == owner.pk:
        raise AlreadyInCharge
    if words.strip():
        note(held, by=by, now=now, body=words)
    given = assign(held, by=by, now=now, owner=owner)
    with translation.override(given.language):
        body = _("From now on, %(name)s looks after your request. What was promised to you stays.") % {
            "name": owner.given_name
        }
    news = Message.objects.create(
        ticket=given, kind=Message.Kind.NEWS, channel=given.channel, language=given.language, body=body, staff=owner,
        at=now, visible_from=now, details={"about": "owner"},
    )  # fmt: skip
    tell(given, Announced(ticket=given.pk, message=news.pk), by=by, at=now)
    return given
