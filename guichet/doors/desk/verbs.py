"""The verbs on a ticket: each a small resource to POST to."""

from typing import TYPE_CHECKING

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from guichet.areas.catalogue.queries import offer
from guichet.areas.people.actions import compartment_of
from guichet.areas.people.queries import places_of, staff, units
from guichet.areas.sla.actions import move_promise
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.desk import ticket_for, words_to_undo
from guichet.doors.desk import forms
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.performing import Place, perform
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

DRAFTS = ("reply", "note", "answer", "unit")


@require_POST
@for_front_line
def replies(request: DeskRequest, number: str) -> HttpResponse:
    """Tell the client something."""
    by, now, form = request.viewer, clock.now(), forms.WordsForm(request.POST)
    return perform(
        request, number, form, lambda ticket, said: actions.reply(ticket, by=by, now=now, body=said["body"]),
        Place("reply"),
    )  # fmt: skip


@require_POST
@for_front_line
def questions(request: DeskRequest, number: str) -> HttpResponse:
    """Ask the client something: it is their turn."""
    by, now, form = request.viewer, clock.now(), forms.WordsForm(request.POST)
    return perform(
        request, number, form, lambda ticket, said: actions.ask(ticket, by=by, now=now, body=said["body"]),
        Place("question"),
    )  # fmt: skip


@require_POST
@for_front_line
def notes(request: DeskRequest, number: str) -> HttpResponse:
    """Write internal words."""
    by, now, form = request.viewer, clock.now(), forms.WordsForm(request.POST)
    return perform(
        request, number, form, lambda ticket, said: actions.note(ticket, by=by, now=now, body=said["body"]),
        Place("note"),
    )  # fmt: skip


@require_POST
@for_front_line
def resolution(request: DeskRequest, number: str) -> HttpResponse:
    """Give the one answer."""
    by, now, form = request.viewer, clock.now(), forms.ResolutionForm(request.POST)
    return perform(
        request, number, form, lambda ticket, said: actions.resolve(ticket, by=by, now=now, **said), Place("answer")
    )


@require_POST
@for_front_line
def unsending(request: DeskRequest, number: str) -> HttpResponse:
    """Take back words that have not left yet."""
    by, now, form = request.viewer, clock.now(), Form(request.POST)
    message = request.POST.get("message", "")
    ticket = ticket_for(by, number)
    words = words_to_undo(ticket, by, int(message)) if ticket and message.isdecimal() and len(message) < 19 else None
    if words is None:
        raise Http404
    return perform(
        request, number, form, lambda ticket, said: actions.unsend(ticket, words, by=by, now=now),
        Place("reply", _("Taken back: nothing was sent, and your words are still here.")),
    )  # fmt: skip


@require_POST
@for_front_line
def drafts(request: DeskRequest, number: str, kind: str) -> HttpResponse:
    """Keep what is being typed."""
    typed = request.POST.get("body", request.POST.get("instructions", ""))
    ticket, form = ticket_for(request.viewer, number), forms.DraftForm({"body": typed})
    if ticket is None or kind not in DRAFTS or not form.is_valid():
        raise Http404
    now = clock.now()
    actions.draft(ticket, by=request.viewer, now=now, kind=kind, body=form.cleaned_data["body"])
    return render(request, "desk/ticket/_kept.html", {"kept_at": now})


@require_POST
@for_front_line
def taking(request: DeskRequest, number: str) -> HttpResponse:
    """Take a ticket in charge."""
    by, now, form = request.viewer, clock.now(), Form(request.POST)
    me = staff(by.staff or 0)
    return perform(
        request, number, form, lambda ticket, said: actions.take(ticket, by=by, now=now, owner=me),
        Place("head", _("You are in charge. The client is told your name and the date.")),
    )  # fmt: skip


@require_POST
@for_front_line
def assignment(request: DeskRequest, number: str) -> HttpResponse:
    """Give a ticket to a colleague."""
    by, now, form = request.viewer, clock.now(), forms.AssignmentForm(request.POST)
    return perform(
        request, number, form,
        lambda ticket, said: actions.assign(ticket, by=by, now=now, owner=staff(said["owner"])),
        Place("assign", _("Somebody else is in charge now.")),
    )  # fmt: skip


@require_POST
@for_front_line
def sorting(request: DeskRequest, number: str) -> HttpResponse:
    """Say what a ticket is about."""
    by, now = request.viewer, clock.now()
    form = forms.SortingForm(request.POST, on=localtime(now).date())
    return perform(
        request, number, form,
        lambda ticket, said: actions.sort(
            ticket, by=by, now=now, offer=said["service"], impact=said["impact"], urgency=said["urgency"]
        ),
        Place("sort", _("Sorted.")),
    )  # fmt: skip


