"""The one question, asked once a request is closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.areas.people.access import ANONYMOUS
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys.queries import open_pulse
from guichet.doors.portal.forms.pulse import PulseForm
from guichet.doors.portal.opened import is_client, viewer_of
from guichet.ground import clock


@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, with the score that a letter proposed; the answer counts when it is sent."""
    found = open_pulse(token, now=clock.now())
    if found is None:
        return render(request, "portal/pulse/closed.html", status=404)
    answered = found.answered_at is not None
    first = {"score": request.GET.get("score") or found.score, "comment": found.comment}
    form = PulseForm(request.POST) if request.method == "POST" else PulseForm(initial=first)
    if form.is_valid():
        viewer = viewer_of(request)
        surveys.answer(
            found, by=viewer if is_client(viewer) else ANONYMOUS, now=clock.now(),
            score=int(form.cleaned_data["score"]), comment=form.cleaned_data["comment"],
        )  # fmt: skip
        messages.success(request, _("Thank you. Your answer is kept."))
        return redirect("portal-pulse", token=token)
    status = 422 if form.is_bound else 200
    return render(request, "portal/pulse/page.html", {"form": form, "answered": answered}, status=status)
