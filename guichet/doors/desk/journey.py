"""An arrival or a departure, on the desk: its day, who accompanies it, and the access that ends by itself."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.areas.catalogue.queries import offer
from guichet.areas.people.queries import staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.areas.tickets.queries.journey import endings_of, words_of
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import colleagues, here
from guichet.doors.desk.performing import attempt
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

WRONG = 422
NAMES = {"arrival": gettext_lazy("Arrival"), "departure": gettext_lazy("Departure")}
GIVE_A_DATE = {"required": gettext_lazy("Give a date."), "invalid": gettext_lazy("Give a date.")}


class JourneyForm(forms.Form):
    """The day of an arrival or a departure, and who accompanies it."""

    day = forms.DateField(error_messages=GIVE_A_DATE)
    companion = forms.TypedChoiceField(coerce=int, required=False, empty_value="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["companion"].choices = [("", ""), *((one.pk, one.name) for one in colleagues() if one.owns)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def journey(request: DeskRequest, number: str) -> HttpResponse:
    """Show the day of an arrival or a departure, who accompanies it and what it ends; keep what is changed."""
    ticket = ticket_for(request.viewer, number)
    known = offer(ticket.service_id, on=localtime(clock.now()).date()) if ticket else None
    if ticket is None or known is None or not known.journey:
        raise Http404
    form = JourneyForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda: _keep(request, ticket, form.cleaned_data)):
        messages.success(request, _("Kept. What is counted from the day follows."))
        return HttpResponseRedirect(reverse("desk-ticket", args=[number]) + "#plan")
    said = form.data if form.is_bound else {
        "day": ticket.day_on.isoformat() if ticket.day_on else "", "companion": str(ticket.companion_id or "")
    }  # fmt: skip
    context = frame(request) | {
        "ticket": ticket, "form": form, "said": said, "heading": NAMES[known.journey], "journey": known.journey,
        "companions": [one for one in colleagues() if one.owns], "is_open": ticket.is_open,
        "endings": [(words_of(one, here()), one.ends_on, one.ended_at) for one in endings_of(ticket)],
    }  # fmt: skip
    return render(request, "desk/ticket/journey.html", context, status=WRONG if form.is_bound else 200)


def _keep(request: DeskRequest, ticket: "Ticket", said: dict[str, Any]) -> None:
    by, now = request.viewer, clock.now()
    if said["companion"]:
        actions.accompany(ticket, by=by, now=now, companion=staff(said["companion"]))
    actions.set_day(ticket, by=by, now=now, on=said["day"])
