"""Filling the form of a service: begun, one page after the other, kept at each, taken up again by code or account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.forms import actions as forms
from guichet.areas.forms.queries import filling
from guichet.areas.forms.queries.published import published
from guichet.areas.people import queries as people
from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.doors.portal import limits, offering
from guichet.doors.portal.forms.fill import ResumeForm, Sent, sent_with
from guichet.doors.portal.held import held_by, hold
from guichet.doors.portal.opened import has_opened, is_client, viewer_of
from guichet.doors.portal.views.ask import sent_files
from guichet.ground import clock


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the form of a service asks, and begin it."""
    service, version = offering.service(code), published(code)
    if service is None or version is None:
        raise Http404
    viewer = viewer_of(request)
    if request.method == "POST":
        if is_client(viewer) or not limits.too_many("form", limits.network_of(request), limits.REQUESTS_OF_NETWORK):
            return _begun(request, version, viewer)
        messages.warning(request, _("Many requests came from here in a short time. Wait a while, or call us."))
    mine = [one for one in filling.going_on(viewer) if one.version.form.service.code == code]
    context = {
        "service": service, "sections": version.content.sections, "mine": [(one, filling.code_of(one)) for one in mine],
        "days": filling.KEPT_FOR.days, "checklist": request.GET.get("list", "")[:40],
    }  # fmt: skip
    return render(request, "portal/form/begin.html", context)


def _begun(request: HttpRequest, version: Any, viewer: Viewer) -> HttpResponse:
    person = people.person(viewer.person) if is_client(viewer) and viewer.person else None
    draft = forms.start(version, by=actor(request), now=clock.now(), person=person, language=offering.lang())
    hold(request, draft)
    request.session[list_of(draft)] = request.POST.get("list", "")[:40]
    return redirect("portal-fill", pk=draft.pk, key=version.content.sections[0].key)


def list_of(draft: Any) -> str:
    """Return where the session keeps the checklist that a form came from."""
    return f"list_of_form_{draft.pk}"


def actor(request: HttpRequest) -> Viewer:
    """Return who fills: whoever signed in, or nobody in particular, who holds the form's code."""
    viewer = viewer_of(request)
    return viewer if is_client(viewer) else ANONYMOUS


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Take a form up again with its code."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask_code(request, form, 422 if form.is_bound else 200)
    code, network = form.cleaned_data["code"], limits.network_of(request)
    number = "form " + code.strip().partition("-")[0][:20]
    if limits.is_locked(number, network):
        form.refuse(_("That was five wrong tries. Wait 15 minutes, or call us: a person can help you at once."))
        return _ask_code(request, form, 429)
    draft = filling.draft_with(code)
    if draft is None:
        limits.note_wrong_code(number, network)
        form.refuse(_("This code opens no form. Compare it with the one that you were given."))
        return _ask_code(request, form, 422)
    limits.forgive(number, network)
    hold(request, draft)
    return over(request, draft) or _go_on(draft)


def _ask_code(request: HttpRequest, form: ResumeForm, status: int) -> HttpResponse:
    context = {"form": form, "mine": [(one, filling.code_of(one)) for one in filling.going_on(viewer_of(request))]}
    return render(request, "portal/form/resume.html", context, status=status)


def _go_on(draft: Any) -> HttpResponse:
    key = filling.first_step(draft)
    return redirect("portal-fill", pk=draft.pk, key=key) if key else redirect("portal-check", pk=draft.pk)