@require_POST
@for_front_line
def behalf(request: DeskRequest, number: str) -> HttpResponse:
    """Confirm on whose behalf a request was made."""
    by, now, form = request.viewer, clock.now(), forms.BehalfForm(request.POST)

    def settle(ticket: "Ticket", said: dict[str, str]) -> object:
        person = ticket.requester
        places = {one.organisation.code: one.organisation for one in places_of(person, on=localtime(now).date())}
        holder = person if said["holder"] == "self" else places.get(said["holder"])
        if holder is None:
            raise ValueError(str(_("Choose one of the list.")))
        return actions.settle_behalf(ticket, by=by, now=now, compartment=compartment_of(holder))

    return perform(request, number, form, settle, Place("behalf", _("Confirmed.")))


@require_POST
@for_front_line
def readers(request: DeskRequest, number: str) -> HttpResponse:
    """Let one more person read a confidential ticket."""
    by, now, form = request.viewer, clock.now(), forms.ReaderForm(request.POST)
    return perform(
        request, number, form,
        lambda ticket, said: actions.designate_reader(ticket, by=by, now=now, reader=staff(said["reader"])),
        Place("readers", _("This person may read the request now.")),
    )  # fmt: skip


@require_POST
@for_front_line
def reader_withdrawal(request: DeskRequest, number: str) -> HttpResponse:
    """Close a confidential ticket again to somebody."""
    by, now, form = request.viewer, clock.now(), forms.ReaderForm(request.POST)
    return perform(
        request, number, form,
        lambda ticket, said: actions.withdraw_reader(ticket, by=by, now=now, reader=staff(said["reader"])),
        Place("readers", _("This person does not read the request any more.")),
    )  # fmt: skip


@require_POST
@for_front_line
def plan(request: DeskRequest, number: str) -> HttpResponse:
    """Start the plan of the ticket's service."""
    by, now, form = request.viewer, clock.now(), Form(request.POST)

    def start(ticket: "Ticket", said: dict[str, str]) -> object:
        wanted = offer(ticket.service_id, on=localtime(ticket.received_at).date())
        return actions.start_plan(ticket, by=by, now=now, offer=wanted)

    return perform(request, number, form, start, Place("plan"))


@require_POST
@for_front_line
def tasks(request: DeskRequest, number: str) -> HttpResponse:
    """Give one piece of work to a unit."""
    by, now, form = request.viewer, clock.now(), forms.TaskForm(request.POST)

    def add(ticket: "Ticket", said: dict[str, str]) -> object:
        title = Bilingual(fr=said["title"]) if by.language.startswith("fr") else Bilingual(en=said["title"])
        wanted = actions.NewTask(
            title=title, unit=units().get(pk=said["unit"]), due=said["due"], instructions=said["instructions"],
            mandatory=bool(said["mandatory"]), fields=tuple(request.POST.getlist("fields")),
        )  # fmt: skip
        made = actions.add_task(ticket, by=by, now=now, task=wanted)
        actions.draft(ticket, by=by, now=now, kind="unit", body="")
        return made

    return perform(request, number, form, add, Place("unit", _("The unit has it.")))


@require_POST
@for_front_line
def promise(request: DeskRequest, number: str) -> HttpResponse:
    """Promise another date, with the reason that the client will read."""
    by, now, form = request.viewer, clock.now(), forms.PromiseForm(request.POST)
    return perform(
        request, number, form,
        lambda ticket, said: move_promise(
            ticket, by=by, now=now, due_at=form.due_at(), reason=said["reason"], words=said["words"]
        ),
        Place("promise", _("The client is told the new date and why.")),
    )  # fmt: skip


@require_POST
@for_front_line
def reopening(request: DeskRequest, number: str) -> HttpResponse:
    """Take a ticket up again."""
    by, now, form = request.viewer, clock.now(), forms.ReopeningForm(request.POST)
    return perform(
        request, number, form, lambda ticket, said: actions.reopen(ticket, by=by, now=now, cause=said["cause"]),
        Place("reopen", _("Open again.")),
    )  # fmt: skip


@require_POST
@for_front_line
def cancellation(request: DeskRequest, number: str) -> HttpResponse:
    """Stop a ticket and its open tasks."""
    by, now, form = request.viewer, clock.now(), forms.CancellationForm(request.POST)
    return perform(
        request, number, form, lambda ticket, said: actions.cancel(ticket, by=by, now=now, reason=said["reason"]),
        Place("cancel", _("Cancelled, with its open tasks.")),
    )  # fmt: skip
