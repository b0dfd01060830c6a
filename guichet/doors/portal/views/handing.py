"""The end of a form: answers to check, then a ticket; and a person who helps on the way."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.forms import actions as forms
from guichet.areas.forms.queries import filling
from guichet.areas.forms.queries.answered import draft_sheet, story_of
from guichet.areas.intake import actions as intake
from guichet.areas.intake.rules import File, Sender, Submission, Thread
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.queries import client
from guichet.areas.tickets.rules import Channel
from guichet.doors.portal import behalf, offering
from guichet.doors.portal.forms.ask import AskForm
from guichet.doors.portal.forms.fill import HandInForm, HelpForm
from guichet.doors.portal.held import held_by
from guichet.doors.portal.opened import is_client, remember, viewer_of
from guichet.doors.portal.views import ask
from guichet.doors.portal.views.fill import actor, list_of, over
from guichet.ground import clock

CLIENT = "form"


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every answer to be checked, or hand them in and give a ticket."""
    draft = held_by(request, pk)
    if answer := over(request, draft):
        return answer
    form = _form(request, draft, HandInForm)
    if request.method != "POST":
        return _page(request, draft, form, status=200)
    if filling.first_step(draft):
        return _page(request, draft, form, status=422)
    if form is not None and not form.is_valid():
        return _page(request, draft, form, status=422)
    if form is not None and ask.is_flooding(request, viewer_of(request), form):
        form.add_error(None, _("Many requests came from here in a short time. Wait a while, or call us."))
        return _page(request, draft, form, status=429)
    try:
        received = _received(_submission(request, draft, form), actor(request))
    except intake.NoMandate as refusal:
        form.add_error("behalf", str(refusal))
        return _page(request, draft, form, status=422)
    ask.hand_list(request.session.pop(list_of(draft), ""), received.ticket, viewer_of(request))
    if not is_client(viewer_of(request)):
        remember(request, received.ticket, client.bearing(received.ticket))
    return redirect("portal-asked", number=received.ticket.number)


def _form(request: HttpRequest, draft: Any, kind: type[AskForm]) -> Any:
    """Ask how to answer only whom nobody could answer yet: a person who helps has a request already."""
    if kind is HandInForm and draft.ticket:
        return None
    viewer = viewer_of(request)
    known, places = is_client(viewer), behalf.choices_of(viewer, draft.version.form.service.code)
    if request.method == "POST":
        return kind(request.POST, known=known, places=places)
    first = {
        "language": viewer.language if known else draft.language,
        "behalf": behalf.usual(places),
    }
    return kind(initial=first, known=known, places=places)


def _page(request: HttpRequest, draft: Any, form: Any, *, status: int) -> HttpResponse:
    steps = filling.steps_of(draft)
    context = {
        "draft": draft, "service": draft.version.form.service, "sheet": draft_sheet(draft, offering.lang()),
        "steps": steps, "missing": [one for one in steps if one.faults], "form": form,
        "code": filling.code_of(draft), "until": filling.kept_until(draft),
    }  # fmt: skip
    return render(request, "portal/form/check.html", context, status=status)


def _received(submission: Submission, by: Viewer) -> intake.Received:
    try:
        with transaction.atomic():
            return intake.receive(submission, by=by, now=clock.now())
    except (IntegrityError, forms.Over):
        # The button was pressed twice at once: the other press went first, and made the ticket.
        return intake.receive(submission, by=by, now=clock.now())


def _submission(request: HttpRequest, draft: Any, form: Any) -> Submission:
    said = form.cleaned_data if form is not None else {}
    language = said.get("language") or draft.language
    service = draft.version.form.service
    with translation.override(language):
        filled = _("The form “%(name)s” is filled: the answers stand beside.") % {
            "name": service.name.in_language(language)
        }
    helped = draft.ticket
    return Submission(
        channel=Channel.WEB, body=story_of(draft) or filled, title=service.name.in_language(language),
        sender=Sender(person=helped.requester_id, certain=True) if helped else ask.sender(said, viewer_of(request)),
        language=language, service=service.code, **behalf.chosen(said), received_at=clock.now(),
        files=tuple(File(*one) for one in filling.documents(draft)), draft=draft.pk,
        thread=Thread(ticket=helped.pk, person=helped.requester_id) if helped else Thread(),
        key=f"form {draft.pk}", client=CLIENT,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def help_me(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a person for help with a form; they see it only when its owner agrees."""
    draft = held_by(request, pk)
    if answer := over(request, draft):
        return answer
    form = _form(request, draft, HelpForm)
    if draft.ticket or request.method != "POST" or not form.is_valid():
        return _help_page(request, draft, form, status=422 if form.is_bound and not draft.ticket else 200)
    if ask.is_flooding(request, viewer_of(request), form):
        form.add_error(None, _("Many requests came from here in a short time. Wait a while, or call us."))
        return _help_page(request, draft, form, status=429)
    try:
        received = _received(_question(request, draft, form.cleaned_data), actor(request))
    except intake.NoMandate as refusal:
        form.add_error("behalf", str(refusal))
        return _help_page(request, draft, form, status=422)
    agreed = form.cleaned_data["consent"] == "yes"
    forms.share(draft, by=actor(request), now=clock.now(), ticket=received.ticket, agreed=agreed)
    if not is_client(viewer_of(request)):
        remember(request, received.ticket, client.bearing(received.ticket))
    return redirect("portal-help", pk=draft.pk)


def _question(request: HttpRequest, draft: Any, said: dict[str, Any]) -> Submission:
    name = draft.version.form.service.name.in_language(said["language"])
    with translation.override(said["language"]):
        title = _("Help with a form: %(name)s") % {"name": name}
        body = said["body"] or _("I would like help to fill this form.")
    return Submission(
        channel=Channel.WEB, body=body, title=title, sender=ask.sender(said, viewer_of(request)),
        language=said["language"], service=draft.version.form.service.code, **behalf.chosen(said),
        received_at=clock.now(), key=f"help {draft.pk}", client=CLIENT,
    )  # fmt: skip


def _help_page(request: HttpRequest, draft: Any, form: Any, *, status: int) -> HttpResponse:
    context = {
        "draft": draft, "service": draft.version.form.service, "form": form, "key": filling.first_step(draft),
        "code": filling.code_of(draft),
    }  # fmt: skip
    return render(request, "portal/form/help.html", context, status=status)


@require_POST
def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the person who helps see the form, or stop it."""
    draft = held_by(request, pk)
    if answer := over(request, draft):
        return answer
    if "stop" in request.POST:
        forms.unshare(draft, by=actor(request))
        messages.success(request, _("Nobody but you sees this form any more."))
    elif draft.ticket:
        forms.share(draft, by=actor(request), now=clock.now(), ticket=draft.ticket, agreed=True)
        messages.success(request, _("The person who helps you sees this form, and may fill it with you."))
    return redirect("portal-help", pk=draft.pk)