def over(request: HttpRequest, draft: Any) -> HttpResponse | None:
    """Say what became of a form that can no longer be filled, or that changed meanwhile; None when it goes on."""
    service = draft.version.form.service
    if draft.done_at:
        number = draft.ticket.number if draft.ticket else ""
        messages.info(request, _("This form was handed in already: it is request %(number)s.") % {"number": number})
        if number and (has_opened(request, number) or is_client(viewer_of(request))):
            return redirect("portal-ticket", number=number)
        return redirect("portal-follow")
    if draft.erased_at:
        days = (filling.KEPT_FOR + filling.GRACE).days
        sentence = _("Nobody touched this form for %(days)s days: its answers were erased, as announced. Begin again.")
        messages.warning(request, sentence % {"days": days})
        return redirect("portal-ask-service", code=service.code)
    if filling.is_outdated(draft):
        draft = forms.renew(draft, by=actor(request), now=clock.now())
        messages.info(request, _("This form changed since you began. Your answers are all kept: look at what is new."))
        return _go_on(filling.draft_held(draft.pk))
    if filling.is_late(draft, clock.now()):
        messages.info(request, _("You began this form a while ago. Your answers are all here: read them once more."))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show one page of a form, or keep what it says and go on."""
    draft = held_by(request, pk)
    step = filling.step_of(draft, key)
    if request.method == "POST" and step and draft.is_open:
        return _kept(request, draft, step)
    if answer := over(request, draft):
        return answer
    return page(request, draft, step, status=200) if step else _go_on(draft)


def page(request: HttpRequest, draft: Any, step: filling.Step, *, status: int) -> HttpResponse:
    """Show one page of a form."""
    context = {
        "came_from": "check" if "check" in (request.GET.get("from"), request.POST.get("from")) else "",
        "draft": draft, "step": step, "service": draft.version.form.service, "code": filling.code_of(draft),
        "until": filling.kept_until(draft),
    }  # fmt: skip
    return render(request, "portal/form/step.html", context, status=status)


def _kept(request: HttpRequest, draft: Any, step: filling.Step) -> HttpResponse:
    content, key = draft.version.content, step.section.key
    sent = sent_with(request, content, step.section, draft.answers)
    before = {one.name for row in step.rows for one in row}
    draft = keep(request, draft, sent, step, actor(request))
    if answer := over(request, draft):
        return answer
    if {"add", "remove", "drop"} & request.POST.keys():
        return redirect("portal-fill", pk=draft.pk, key=key)
    if "save" in request.POST:
        return redirect("portal-kept", pk=draft.pk)
    after = filling.step_of(draft, key, checked=True, wrong=sent.wrong)
    assert after is not None
    if new := {one.name for row in after.rows for one in row} - before:
        messages.info(request, _("Your answers bring one more question."))
        response = redirect("portal-fill", pk=draft.pk, key=key)
        response.headers["Location"] += f"#a-{min(new)}"
        return response
    if after.faults:
        return page(request, draft, after, status=422)
    if request.POST.get("from") == "check":
        return redirect("portal-check", pk=draft.pk)
    return redirect("portal-fill", pk=draft.pk, key=after.next) if after.next else redirect("portal-check", pk=draft.pk)


def keep(request: HttpRequest, draft: Any, sent: Sent, step: filling.Step, by: Viewer) -> Any:
    """Keep what a page said, with its documents, and add or remove what its buttons ask."""
    now, section = clock.now(), step.section
    given = dict(sent.answers)
    if section.repeats:
        given[section.key] = _rows(request, given[section.key], section.most)
    forms.fill(draft, by=by, now=now, given=given)
    for field, upload in sent.uploads:
        for file in sent_files([upload]):
            document = forms.Document(file.name, file.content_type, file.content)
            forms.give_document(draft, by=by, now=now, field=field, document=document)
    drop = request.POST.get("drop", "")
    if drop.isascii() and drop.isdigit() and len(drop) < 15:
        forms.take_back_document(draft, by=by, now=now, pk=int(drop))
    return filling.draft_held(draft.pk)


def _rows(request: HttpRequest, rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    gone = request.POST.get("remove", "")
    kept = [one for index, one in enumerate(rows) if str(index) != gone]
    return [*kept, {}][:most] if "add" in request.POST else kept


@require_safe
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a form is kept, until when, and with which code it goes on."""
    draft = held_by(request, pk)
    if answer := over(request, draft):
        return answer
    context = {
        "draft": draft, "service": draft.version.form.service, "code": filling.code_of(draft),
        "until": filling.kept_until(draft), "key": filling.first_step(draft),
    }  # fmt: skip
    return render(request, "portal/form/kept.html", context)
