"""What comes back and what is broken: read, worded, opened, told to everybody concerned, closed with one message."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.areas.people.access import Viewer
from guichet.areas.problems import actions
from guichet.areas.problems.queries import cases_of, problem_of, problems_of, reach, regions, ways_told
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.listfiles import problems_file
from guichet.doors.desk.names import here
from guichet.doors.desk.performing import Said, attempt, verb
from guichet.doors.desk.problemforms import CaseForm, FixForm, ProblemForm, written
from guichet.doors.desk.rows import today
from guichet.doors.desk.sheet import service_choices
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.problems.models import Case, Problem
    from guichet.areas.tickets.models import Ticket

WRONG = 422
EMPTY = dict.fromkeys(ProblemForm.base_fields, "")
EMPTY_FIX = dict.fromkeys(FixForm.base_fields, "")


@require_safe
@for_front_line
def every(request: DeskRequest) -> HttpResponseBase:
    """List the problems: what is proposed, what is open, what is over."""
    rows = [
        {
            "pk": one.problem.pk, "name": name_of(one.problem), "kind": labels.word(labels.PROBLEMS, one.problem.kind),
            "state": one.problem.state, "state_word": labels.word(labels.PROBLEM_STATES, one.problem.state),
            "service": one.problem.service.name.in_language(here()), "held": one.held, "proposed": one.proposed,
            "warned": one.warned, "since": one.problem.starts_at, "live": one.problem.is_live,
        }
        for one in problems_of(request.viewer)
    ]  # fmt: skip
    if wants_sheet(request):
        return problems_file(request, rows)
    parts = {
        "sheet_url": address_of_sheet(request),
        "rows": [one for one in rows if one["live"]],
        "over": [one for one in rows if not one["live"]],
    }
    return render(request, "desk/problems/list.html", frame(request, "desk-problems") | parts)


def name_of(problem: "Problem") -> str:
    """Name a problem: by its title, or by what its requests have in common while it has none."""
    said: str = problem.title.in_language(here())
    if said:
        return said
    cause = labels.word(labels.FAILURES, problem.cause) if problem.cause else ""
    return cause or ", ".join(_("“%(word)s”") % {"word": one} for one in problem.words[:4]) or _("Something comes back")


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def new(request: DeskRequest) -> HttpResponse:
    """Declare that something is broken, or comes back."""
    form = ProblemForm(request.POST or None)
    made: list[Problem] = []

    def declare() -> None:
        made.append(actions.declare(form.wanted(), by=request.viewer, now=clock.now()))

    if request.method == "POST" and attempt(form, declare):
        return HttpResponseRedirect(reverse("desk-problem", args=[made[0].pk]))
    now = localtime(today().now)
    said = {"kind": "incident", "starts_on": f"{now:%Y-%m-%d}", "starts_time": f"{now:%H:%M}"}
    return _page(request, None, form, said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def one(request: DeskRequest, pk: int) -> HttpResponse:
    """Read a problem and its requests, and say it in other words."""
    problem = _problem(request.viewer, pk)
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda: _kept(form, problem, by=request.viewer)):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("desk-problem", args=[pk]))
    return _page(request, problem, form, written(problem))


def _kept(form: ProblemForm, problem: "Problem", *, by: Viewer) -> None:
    """Keep the words; those of a proposal open it."""
    row = actions.revise(problem, form.wanted(), by=by)
    actions.open_problem(row, by=by, now=clock.now())


@require_POST
@for_front_line
def announcement(request: DeskRequest, pk: int) -> HttpResponse:
    """Tell those affected."""
    problem, form, told = _problem(request.viewer, pk), ProblemForm(), list[int]()

    def announce() -> None:
        told.append(actions.announce(problem, by=request.viewer, now=clock.now()))

    if refusal := _refused(announce):
        return _page(request, problem, form, written(problem), wrong=refusal)
    said = ngettext(
        "%(n)s person is told, and the portal says it.", "%(n)s people are told, and the portal says it.", told[0]
    )
    messages.success(request, said % {"n": told[0]})
    return HttpResponseRedirect(reverse("desk-problem", args=[pk]))


@require_POST
@for_front_line
def closing(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what was done, once, to everybody."""
    problem, form, made = _problem(request.viewer, pk), FixForm(request.POST), list[actions.Closing]()

    def close() -> None:
        fix = Bilingual(form.cleaned_data["fix_fr"], form.cleaned_data["fix_en"])
        made.append(actions.close(problem, by=request.viewer, now=clock.now(), fix=fix))

    request.viewer.require("problems.close")
    if not attempt(form, close):
        return _page(request, problem, ProblemForm(), written(problem), fix=form)
    messages.success(request, _closed(made[0]))
    return HttpResponseRedirect(reverse("desk-problem", args=[pk]))


