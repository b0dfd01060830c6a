"""Where to begin: a few plain questions, and the checklist that they make."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.catalogue.queries import life_events
from guichet.areas.guidance import actions, queries, rules
from guichet.doors.portal import limits, offering
from guichet.doors.portal.forms.lists import CodeForm, QuestionForm
from guichet.doors.portal.opened import viewer_of
from guichet.doors.portal.steps import steps_of
from guichet.ground import clock

LISTS_OF_NETWORK = 30  # an hour


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """List the guided paths, and take the code of a list that was kept."""
    icons = {event.code: event.icon for event in life_events()}
    paths = [(path, icons.get(path.event) or "list-checks") for path in queries.paths().values()]
    context = {
        "paths": [one for one in paths if not one[0].service], "guides": [one for one in paths if one[0].service],
        "form": CodeForm(),
    }  # fmt: skip
    return render(request, "portal/start/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guided(request: HttpRequest, path: str) -> HttpResponse:
    """Ask the next question, or show the list that the answers make; keep it when asked to."""
    guide = queries.paths().get(path)
    if guide is None:
        raise Http404
    answers = rules.kept(guide, (request.POST if request.method == "POST" else request.GET).dict())
    if rules.next_question(guide, answers):
        return _question(request, guide, answers)
    if request.method != "POST":
        return _answered(request, guide, answers, 200)
    if limits.too_many("keep list", limits.network_of(request), LISTS_OF_NETWORK):
        return _answered(request, guide, answers, 429)
    made = actions.keep(path, answers, by=viewer_of(request), now=clock.now())
    return redirect("portal-list", kept=made.code)


def _question(request: HttpRequest, path: rules.Path, answers: dict[str, str]) -> HttpResponse:
    question = rules.next_question(path, answers)
    assert question is not None
    # Sent with nothing chosen: what was answered before is there, the missing answer is not.
    missed = "sent" in request.GET
    form = QuestionForm(request.GET if missed else None, question=question)
    context = {"path": path, "form": form, "answers": answers, "place": len(answers) + 1, "back": _back(answers)}
    return render(request, "portal/start/question.html", context, status=422 if missed else 200)


def _back(answers: dict[str, str]) -> str:
    return f"?{urlencode(list(answers.items())[:-1])}" if answers else ""


def _answered(request: HttpRequest, path: rules.Path, answers: dict[str, str], status: int) -> HttpResponse:
    lines = queries.lines_of(path, answers, on=offering.today())
    context = {
        "path": path, "answers": answers, "said": _said(path, answers),
        "steps": steps_of(lines, request.GET), "back": _back(answers), "refused": status == 429,
    }  # fmt: skip
    return render(request, "portal/start/answered.html", context, status=status)


def _said(path: rules.Path, answers: dict[str, str]) -> list[tuple[Any, Any]]:
    return [
        (one.text, choice.label)
        for one in rules.asked(path, answers)
        for choice in one.choices
        if answers.get(one.key) == choice.code
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Open a list by its code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/start/code.html", {"form": form}, status=422 if form.is_bound else 200)
    found = _open(request, form.cleaned_data["code"])
    if found:
        return redirect("portal-list", kept=found.row.code)
    locked = _is_locked(request)
    form.refuse(
        _("That was five wrong tries. Wait 15 minutes, or call us: a person can help you at once.")
        if locked
        else _("No list has this code. Compare it with your copy: twelve letters and digits.")
    )
    return render(request, "portal/start/code.html", {"form": form}, status=429 if locked else 422)


def _open(request: HttpRequest, code: str) -> queries.List | None:
    if _is_locked(request):
        return None
    found = queries.checklist(code, on=offering.today())
    if found is None:
        limits.note_wrong_code(*_lock(request))
    return found


def _is_locked(request: HttpRequest) -> bool:
    return limits.is_locked(*_lock(request))


def _lock(request: HttpRequest) -> tuple[str, str]:
    # Wrong codes are counted by network: there is no number that somebody could shut for everybody.
    network = limits.network_of(request)
    return f"lists of {network}", network


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest, kept: str) -> HttpResponse:
    """Show a kept list, or note what is done."""
    found = _open(request, kept)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.mark(found.row, request.POST.getlist("done"), by=viewer_of(request), now=clock.now())
        if "compute" not in request.POST:
            return redirect("portal-list", kept=found.row.code)
        found = queries.checklist(kept, on=offering.today()) or found
    context = {
        "list": found, "said": _said(found.path, found.row.answers), "steps": steps_of(found.lines, request.POST),
    }  # fmt: skip
    return render(request, "portal/start/list.html", context)
