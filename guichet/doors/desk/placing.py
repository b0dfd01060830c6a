"""Who is in charge next: the best placed, whoever asks for the next one, whoever stands in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import come_back, go_away
from guichet.areas.people.queries import absences, staff
from guichet.areas.triage import actions
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import colleagues
from guichet.doors.desk.performing import Said, attempt, verb
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

DAY = {"required": _("Give a date."), "invalid": _("Give a date.")}
ONE = {"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")}


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who stands in."""

    who = forms.TypedChoiceField(coerce=int, error_messages=ONE)
    since = forms.DateField(error_messages=DAY)
    until = forms.DateField(error_messages=DAY)
    substitute = forms.TypedChoiceField(coerce=int, error_messages=ONE)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agents = [(one.pk, one.name) for one in colleagues() if one.owns]
        self.people = [one for one in self.agents if viewer.has("manager") or one[0] == viewer.staff]
        self.fields["substitute"].choices = self.agents  # type: ignore[attr-defined]
        self.fields["who"].choices = self.people  # type: ignore[attr-defined]


@verb("place", thanks=_("Somebody else is in charge now."))
def placing(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Give a ticket to whoever is best placed."""
    actions.place(ticket, by=by, now=now)


@require_POST
@for_front_line
def next_request(request: DeskRequest) -> HttpResponse:
    """Take the next request in charge, and open it."""
    try:
        with transaction.atomic():
            ticket = actions.pull(by=request.viewer, now=clock.now())
    except ValueError as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk-sorting")
    return redirect("desk-ticket", ticket.number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def absence(request: DeskRequest) -> HttpResponse:
    """Say who is away and who stands in."""
    viewer, now = request.viewer, clock.now()
    form = AbsenceForm(viewer, request.POST or None)
    if "back" in request.POST:
        return _back(request, form)
    if request.method == "POST" and attempt(form, lambda: _go(form.cleaned_data, viewer, now)):
        messages.success(request, str(_("Kept. What is in charge moves to the substitute on the first day.")))
        return redirect("desk-absence")
    away = absences(pk for pk, _name in form.people)
    page = {
        "form": form,
        "said": {name: request.POST.get(name, "") for name in form.fields},
        "people": form.people,
        "agents": form.agents,
        "away": away,
    }
    return render(request, "desk/absence.html", frame(request) | page, status=422 if request.method == "POST" else 200)


def _back(request: DeskRequest, form: AbsenceForm) -> HttpResponse:
    who = next((pk for pk, _name in form.people if str(pk) == request.POST.get("who")), None)
    if who is None:
        raise Http404
    come_back(staff(who), by=request.viewer)
    messages.success(request, str(_("Back: new requests may come again.")))
    return redirect("desk-absence")


def _go(said: Said, viewer: Viewer, now: datetime) -> None:
    go_away(
        staff(said["who"]), by=viewer, now=now, since=said["since"], until=said["until"],
        substitute=staff(said["substitute"]),
    )  # fmt: skip
