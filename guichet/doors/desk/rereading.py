"""A second pair of eyes: asked for from the reply, changed, approved, settled."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import staff
from guichet.areas.tickets import actions
from guichet.doors.desk import forms
from guichet.doors.desk.entrance import DeskRequest
from guichet.doors.desk.performing import Said, verb
from guichet.doors.desk.tickets import drafts_of, seen

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket


def seen_by_writer(said: Said) -> actions.Seen | None:
    """Return what a writer had before them; whoever reads no page says nothing of it."""
    return None if said.get("seen") is None else actions.Seen(said["seen"], said.get("draft"))


@verb("reply", forms.SecondLookForm, _("Asked. What your colleague says shows here; nothing leaves until you send it."))
def second_look(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Ask a colleague to read a reply over."""
    actions.ask_second_look(
        ticket, by=by, now=now, body=said["body"], reader=staff(said["reader"]), seen=seen_by_writer(said)
    )


@verb("reply", thanks=_("The draft is yours alone again."))
def second_look_end(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take that back."""
    actions.end_second_look(ticket, by=by, now=now)


@verb("reread", forms.RereadForm, _("Kept. Whoever wrote it sees what you changed, and sends it."))
def rereading(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Change the words of a colleague."""
    actions.change_draft(ticket, by=by, now=now, author=said["author"], body=said["body"], seen=_read(said))


@verb("reread", forms.RereadForm, _("Approved. Whoever wrote it sends it."))
def approval(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Approve them."""
    actions.approve_draft(ticket, by=by, now=now, author=said["author"], body=said["body"], seen=_read(said))


@verb("reply", forms.SettlingForm)
def settling(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Choose between one's own words and theirs."""
    actions.settle_draft(ticket, by=by, now=now, body=said["body"] if said["keep"] == "mine" else "")


def _read(said: dict[str, Any]) -> actions.Seen:
    return actions.Seen(0, said["draft"])


def shows_theirs(request: DeskRequest, number: str) -> HttpResponse:
    """Show, in the place of "kept", that the other pair of eyes changed the words meanwhile."""
    sheet = seen(request.viewer, number)
    context = {"ticket": sheet.ticket, **drafts_of(sheet)}
    response = render(request, "desk/ticket/_look.html", context)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#look", "outerHTML"
    return response
