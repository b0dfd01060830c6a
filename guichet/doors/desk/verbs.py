"""The verbs on a ticket: each a small resource to POST to."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from guichet.areas.catalogue.queries import offer
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import compartment_of
from guichet.areas.people.queries import places_of, staff, units
from guichet.areas.sla.actions import move_promise
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.desk import ticket_for, words_to_undo
from guichet.doors.desk import forms
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.performing import Said, verb
from guichet.doors.desk.rereading import seen_by_writer, shows_theirs
from guichet.doors.desk.tagging import TagForm
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

TO_THE_CLIENT = ("reply", "answer")
DRAFTS = ("reply", "note", "answer", "unit")


@verb("reply", forms.PublicWordsForm)
def replies(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Tell the client something."""
    actions.reply(ticket, by=by, now=now, body=said["body"], seen=seen_by_writer(said))


@verb("question", forms.PublicWordsForm)
def questions(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Ask the client something: it is their turn."""
    actions.ask(ticket, by=by, now=now, body=said["body"], seen=seen_by_writer(said))


@verb("reply", forms.LaterForm, _("Kept until its moment: it leaves unless the client writes first."))
def later(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Give a reply the moment at which it leaves."""
    actions.send_later(
        ticket, by=by, now=now, body=said["body"], leaves_at=said["leaves_at"], seen=seen_by_writer(said)
    )


@verb("reply", thanks=_("It does not leave any more: your words are a draft again."))
def keeping_back(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take the moment away from a reply."""
    actions.keep_back(ticket, by=by, now=now)


@verb("note", forms.WordsForm)
def notes(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Write internal words."""
    actions.note(ticket, by=by, now=now, body=said["body"])


@verb("answer", forms.ResolutionForm)
def resolution(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Give the one answer."""
    refuses = said["code"] == "refused"
    body = actions.Refusal(said["body"], said["recourse"]) if refuses else said["body"]
    actions.resolve(ticket, by=by, now=now, code=said["code"], body=body, seen=seen_by_writer(said))


@verb("reply", forms.UnsendingForm, _("Taken back: nothing was sent, and your words are still here."))
def unsending(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take back words that have not left yet."""
    words = words_to_undo(ticket, by, said["message"])
    if words is None:
        raise Http404
    actions.unsend(ticket, words, by=by, now=now)


@require_POST
@for_front_line
def drafts(request: DeskRequest, number: str, kind: str) -> HttpResponse:
    """Keep what is being typed."""
    typed = request.POST.get("body", request.POST.get("instructions", ""))
    ticket, form = ticket_for(request.viewer, number), forms.DraftForm({"body": typed})
    if ticket is None or kind not in DRAFTS or not form.is_valid():
        raise Http404
    now, body, read = clock.now(), form.cleaned_data["body"], forms.SeenForm(request.POST)
    known = seen_by_writer(read.cleaned_data) if kind in TO_THE_CLIENT and read.is_valid() else None
    try:
        with transaction.atomic():
            kept = actions.draft(ticket, by=request.viewer, now=now, kind=kind, body=body, seen=known)
    except actions.DraftMoved:
        return shows_theirs(request, number)
    if kind in TO_THE_CLIENT:
        claim = actions.be_present if typed.strip() else actions.stop_writing
        claim(ticket, by=request.viewer, now=now, **({"writes": True} if typed.strip() else {}))
    return render(
        request, "desk/ticket/_kept.html", {"kept_at": now, "kind": kind, "version": kept.version if kept else ""}
    )


@verb("head", thanks=_("You are in charge. The client is told your name and the date."))
def taking(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take a ticket in charge."""
    actions.take(ticket, by=by, now=now, owner=staff(by.staff or 0))


@verb("assign", forms.AssignmentForm, _("Somebody else is in charge now."))
def assignment(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Give a ticket to a colleague."""
    actions.assign(ticket, by=by, now=now, owner=staff(said["owner"]))


@verb("hand", forms.HandingForm, _("Handed over. The client is told the new first name."))
def handing(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Hand a ticket over to a colleague, with words for them."""
    actions.hand_over(ticket, by=by, now=now, owner=staff(said["owner"]), words=said["words"])


@verb("sort", forms.SortingForm, _("Sorted."))
def sorting(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Say what a ticket is about, and start the plan of its service when that is asked too."""
    actions.sort(ticket, by=by, now=now, offer=said["service"], impact=said["impact"], urgency=said["urgency"])
    # A matter that has become confidential is for whoever is in charge of it.
    if said["plan"] and not said["service"].confidential:
        actions.start_plan(ticket, by=by, now=now, offer=said["service"])


@verb("behalf", forms.BehalfForm, _("Confirmed."))
def behalf(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Confirm on whose behalf a request was made."""
    person = ticket.requester
    places = {one.organisation.code: one.organisation for one in places_of(person, on=localtime(now).date())}
    holder = person if said["holder"] == "self" else places.get(said["holder"])
    if holder is None:
        raise ValueError(str(_("Choose one of the list.")))
    actions.settle_behalf(ticket, by=by, now=now, compartment=compartment_of(holder))


@verb("readers", forms.ReaderForm, _("This person may read the request now."))
def readers(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Let one more person read a confidential ticket."""
    actions.designate_reader(ticket, by=by, now=now, reader=staff(said["reader"]))


@verb("readers", forms.ReaderForm, _("This person does not read the request any more."))
def reader_withdrawal(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Close a confidential ticket again to somebody."""
    actions.withdraw_reader(ticket, by=by, now=now, reader=staff(said["reader"]))


@verb("plan")
def plan(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Start the plan of the ticket's service."""
    wanted = offer(ticket.service_id, on=localtime(ticket.received_at).date())
    actions.start_plan(ticket, by=by, now=now, offer=wanted)


@verb("unit", forms.UnitForm, _("The unit has it."))
def tasks(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Ask a unit, or one of its experts: a question, or one piece of work."""
    title = Bilingual(fr=said["title"]) if by.language.startswith("fr") else Bilingual(en=said["title"])
    wanted = actions.NewTask(
        title=title, unit=units().get(pk=said["unit"]), due=said["due"], instructions=said["instructions"],
        mandatory=said["mandatory"], fields=tuple(said["shown"]), question=said["way"] == "consult",
        sealed=said["sealed"],
        assignee=staff(said["expert"]) if said["expert"] else None,
    )  # fmt: skip
    actions.add_task(ticket, by=by, now=now, task=wanted)
    actions.draft(ticket, by=by, now=now, kind="unit", body="")


@verb("promise", forms.PromiseForm, _("The client is told the new date and why."))
def promise(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Promise another date, with the reason that the client will read."""
    move_promise(ticket, by=by, now=now, due_at=said["due_at"], reason=said["reason"], words=said["words"])


@verb("reopen", forms.ReopeningForm, _("Open again."))
def reopening(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take a ticket up again."""
    actions.reopen(ticket, by=by, now=now, cause=said["cause"])


@verb("cancel", forms.CancellationForm, _("Cancelled, with its open tasks."))
def cancellation(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Stop a ticket and its open tasks."""
    actions.cancel(ticket, by=by, now=now, reason=said["reason"])


@verb("tags", TagForm)
def tag(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Put a tag on."""
    actions.tag(ticket, by=by, now=now, code=said["tag"])


@verb("tags", TagForm)
def untag(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Take a tag off."""
    actions.untag(ticket, by=by, now=now, code=said["tag"])
