"""What offices ask one another, for whoever keeps it in order; and how many of them opened what we tell them."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.knowledge import actions, queries
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.suggestions import share
from guichet.ground import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = "office-articles"
LONGEST_REASON = 300
WRONG = 422
for_moderators = for_holders("knowledge.moderate")


def reached(pks: "Iterable[int]") -> dict[int, str]:
    """Say, for each article for offices, how many of their people opened it; no rate rests on fewer than ten."""
    found = queries.reaches(pks, on=localtime(clock.now()).date())
    return {pk: share(one.readers, one.people) for pk, one in found.items()}


@require_safe
@for_moderators
def page(request: OfficeRequest) -> HttpResponse:
    """List what offices asked and answered, the newest first."""
    return _page(request)


def _page(request: OfficeRequest, wrong: int = 0, why: str = "") -> HttpResponse:
    after = request.GET.get("after", "")
    before = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else None
    rows, older = queries.posts(request.viewer, before=before)
    context = frame(request, HERE) | {
        "rows": rows, "wrong": wrong, "why": why,
        "older_url": f"?after={older}" if older else "", "newer_url": request.path if before else "",
    }  # fmt: skip
    return render(request, "office/articles/team.html", context, status=WRONG if wrong else 200)


@require_POST
@for_moderators
def decision(request: OfficeRequest, pk: int) -> HttpResponse:
    """Hide a question or an answer, with a reason, or show it again."""
    found = queries.post(request.viewer, pk)
    if found is None:
        raise Http404
    if request.POST.get("do") == "show":
        actions.show_again(found, by=request.viewer)
        messages.success(request, _("Offices read it again."))
        return HttpResponseRedirect(reverse("office-team"))
    try:
        why = request.POST.get("why", "")[:LONGEST_REASON]
        with transaction.atomic():
            actions.hide(found, why=why, by=request.viewer, now=clock.now())
    except actions.NoReason as refusal:
        return _page(request, wrong=pk, why=str(refusal))
    messages.success(request, _("Hidden: whoever wrote it reads why."))
    return HttpResponseRedirect(reverse("office-team"))
