"""The form of a ticket's service at the desk: its answers, and filling it with the person on the line or by consent."""

from copy import copy
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.areas.forms import actions
from guichet.areas.forms.queries import filling
from guichet.areas.forms.queries.answered import answers_of, both_of, draft_sheet
from guichet.areas.forms.queries.published import asks
from guichet.areas.forms.rules.reading import given_on
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import here
from guichet.doors.desk.versus import Versus
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

CHECK = "check"


def _ticket(request: DeskRequest, number: str) -> "Ticket":
    ticket = ticket_for(request.viewer, number)
    if ticket is None:
        raise Http404
    return ticket


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def form(request: DeskRequest, number: str) -> HttpResponse:
    """Show what the form of a ticket said, or begin it with the person."""
    ticket = _ticket(request, number)
    draft = filling.draft_on(request.viewer, ticket)
    version = asks(ticket.service_id)
    if request.method == "POST" and (draft or (version and ticket.is_open)):
        draft = draft or actions.start_with(ticket, by=request.viewer, now=clock.now())
        return _to(number, filling.first_step(filling.draft_of(draft.pk)) or CHECK)
    context = frame(request) | {
        "ticket": ticket, "answers": answers_of(request.viewer, ticket, here()), "draft": draft,
        "may_begin": bool(version and ticket.is_open and not draft),
    }  # fmt: skip
    return render(request, "desk/form/start.html", context)


def _to(number: str, key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk-form-page", args=[number, key]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def page(request: DeskRequest, number: str, key: str) -> HttpResponse:
    """Show one page of a form that is filled with its owner, or keep what it says and go on."""
    ticket = _ticket(request, number)
    draft = filling.draft_on(request.viewer, ticket)
    if draft is None:
        return HttpResponseRedirect(reverse("desk-form", args=[number]))
    if filling.is_outdated(draft):
        actions.renew(draft, by=request.viewer, now=clock.now())
        messages.info(request, _("This form changed since it was begun. Its answers are kept: look at what is new."))
        return _to(number, CHECK)
    if key == CHECK:
        return _hand_in(request, ticket, draft) if request.method == "POST" else _check(request, ticket, draft)
    step = filling.step_of(draft, key)
    if step is None:
        return _to(number, filling.first_step(draft) or CHECK)
    return _keep(request, ticket, draft, step) if request.method == "POST" else _page(request, ticket, draft, step)


def _page(
    request: DeskRequest, ticket: Any, draft: Any, step: filling.Step, *, status: int = 200,
    versus: list[Versus] | None = None,
) -> HttpResponse:  # fmt: skip
    context = frame(request) | {
        "ticket": ticket, "draft": draft, "step": step, "no_files": True, "versus": versus or [],
        "seen": signing.dumps(draft.answers, salt=_salt(draft), compress=True),
    }  # fmt: skip
    return render(request, "desk/form/page.html", context, status=status)


def _keep(request: DeskRequest, ticket: Any, draft: Any, step: filling.Step) -> HttpResponse:
    section, before = step.section, {one.name for row in step.rows for one in row}
    given = given_on(draft.version.content, section, draft.answers, request.POST.getlist)
    if section.repeats:
        rows = [one for index, one in enumerate(given[section.key]) if str(index) != request.POST.get("remove", "")]
        given[section.key] = [*rows, {}][: section.most] if "add" in request.POST else rows
    try:
        with transaction.atomic():
            actions.fill(draft, by=request.viewer, now=clock.now(), given=given, seen=_seen(request, draft))
    except actions.AnsweredMeanwhile as moved:
        return _both(request, ticket, draft, section.key, given, moved)
    draft = filling.draft_of(draft.pk)
    after = filling.step_of(draft, section.key, checked=True)
    assert after is not None
    if {"add", "remove"} & request.POST.keys() or {one.name for row in after.rows for one in row} - before:
        return _to(ticket.number, section.key)
    if any(one.kind != "file" for one in after.faults):
        return _page(request, ticket, draft, after, status=422)
    return _to(ticket.number, after.next or CHECK)


def _salt(draft: Any) -> str:
    return f"desk-form-{draft.pk}"


def _seen(request: DeskRequest, draft: Any) -> dict[str, Any] | None:
    """Return the answers that the page was shown with, if it says so."""
    try:
        seen: dict[str, Any] = signing.loads(request.POST.get("seen", ""), salt=_salt(draft))
    except signing.BadSignature:
        return None
    return seen


def _both(
    request: DeskRequest, ticket: Any, draft: Any, key: str, given: dict[str, Any], moved: actions.AnsweredMeanwhile
) -> HttpResponse:  # fmt: skip
    """Show the page as it was typed, with what somebody else answered beside it; sent again, it stands."""
    versus = [Versus(*one) for one in both_of(draft, given, moved.keys, here())]
    typed = copy(draft)
    typed.answers = {**draft.answers, **given}
    step = filling.step_of(typed, key)
    assert step is not None
    return _page(request, ticket, draft, step, status=422, versus=versus)


def _check(request: DeskRequest, ticket: Any, draft: Any, *, status: int = 200) -> HttpResponse:
    steps = filling.steps_of(draft)
    context = frame(request) | {
        "ticket": ticket, "draft": draft, "steps": steps, "answers": draft_sheet(draft, here()),
        "missing": _missing(steps),
    }  # fmt: skip
    return render(request, "desk/form/check.html", context, status=status)


def _missing(steps: list[filling.Step]) -> list[filling.Step]:
    return [one for one in steps if any(asked.kind != "file" for asked in one.faults)]


def _hand_in(request: DeskRequest, ticket: Any, draft: Any) -> HttpResponse:
    if not draft.by_staff:
        messages.info(request, _("The client hands this form in: they see what you filled."))
        return _to(ticket.number, CHECK)
    if _missing(filling.steps_of(draft)):
        return _check(request, ticket, draft, status=422)
    actions.hand_in(draft, by=request.viewer, now=clock.now(), ticket=ticket, papers_follow=True)
    messages.success(request, _("The answers are with the request."))
    return HttpResponseRedirect(reverse("desk-ticket", args=[ticket.number]))
