"""Opening, in an emergency, a confidential request that is closed to the reader; and shutting it again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.sight import actions
from guichet.areas.sight.queries.emergencies import going_on
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.performing import attempt
from guichet.ground import clock

NOTHING = _("Nothing opens with this number. Check each digit: the last one tells a slip.")


class EmergencyForm(forms.Form):
    """Which request, and why it cannot wait."""

    number = forms.CharField(max_length=40, error_messages={"required": _("Give the number of the request.")})
    reason = forms.CharField(max_length=1000, error_messages={"required": _("Say why it cannot wait.")})


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def page(request: DeskRequest) -> HttpResponse:
    """Ask for a request by its number, with the reason; one that is nowhere answers like one that is not theirs."""
    form, opened = EmergencyForm(request.POST or None), list[Any]()
    if request.method == "POST" and attempt(form, lambda: opened.append(_opened(request, form.cleaned_data))):
        if ticket := opened[0]:
            return redirect("desk-ticket", ticket.number)
        form.add_error("number", NOTHING)
    said = {name: request.POST.get(name, "") for name in form.fields}
    context = frame(request) | {"form": form, "said": said, "minutes": settings.EMERGENCY_MINUTES}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/emergency.html", context, status=status)


def _opened(request: DeskRequest, said: dict[str, Any]) -> Any:
    return actions.break_glass(
        said["number"], by=request.viewer, now=clock.now(), reason=said["reason"],
        lasts=timedelta(minutes=settings.EMERGENCY_MINUTES),
    )  # fmt: skip


@require_POST
@for_front_line
def end(request: DeskRequest, number: str) -> HttpResponse:
    """Shut a request again before its time is over."""
    ticket = ticket_for(request.viewer, number)
    if ticket is None or going_on(ticket, request.viewer, now=clock.now()) is None:
        raise Http404
    actions.shut(ticket, by=request.viewer, now=clock.now())
    messages.success(request, str(_("The request is closed to you again.")))
    return redirect("desk-home")