def _closed(said: actions.Closing) -> str:
    answered = ngettext("%(n)s request is answered.", "%(n)s requests are answered.", said.resolved)
    left = ngettext(
        "%(n)s still has tasks: its client was told, and it goes on.",
        "%(n)s still have tasks: their clients were told, and they go on.", said.left,
    )  # fmt: skip
    return " ".join([answered % {"n": said.resolved}, *([left % {"n": said.left}] if said.left else [])])


@require_POST
@for_front_line
def aside(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that it is no problem."""
    problem = _problem(request.viewer, pk)
    if refusal := _refused(lambda: actions.set_aside(problem, by=request.viewer, now=clock.now())):
        messages.error(request, refusal)
    return HttpResponseRedirect(reverse("desk-problems"))


def _refused(act: Any) -> str:
    try:
        act()
    except ValueError as refusal:
        return str(refusal)
    return ""


def _case(ticket: "Ticket", said: Said, *, by: Viewer, now: Any) -> object:
    problem = problem_of(by, said["problem"])
    assert problem
    if said["is_one"]:
        return actions.tie(ticket, problem, by=by, now=now)
    return actions.refuse(ticket, problem, by=by, now=now)


case = verb("problem", CaseForm)(_case)


@require_POST
@for_front_line
def member(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a request out of a problem, from the page of the problem."""
    problem = _problem(request.viewer, pk)
    ticket = ticket_for(request.viewer, request.POST.get("number", ""))
    if ticket is None:
        raise Http404
    actions.refuse(ticket, problem, by=request.viewer, now=clock.now())
    return HttpResponseRedirect(reverse("desk-problem", args=[pk]))


def _problem(viewer: Viewer, pk: int) -> "Problem":
    found = problem_of(viewer, pk)
    if found is None:
        raise Http404
    return found


def _page(
    request: DeskRequest, problem: "Problem | None", form: ProblemForm, said: dict[str, str], *,
    fix: FixForm | None = None, wrong: str = "",
) -> HttpResponse:  # fmt: skip
    viewer, before = request.viewer, request.GET.get("before", "")
    rows = cases_of(viewer, problem, before=int(before) if before.isdecimal() else 0) if problem else []
    live, leads = problem is None or problem.is_live, viewer.may("problems.announce")
    context = {
        "problem": problem, "form": form, "live": live,
        "said": EMPTY | (request.POST.dict() if form.is_bound else said),
        "name": name_of(problem) if problem else "", "wrong": wrong, "fix": fix or FixForm(), "leads": leads,
        "kinds": labels.choices(labels.PROBLEMS), "services": service_choices(today().now.date()),
        "regions": regions(), "cases": [_row(one) for one in rows], "last": rows[-1].pk if rows else 0,
        "reach": reach(problem) if problem and live and leads and not problem.announced_at else None,
        "state": labels.word(labels.PROBLEM_STATES, problem.state) if problem else "",
        "told": _told(problem) if problem and problem.announced_at else [],
        "common": ", ".join(problem.words) if problem else "",
        "typed": EMPTY_FIX | (request.POST.dict() if fix else {}),
        "cause": labels.word(labels.FAILURES, problem.cause) if problem and problem.cause else "",
    }  # fmt: skip
    bad = wrong or form.errors or (fix and fix.errors)
    return render(
        request, "desk/problems/page.html", frame(request, "desk-problems") | context, status=WRONG if bad else 200
    )


def _told(problem: "Problem") -> list[str]:
    """Say by which way how many people were told, or why they were not."""
    counted = dict.fromkeys(("email", "post", "site", "none"), 0) | ways_told(problem)
    mail, post, site, none = (counted[way] for way in ("email", "post", "site", "none"))
    said = (
        (mail, ngettext("%(n)s person by e-mail", "%(n)s people by e-mail", mail)),
        (post, ngettext("%(n)s person on paper", "%(n)s people on paper", post)),
        (site, ngettext("%(n)s person reads it at the portal", "%(n)s people read it at the portal", site)),
        (none, ngettext("%(n)s person has no address", "%(n)s people have no address", none)),
    )
    return [words % {"n": count} for count, words in said if count]


def _row(case: "Case") -> dict[str, Any]:
    ticket = case.ticket
    return {
        "number": ticket.number, "title": ticket.title, "state": labels.word(labels.STATES, ticket.state),
        "lang": "" if ticket.language == here() else f"{ticket.language}-CA", "asked": case.state == "proposed",
        "why": labels.word(labels.WHY_CASE, case.why), "told": case.told_at,
    }  # fmt: skip
