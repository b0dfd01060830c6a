"""Asking for something, and the ticket that one gets for it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.forms.queries.published import published
from guichet.areas.guidance import actions as guide
from guichet.areas.guidance import queries as guidance
from guichet.areas.intake import actions as intake
from guichet.areas.intake.rules import File, Sender, Submission
from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.areas.tickets.queries import client
from guichet.areas.tickets.rules import Channel
from guichet.doors.portal import behalf, limits, offering
from guichet.doors.portal.forms.ask import AskForm, split_name
from guichet.doors.portal.opened import is_client, open_for, remember, viewer_of
from guichet.doors.portal.reading import promised_on
from guichet.ground import clock
from guichet.ground.files.names import clean_name, content_type_of
from guichet.ground.references import random_token

CLIENT = "web"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the form, or take what it says and hand out a ticket."""
    service = offering.service(code) if code else None
    if code and service is None:
        raise Http404
    if code and request.method != "POST" and "plain" not in request.GET and published(code):
        return redirect(f"{reverse('portal-form', args=[code])}{_query(request)}")
    viewer = viewer_of(request)
    form = _form(request, viewer, code)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, service, status=422 if form.is_bound else 200)
    if is_flooding(request, viewer, form):
        form.add_error(None, _("Many requests came from here in a short time. Wait a while, or call us."))
        return _page(request, form, service, status=429)
    try:
        received = _received(_submission(form, viewer, code), _author(viewer))
    except intake.NoMandate as refusal:
        form.add_error("behalf", str(refusal))
        return _page(request, form, service, status=422)
    except intake.KeyReused:
        form.add_error(None, _("This form was sent once already, with other words. Send it again to ask for both."))
        form.renew_key()
        return _page(request, form, service, status=422)
    hand_list(form.cleaned_data["checklist"], received.ticket, viewer)
    if not is_client(viewer):
        remember(request, received.ticket, client.bearing(received.ticket))
    return redirect("portal-asked", number=received.ticket.number)


def _query(request: HttpRequest) -> str:
    return f"?{request.GET.urlencode()}" if "list" in request.GET else ""


def hand_list(code: str, ticket: Any, viewer: Viewer) -> None:
    """Put the checklist that the words came from beside the request, when it is still there."""
    found = guidance.checklist(code, on=offering.today()) if code else None
    if found:
        guide.hand(found.row, ticket, by=_author(viewer), now=clock.now())


def _received(submission: Submission, by: Viewer) -> intake.Received:
    try:
        with transaction.atomic():
            return intake.receive(submission, by=by, now=clock.now())
    except IntegrityError:
        # The button was pressed twice at once: the other press went first, and made the ticket.
        return intake.receive(submission, by=by, now=clock.now())


def _form(request: HttpRequest, viewer: Viewer, code: str) -> AskForm:
    known, mine = is_client(viewer), behalf.choices_of(viewer, code)
    if request.method == "POST":
        return AskForm(request.POST, request.FILES, known=known, places=mine)
    first = {
        "key": random_token(), "language": viewer.language if known else offering.lang(),
        "body": request.GET.get("words", "")[: offering.LONGEST_SEARCH],
        "checklist": request.GET.get("list", "")[:40],
        "behalf": behalf.usual(mine),
    }  # fmt: skip
    return AskForm(initial=first, known=known, places=mine)


def _page(request: HttpRequest, form: AskForm, service: offering.Shown | None, *, status: int) -> HttpResponse:
    return render(request, "portal/ask/form.html", {"form": form, "service": service}, status=status)


def is_flooding(request: HttpRequest, viewer: Viewer, form: AskForm) -> bool:
    """Count one more request, and tell whether it is too many."""
    if is_client(viewer):
        return False
    by_network = limits.too_many("ask", limits.network_of(request), limits.REQUESTS_OF_NETWORK)
    address = form.cleaned_data["email"] or form.cleaned_data["phone"]
    return limits.too_many("ask for", address, limits.REQUESTS_FOR_ADDRESS) or by_network


def _author(viewer: Viewer) -> Viewer:
    return viewer if is_client(viewer) else ANONYMOUS


def _submission(form: AskForm, viewer: Viewer, code: str) -> Submission:
    said = form.cleaned_data
    return Submission(
        channel=Channel.WEB, sender=sender(said, viewer), body=said["body"], title=said["title"],
        language=said["language"], service=code, **behalf.chosen(said), received_at=clock.now(),
        files=sent_files(form.uploads), key=said["key"], client=CLIENT,
    )  # fmt: skip


def sender(said: dict[str, Any], viewer: Viewer) -> Sender:
    """Say who asks: whoever signed in, or what they gave of themselves."""
    if is_client(viewer):
        return Sender(person=viewer.person, certain=True)
    given, family = split_name(said["name"])
    return Sender(email=said["email"], phone=said["phone"], given_name=given, family_name=family)


def sent_files(uploads: list[Any]) -> tuple[File, ...]:
    """Read the files of a form, under names that are safe to show."""
    named = [(clean_name(upload.name or "") or _("document"), upload) for upload in uploads]
    return tuple(File(name, content_type_of(name), upload.read()) for name, upload in named)


@require_safe
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the ticket: its number, its code, its date and the name of the person."""
    opened = open_for(request, number)
    tracked = client.tracker(opened.ticket, opened.viewer, now=clock.now())
    context = {
        "tracked": tracked, "promised": promised_on(tracked),
        "code": client.code_for(opened.ticket, opened.viewer),
    }  # fmt: skip
    return render(request, "portal/ask/asked.html", context)
