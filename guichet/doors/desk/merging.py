"""The ties of a ticket: joined to another after both were read as one, separated again, linked and unlinked."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.areas.people.access import Viewer
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries import ties
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk import forms
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import MERGE_REASONS, STATES, choices, word
from guichet.doors.desk.names import here
from guichet.doors.desk.performing import Said, attempt, verb
from guichet.doors.desk.sheet import sheet_for
from guichet.doors.desk.timeline import Line
from guichet.ground import clock
from guichet.ground.references import parse_number

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

SHOWN = 40


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def merging(request: DeskRequest, number: str) -> HttpResponse:
    """Choose a request that is the same matter, read both as one, and join them."""
    ticket = ticket_for(request.viewer, number)
    if ticket is None:
        raise Http404
    if request.method != "POST":
        return _page(request, ticket, request.GET.get("with", ""))
    form, other = forms.MergingForm(request.POST), _named(request.viewer, request.POST.get("with", ""))
    if other and attempt(form, lambda: _merge(ticket, other, form.cleaned_data, by=request.viewer)):
        stays = ticket if form.cleaned_data["stays"] == "this" else other
        messages.success(request, _("They are one now. Whoever asked is told, in their language."))
        return HttpResponseRedirect(reverse("desk-ticket", args=[stays.number]))
    return _page(request, ticket, request.POST.get("with", ""), form)


def _merge(ticket: "Ticket", other: "Ticket", said: Said, *, by: Viewer) -> None:
    gone, stays = (other, ticket) if said["stays"] == "this" else (ticket, other)
    actions.merge(gone, by=by, now=clock.now(), into=stays, reason=said["reason"])


def _named(viewer: Viewer, typed: str) -> "Ticket | None":
    known = parse_number(typed)
    return ticket_for(viewer, known) if known else None


def _page(
    request: DeskRequest, ticket: "Ticket", typed: str, form: forms.MergingForm | None = None
) -> HttpResponse:  # fmt: skip
    other = _named(request.viewer, typed)
    wrong = [str(one) for one in form.non_field_errors()] if form else []
    if typed and other is None:
        wrong = [_("No request of yours to see has this number. Compare it with the ticket.")]
    why = actions.why_not(ticket, other) or actions.why_not(other, ticket) if other and not wrong else ""
    if why and other:
        wrong = [str(actions.CannotMerge(why, ticket.number))]
    context = {
        "ticket": ticket, "other": other, "typed": typed, "wrong": wrong, "reasons": choices(MERGE_REASONS),
        "candidates": _candidates(request.viewer, ticket) if other is None or wrong else [],
        "lines": _both(request.viewer, ticket, other) if other and not wrong else [],
        "said": request.POST.dict(), "others_told": other and other.requester_id != ticket.requester_id,
    }  # fmt: skip
    status = 422 if wrong else 200
    return render(request, "desk/ticket/merging.html", frame(request) | context, status=status)


def _candidates(viewer: Viewer, ticket: "Ticket") -> list[dict[str, Any]]:
    found = ties.candidates_for(viewer, ticket)
    return [{"one": one, "state": word(STATES, one.state), "foreign": one.language != here()} for one in found]


def _both(viewer: Viewer, ticket: "Ticket", other: "Ticket") -> list[tuple[str, Line]]:
    """Weave the two lives into one, each line with the number it comes from."""
    lines = []
    for one in (ticket, other):
        sheet = sheet_for(viewer, one.number)
        lines += [(one.number, line) for line in sheet.thread.lines if line.shape != "system"] if sheet else []
    return sorted(lines, key=lambda pair: pair[1].at)[-SHOWN:]


@verb("ties", forms.SeparationForm, gettext_lazy("They are two requests again. Whoever asked is told."))
def unmerging(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Separate a request from the one it was joined to."""
    other = ticket_for(by, said["other"])
    if other is None:
        raise Http404
    actions.unmerge(other, by=by, now=now)


@verb("links", forms.LinkForm, gettext_lazy("Linked. Both requests say so; their clients read nothing of it."))
def linking(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Link a request to another."""
    actions.link(ticket, by=by, now=now, other=_other(by, said["other"]), tie=said["tie"])


@verb("links", forms.SeparationForm, gettext_lazy("Not linked any more."))
def unlinking(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Undo a link."""
    actions.unlink(ticket, by=by, now=now, other=_other(by, said["other"]))


def _other(viewer: Viewer, typed: str) -> "Ticket":
    found = _named(viewer, typed)
    if found is None:
        raise ValueError(str(_("No request of yours to see has this number. Compare it with the ticket.")))
    return found
