"""Putting a client in touch with the unit that does what they need, on the desk."""

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import CLIENT_SERVICES, units
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.areas.tickets.queries.introductions import has_met, introduction_of
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.forms import CHOOSE
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import here, unit_choices
from guichet.doors.desk.performing import Said, attempt, verb
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

WRONG = 422
GIVE_A_DATE = dict.fromkeys(("required", "invalid"), gettext_lazy("Give a date."))
GIVE_A_TIME = dict.fromkeys(("required", "invalid"), gettext_lazy("Give a time."))


def _units() -> list[tuple[int, str]]:
    return [(pk, name) for pk, code, name in unit_choices() if code != CLIENT_SERVICES]


class IntroductionForm(forms.Form):
    """Who calls, when, and what the client agrees to have passed on."""

    unit = forms.TypedChoiceField(coerce=int, error_messages=CHOOSE)
    call_on = forms.DateField(error_messages=GIVE_A_DATE)
    call_time = forms.TimeField(error_messages=GIVE_A_TIME)
    summary = forms.CharField(required=False, max_length=2000)
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = _units()  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def introduction(request: DeskRequest, number: str) -> HttpResponse:
    """Show whether a client was put in touch and whether they have spoken; put them in touch."""
    ticket = ticket_for(request.viewer, number)
    if ticket is None or ticket.tier != "support":
        raise Http404
    form = IntroductionForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda: _introduce(request, ticket, form.cleaned_data)):
        messages.success(request, _("The unit has it, and the client knows when they are called."))
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]) + "#plan")
    made = introduction_of(ticket)
    context = frame(request) | {
        "ticket": ticket, "form": form, "said": form.data if form.is_bound else defaultdict(str), "units": _units(),
        "made": made, "unit": made.task.unit.name.in_language(here()) if made else "",
        "has_met": bool(made and has_met(made)),
    }  # fmt: skip
    return render(request, "desk/ticket/introduction.html", context, status=WRONG if form.is_bound else 200)


def _introduce(request: DeskRequest, ticket: "Ticket", said: dict[str, Any]) -> None:
    given = datetime.combine(said["call_on"], said["call_time"])
    wanted = actions.Handshake(
        unit=units().get(pk=said["unit"]), call_at=make_aware(given, get_current_timezone()),
        summary=said["summary"], agreed=said["agreed"],
    )  # fmt: skip
    actions.introduce(ticket, by=request.viewer, now=clock.now(), wanted=wanted)


@verb("head", thanks=gettext_lazy("Noted: they have spoken."))
def meeting(ticket: "Ticket", said: Said, *, by: Viewer, now: datetime) -> None:
    """Hear that a client and the unit have spoken."""
    actions.confirm_introduction(ticket, by=by, now=now)
