"""Words that are another matter: chosen, read as the two requests they would make, then split; and undone."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.areas.catalogue.queries import offer
from guichet.areas.people.access import Viewer
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries import ties
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk import forms
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.performing import Said, attempt, verb
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Message, Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def splitting(request: DeskRequest, number: str) -> HttpResponse:
    """Choose what is another matter, read what would become of it, and split."""
    ticket = ticket_for(request.viewer, number)
    if ticket is None:
        raise Http404
    if request.method != "POST":
        return _page(request, ticket, forms.SplitForm(request.GET) if "title" in request.GET else None)
    form = forms.SplitForm(request.POST)
    made: list[Ticket] = []
    if attempt(form, lambda: made.append(_split(ticket, form.cleaned_data, by=request.viewer))):
        messages.success(request, _("They are two requests now. The client is told, with both numbers."))
        return HttpResponseRedirect(reverse("desk-ticket", args=[made[0].number]))
    return _page(request, ticket, form)


def _split(ticket: "Ticket", said: Said, *, by: Viewer) -> "Ticket":
    apart = actions.Apart(
        messages=tuple(said["message"]), files=tuple(said["file"]), title=said["title"], seen=said["seen"]
    )
    return actions.split(ticket, by=by, now=clock.now(), apart=apart)


def _page(request: DeskRequest, ticket: "Ticket", form: forms.SplitForm | None) -> HttpResponse:
    words = ties.words_that_split(ticket)
    ready = form is not None and form.is_valid()
    said: dict[str, Any] = form.cleaned_data if form is not None and form.is_bound else {}
    chosen, files = set(said.get("message", ())), set(said.get("file", ()))
    context = frame(request) | {
        "ticket": ticket, "form": form, "title": said.get("title", ""),
        "words": [_shown(one, chosen, files) for one in words], "ready": ready,
        "seen": len(ties.splits_of(ticket)), "before": ties.gone_on(ticket),
    }  # fmt: skip
    if ready:
        context |= _preview([one for one in words if one.pk in chosen])
    status = 422 if form is not None and form.errors else 200
    return render(request, "desk/ticket/splitting.html", context, status=status)


def _shown(one: "Message", chosen: set[int], files: set[int]) -> dict[str, Any]:
    # A file goes with its words unless somebody says otherwise.
    return {
        "pk": one.pk, "body": one.body, "at": one.at, "language": one.language, "chosen": one.pk in chosen,
        "files": [(each.pk, each.name, each.pk in files or not chosen) for each in one.attachments.all()],
    }  # fmt: skip


def _preview(words: list["Message"]) -> dict[str, Any]:
    if not words:
        return {"ready": False}
    usual = offer(None, on=localtime(clock.now()).date())
    return {"since": words[0].at, "due": usual.first_response.due_at(words[0].at, usual.calendar)}


@verb("links", forms.SeparationForm, gettext_lazy("They are one request again. The client is told."))
def unsplitting(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Join what was split again."""
    born = ticket_for(by, said["other"])
    if born is None:
        raise Http404
    actions.unsplit(born, by=by, now=now)
