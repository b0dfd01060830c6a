"""What was opened in an emergency, for the auditor: why, whether it was right, and what the law forbids to tell."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.sight import actions
from guichet.areas.sight.queries.emergencies import emergencies, emergency, hold_in_force, holds, refusals
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.ground import clock


class HoldForm(forms.Form):
    """On which request, and by which law."""

    number = forms.CharField(max_length=40, error_messages={"required": _("Give the number of the request.")})
    reason = forms.CharField(max_length=1000, error_messages={"required": _("Say by which law or order.")})


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders("sight.review")
def page(request: OfficeRequest) -> HttpResponse:
    """Show every emergency with its reason, and the legal holds; set one."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.set_hold(by=request.viewer, now=clock.now(), **form.cleaned_data)
        except ValueError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(_("Kept: the client is not told as long as this hold lasts.")))
            return redirect("office-emergencies")
    viewer, said = request.viewer, {name: request.POST.get(name, "") for name in form.fields}
    context = frame(request, "office-emergencies") | {
        "rows": emergencies(viewer), "holds": holds(viewer), "refusals": refusals(viewer), "form": form, "said": said,
        "now": clock.now(),
    }  # fmt: skip
    return render(request, "office/emergencies.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@for_holders("sight.review")
def review(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say whether an emergency was one."""
    made, found = emergency(pk), request.POST.get("justified", "")
    if made is None or found not in {"yes", "no"}:
        raise Http404
    actions.review(made, by=request.viewer, now=clock.now(), justified=found == "yes")
    return redirect("office-emergencies")


@require_POST
@for_holders("sight.hold")
def lifting(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lift a legal hold: the client is told now."""
    hold = hold_in_force(pk)
    if hold is None:
        raise Http404
    actions.lift_hold(hold, by=request.viewer, now=clock.now())
    messages.success(request, str(_("Lifted: the client is told now what they could not be told before.")))
    return redirect("office-emergencies")
