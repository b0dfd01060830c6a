"""The pages where rules are read, written in both languages, tried, put to work and stopped."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.areas.automation import actions
from guichet.areas.automation.queries.due import halted
from guichet.areas.automation.queries.reading import log_of, rule_of, rules_of, touch_of
from guichet.areas.automation.queries.trying import trial_of
from guichet.areas.people.access import Viewer
from guichet.doors.office import rulewords
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.listfiles import rules_file
from guichet.doors.office.ruleforms import RuleForm, written
from guichet.doors.office.shortfiles import firings_file
from guichet.ground import clock
from guichet.ground.ui.places import address
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.automation.models import Rule

HERE = "office-rules"


@require_safe
@for_readers
def every(request: OfficeRequest) -> HttpResponseBase:
    """List the rules, and show the switch that stops them all."""
    now = clock.now()
    day = localtime(now).date()
    rows = [
        {
            "rule": one, "when": rulewords.when(one.trigger), "mode": rulewords.MODES[one.mode],
            "does": [rulewords.doing(code) for code in one.does.codes()], "lately": lately,
            "keeper": one.keeper.full_name if one.keeper else "—",
            "due": one.review_on is not None and one.review_on <= day,
        }
        for one, lately in rules_of(request.viewer, now=now)
    ]  # fmt: skip
    if wants_sheet(request):
        return rules_file(request, rows)
    stopped = halted()
    known = {
        "sheet_url": address_of_sheet(request),
        "rows": rows, "halted": stopped, "stopper": stopped.staff.full_name if stopped and stopped.staff else "Guichet",
        "may_write": request.viewer.may("automation.keep"),
    }  # fmt: skip
    return render(request, "office/rules/list.html", frame(request, HERE) | known)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def new(request: OfficeRequest) -> HttpResponse:
    """Write a new rule."""
    request.viewer.require("automation.keep")
    initial = {"keeper": request.viewer.staff, "most": 3, "due": "2 bd"}
    form = RuleForm(request.viewer, request.POST if request.method == "POST" else None, initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.keep(form.wanted(), by=request.viewer, now=clock.now())
        except actions.CannotKeep as refusal:
            form.tell(refusal.faults)
        else:
            messages.success(request, _("Kept. It is off: try it, then put it on trial or to work."))
            return HttpResponseRedirect(reverse("office-rule", args=[made.pk]))
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def one(request: OfficeRequest, pk: int) -> HttpResponse:
    """Read a rule, and write it again where one may."""
    rule = _rule(request, pk)
    if request.method != "POST":
        return _page(request, RuleForm(request.viewer, initial=written(rule)), rule)
    request.viewer.require("automation.keep")
    form = RuleForm(request.viewer, request.POST, written(rule))
    if form.is_valid() and _revised(request, form, rule):
        messages.success(request, _("Kept. It looks at nothing earlier than now."))
        return HttpResponseRedirect(reverse("office-rule", args=[rule.pk]))
    return _page(request, form, rule)


def _revised(request: OfficeRequest, form: RuleForm, rule: "Rule") -> bool:
    version = form.cleaned_data["version"] or 0
    try:
        with transaction.atomic():
            actions.revise(rule, by=request.viewer, now=clock.now(), wanted=form.wanted(), version=version)
    except actions.CannotKeep as refusal:
        form.tell(refusal.faults)
    except actions.ChangedMeanwhile as moved:
        form.add_error(None, str(moved))
    return not form.errors


def _page(request: OfficeRequest, form: RuleForm, rule: "Rule | None") -> HttpResponse:
    context: dict[str, Any] = {
        "form": form, "parts": form.parts(), "rule": rule, "may_write": request.viewer.may("automation.keep"),
        "heading": str(rule.name) if rule else _("Write a rule"),
    }  # fmt: skip
    if rule:
        context["touch"] = touch_of(rule, request.viewer, now=clock.now())
        context["mode"] = rulewords.MODES[rule.mode]
        context["modes"] = [(code, words) for code, words in _puts().items() if code != rule.mode]
    return render(request, "office/rules/page.html", frame(request, HERE) | context, status=422 if form.errors else 200)


def _puts() -> dict[str, str]:
    return {
        "trial": _("Put on trial"),
        "active": _("Put to work"),
        "off": _("Switch off"),
        "retired": _("Take out of use"),
    }


@require_safe
@for_readers
def trial(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say what a rule would have done these last thirty days."""
    rule = _rule(request, pk)
    found = trial_of(rule, request.viewer, now=clock.now())
    context = {
        "rule": rule,
        "trial": found,
        "when": rulewords.when(rule.trigger),
        "does": [rulewords.doing(code) for code in rule.does.codes()],
        "rows": [(would, address("desk-ticket", would.number) if would.number else "") for would in found.shown],
    }
    return render(request, "office/rules/trial.html", frame(request, HERE) | context)


@require_safe
@for_readers
def log(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """Say what a rule did, when, why, and what became of it."""
    rule = _rule(request, pk)
    if wants_sheet(request):
        return firings_file(request, _every_firing(rule, request.viewer))
    after = request.GET.get("after", "")
    found = log_of(rule, request.viewer, after=int(after) if after.isdecimal() and len(after) < 19 else None)
    context = {
        "rule": rule, "rows": [_firing(row) for row in found.rows], "next": found.next, "is_later": bool(after),
        "sheet_url": address_of_sheet(request),
    }  # fmt: skip
    return render(request, "office/rules/log.html", frame(request, HERE) | context)


def _firing(row: Any) -> dict[str, Any]:
    return {
        "firing": row, "why": [rulewords.because(code) for code in row.why],
        "did": [rulewords.doing(code) for code in row.did], "outcome": rulewords.OUTCOMES[row.outcome],
    }  # fmt: skip


def _every_firing(rule: "Rule", viewer: Viewer) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        found = log_of(rule, viewer, after=after)
        yield from map(_firing, found.rows)
        if found.next is None:
            return
        after = found.next


@require_POST
@for_readers
def mode(request: OfficeRequest, pk: int) -> HttpResponse:
    """Put a rule on trial, to work, to rest or out of use."""
    rule, wanted = _rule(request, pk), request.POST.get("mode", "")
    request.viewer.require("automation.keep")
    version = request.POST.get("version", "")
    if wanted in _puts():
        try:
            known = int(version) if version.isdecimal() and len(version) < 10 else 0
            with transaction.atomic():
                actions.put(rule, by=request.viewer, now=clock.now(), mode=wanted, version=known)
            messages.success(request, _("Done: %(mode)s.") % {"mode": rulewords.MODES[wanted]})
        except actions.ChangedMeanwhile as moved:
            messages.error(request, str(moved))
    return HttpResponseRedirect(reverse("office-rule", args=[rule.pk]))


@require_POST
@for_readers
def halt(request: OfficeRequest) -> HttpResponse:
    """Stop every rule, or let them work again."""
    if request.POST.get("on") == "0":
        actions.resume(by=request.viewer, now=clock.now())
        messages.success(request, _("Rules work again, from now on: what happened meanwhile is not caught up on."))
    else:
        actions.halt(by=request.viewer, now=clock.now())
        messages.success(request, _("Every rule is stopped."))
    return HttpResponseRedirect(reverse("office-rules"))


def _rule(request: OfficeRequest, pk: int) -> "Rule":
    rule = rule_of(request.viewer, pk)
    if rule is None:
        raise Http404
    return rule
