"""Setting a ticket aside, taking it up again, following it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from guichet.areas.people.access import Viewer
from guichet.areas.tickets import actions
from guichet.doors.desk import forms
from guichet.doors.desk.performing import Said, verb

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket


@verb("aside", forms.AsideForm, _("Set aside: it comes back on top of your list, also when the client writes."))
def aside(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Set a ticket aside until a moment."""
    actions.snooze(ticket, by=by, now=now, until=said["until"])


@verb("head", thanks=_("It is in your list again."))
def waking(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take a ticket up again that was set aside."""
    actions.wake(ticket, by=by, now=now)


@verb("head", thanks=_("You follow this request: what changes shows in your lists."))
def following(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Hear of what happens to a ticket."""
    actions.follow(ticket, by=by, now=now)


@verb("head", thanks=_("You do not follow this request any more."))
def unfollowing(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Hear no more of a ticket."""
    actions.unfollow(ticket, by=by, now=now)
