"""Following a request: where it stands, what was said, what one can say."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.forms.queries.answered import answers_of_number
from guichet.areas.people.queries import person
from guichet.areas.sight.actions import looked
from guichet.areas.surveys.queries import pulse_of
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.queries import client
from guichet.areas.tickets.queries.family import living
from guichet.areas.tickets.rules import Channel
from guichet.doors.portal import offering
from guichet.doors.portal.forms.ask import LONGEST_WORDS
from guichet.doors.portal.forms.reply import NotQuiteForm, ReplyForm
from guichet.doors.portal.opened import Opened, is_client, keep_words, kept_words, open_for, viewer_of
from guichet.doors.portal.reading import OVER, promised_on, steps
from guichet.doors.portal.views.ask import sent_files
from guichet.ground import clock
from guichet.ground.references import parse_number
from guichet.ground.ui.afterwards import afterwards
from guichet.ground.ui.squares import squares_of


@require_safe
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """Show a request to its client."""
    opened = open_for(request, number)
    if other := client.leads_to(opened.ticket, opened.viewer):
        messages.info(request, _("Request %(number)s is joined to this one.") % {"number": opened.ticket.number})
        return redirect("portal-ticket", number=other)
    note = partial(looked, opened.ticket, viewer=opened.viewer, now=clock.now(), door="portal")
    return afterwards(_page(request, opened), note)


def _page(request: HttpRequest, opened: Opened, *, status: int = 200, **forms: Any) -> HttpResponse:
    now = clock.now()
    tracked = client.tracker(opened.ticket, opened.viewer, now=now)
    promised = promised_on(tracked)
    kept = kept_words(request, tracked.number)
    context = {
        "tracked": tracked, "promised": promised, "late": promised.is_late(now), "owes_news": promised.owes_news(now),
        "steps": steps(tracked, promised),
        "over": tracked.state in OVER, "reopenable": _is_reopenable(tracked, now),
        "refused_words": forms.get("not_quite"),
        "answers": None if tracked.observes else answers_of_number(opened.viewer, tracked.number, offering.lang()),
        "pulse": _pulse_token(opened, now), "kept": bool(kept), "not_quite": NotQuiteForm(),
        "reply": ReplyForm(initial={"body": kept}), **forms,
    }  # fmt: skip
    return render(request, "portal/ticket/page.html", context, status=status)


def _is_reopenable(tracked: client.Tracked, now: Any) -> bool:
    return bool(tracked.state == "closed" and tracked.reopenable_until and now <= tracked.reopenable_until)


def _pulse_token(opened: Opened, now: Any) -> str:
    if opened.viewer.person != opened.ticket.requester_id:
        return ""  # how it went is for whoever asked to say
    pulse = pulse_of(opened.ticket)
    waiting = pulse and pulse.answered_at is None and pulse.expires_at > now
    return pulse.token if pulse and waiting else ""


@require_POST
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Add the client's words."""
    opened = _still_open(request, number)
    return _say(request, opened, ReplyForm, "reply", _write) if opened else _come_back(request, number, "body")


@require_POST
def not_settled(request: HttpRequest, number: str) -> HttpResponse:
    """Hear that it is not quite settled: the same request goes on, with the same person."""
    opened = _still_open(request, number)
    if opened is None:
        return _come_back(request, number, "not_quite-body")
    return _say(request, opened, NotQuiteForm, "not_quite", tickets.reject)


def _still_open(request: HttpRequest, number: str, verb: str = "") -> Opened | None:
    """Return the ticket, or nothing to whoever did not sign in and whose session opens it no more, if it ever did."""
    try:
        opened = open_for(request, number)
    except Http404:
        opened = None
    if opened and (not verb or opened.viewer.may(verb, opened.ticket)):
        return opened
    if parse_number(number) is None or is_client(viewer_of(request)):
        raise Http404
    return None


def _come_back(request: HttpRequest, number: str, field: str = "") -> HttpResponse:
    """Ask for the code again; what was typed must not be lost for that."""
    known = parse_number(number) or ""
    if words := request.POST.get(field, ""):
        keep_words(request, known, words)
        messages.info(request, _("Your session had ended. Your words are kept: give the code to send them."))
    else:
        messages.info(request, _("Your session had ended. Give the code to go on."))
    return redirect(f"{reverse('portal-follow')}?number={known}")


def _write(ticket: Any, **words: Any) -> Any:
    """Add words, which reopen what was resolved: whoever answers an answer is not done."""
    back = living(ticket).is_resolved and words["by"].may("tickets.reject", ticket)
    return (tickets.reject if back else tickets.write)(ticket, **words)


def _say(
    request: HttpRequest, opened: Opened, kind: type[ReplyForm], name: str, act: Callable[..., Any]
) -> HttpResponse:
    form = kind(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, opened, status=422, **{name: form})
    uploads = tuple(tickets.Upload(file.name, file.content_type, file.content) for file in sent_files(form.uploads))
    author = person(opened.viewer.person) if opened.viewer.person else None
    words = form.cleaned_data["body"][:LONGEST_WORDS]
    said = tickets.ClientWords(body=words, channel=Channel.WEB, person=author, uploads=uploads)
    try:
        act(opened.ticket, by=opened.viewer, now=clock.now(), said=said)
    except ValueError as refusal:
        form.add_error("body", str(refusal))
        return _page(request, opened, status=422, **{name: form})
    messages.success(request, _("Your message is sent."))
    return redirect("portal-ticket", number=opened.ticket.number)


@require_POST
def settled(request: HttpRequest, number: str) -> HttpResponse:
    """Hear that it is settled."""
    opened = _still_open(request, number, "tickets.confirm")
    if opened is None:
        return _come_back(request, number)
    try:
        tickets.confirm(opened.ticket, by=opened.viewer, now=clock.now())
    except ValueError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Thank you. Your request is closed."))
    return redirect("portal-ticket", number=opened.ticket.number)


@require_POST
def meeting(request: HttpRequest, number: str) -> HttpResponse:
    """Hear that the client and whoever handles what they need have spoken."""
    opened = open_for(request, number)
    try:
        tickets.confirm_introduction(opened.ticket, by=opened.viewer, now=clock.now())
    except ValueError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Thank you. We note it."))
    return redirect("portal-ticket", number=opened.ticket.number)


@require_safe
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Print the ticket: the same piece of paper as at the counter."""
    opened = open_for(request, number)
    tracked = client.tracker(opened.ticket, opened.viewer, now=clock.now())
    code = client.code_for(opened.ticket, opened.viewer)
    where = reverse("portal-link", args=[tracked.number, code]) if code else reverse("portal-ticket", args=[number])
    context = {
        "tracked": tracked, "promised": promised_on(tracked), "code": code,
        "squares": squares_of(settings.BASE_URL + where), "printed_at": clock.now(),
    }  # fmt: skip
    return render(request, "portal/ticket/slip.html", context)
