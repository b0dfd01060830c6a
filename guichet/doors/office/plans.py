"""How services are delivered: the plan of each, drawn and told, with its versions and what depends on them."""

from textwrap import shorten, wrap
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from guichet.areas.catalogue.queries import offers
from guichet.areas.catalogue.queries.plans import (
    faults_in,
    newest_plan,
    planned_service,
    plans_of,
    services_that_run,
    steps_in,
)
from guichet.areas.catalogue.rules.dated import due_of, due_words
from guichet.areas.catalogue.rules.plans import BY_ITSELF, PlannedStep, changes_between, words_of
from guichet.areas.catalogue.rules.plans.bpmn import write
from guichet.areas.catalogue.rules.plans.bpmn.layout import spots_of
from guichet.areas.catalogue.rules.targets import BadTarget
from guichet.areas.people.queries import names_of_parties
from guichet.areas.tickets.queries.plan import open_on_each_version
from guichet.doors.office.entrance import OfficeRequest, for_readers
from guichet.doors.office.frame import frame
from guichet.doors.office.shortfiles import steps_file
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

KINDS = {
    "task": pgettext_lazy("step", "Task"), "decision": pgettext_lazy("step", "Decision"),
    "wait": pgettext_lazy("step", "Wait"), "milestone": pgettext_lazy("step", "Milestone"),
    "automatic": pgettext_lazy("step", "Automatic"), "plan": pgettext_lazy("step", "Plan"),
}  # fmt: skip
PARTS = {
    "title": pgettext_lazy("step", "title"), "unit": pgettext_lazy("step", "unit"),
    "due": pgettext_lazy("step", "delay"), "mandatory": pgettext_lazy("step", "mandatory or not"),
    "after": pgettext_lazy("step", "what comes before"), "fields": pgettext_lazy("step", "what it shows"),
    "kind": pgettext_lazy("step", "kind"), "by_client": pgettext_lazy("step", "who does it"),
    "start_when": pgettext_lazy("step", "condition"), "skip_if": pgettext_lazy("step", "condition"),
    "told": pgettext_lazy("step", "what the client reads"), "ends": pgettext_lazy("step", "what it ends"),
    "effort": pgettext_lazy("step", "work"), "price": pgettext_lazy("step", "price"),
    "runs": pgettext_lazy("step", "which plan it runs"),
    "raci": pgettext_lazy("step", "who answers for it, is consulted, is informed"),
}  # fmt: skip
JOURNEYS = {"arrival": _("an arrival"), "departure": _("a departure")}
ROLES = {
    "accountable": pgettext_lazy("RACI", "Accountable"), "consulted": pgettext_lazy("RACI", "Consulted"),
    "informed": pgettext_lazy("RACI", "Informed"),
}  # fmt: skip
SIGNS = {
    "added": pgettext_lazy("step", "added"), "removed": pgettext_lazy("step", "removed"),
    "changed": pgettext_lazy("step", "changed"),
}  # fmt: skip
WIDTH, HEIGHT, COLUMN, LINE = 168, 64, 208, 84


@require_safe
@for_readers
def page(request: OfficeRequest) -> HttpResponseBase:
    """Show the plan of one service."""
    named = {one.code: one.name for one in offers(localtime(clock.now()).date()).values() if one.plan}
    code = request.GET.get("service") or next(iter(named), "")
    service = planned_service(code)
    if code and service is None:
        raise Http404
    context = frame(request, "office-plans") | {"named": sorted(named.items()), "code": code}
    if service:
        newest, today = newest_plan(service), localtime(clock.now()).date()
        steps, journey = steps_in(newest), newest.journey if newest else ""
        rows = _rows(steps)
        if wants_sheet(request):
            return steps_file(request, service.code, rows)
        faults = faults_in(service, steps, on=today, journey=journey)
        context |= {
            "service": service, "journey": JOURNEYS.get(journey, ""), "drawing": drawing_of(steps),
            "rows": rows, "sheet_url": address_of_sheet(request),
            "versions": _versions(service), "run_by": services_that_run(service.code),
            "faults": [words_of(one) for one in faults],
            "file_url": reverse("office-plan", args=[service.code]),
            "edits": request.viewer.may("catalogue.plan"),
        }  # fmt: skip
    return render(request, "office/plans.html", context)


@require_safe
@for_readers
def file(request: OfficeRequest, code: str) -> HttpResponse:
    """Give the plan of a service out as BPMN 2.0."""
    service = planned_service(code)
    if service is None:
        raise Http404
    newest = newest_plan(service)
    journey = newest.journey if newest else ""
    text = write(service.code, service.name, steps_in(newest), language=lang(), journey=journey)
    name = f'attachment; filename="{service.code}.bpmn"'
    return HttpResponse(text, content_type="application/xml", headers={"Content-Disposition": name})


def _rows(steps: tuple[PlannedStep, ...]) -> list[dict[str, Any]]:
    people = names_of_parties({name for step in steps for name in step.raci.named})
    return [_row(step, people) for step in steps]


def _row(step: PlannedStep, people: dict[str, Bilingual]) -> dict[str, Any]:
    at_once = step.kind in BY_ITSELF and not step.ends
    return {
        "step": step, "kind": KINDS[step.kind], "due": "" if at_once else _delay(step.due),
        "parts": _parts(step, people), "after": ", ".join(step.after),
        "start_when": " ; ".join(step.start_when), "skip_if": " ; ".join(step.skip_if),
    }  # fmt: skip


def _parts(step: PlannedStep, known: dict[str, Bilingual]) -> list[tuple[str, str]]:
    raci = step.raci
    said = (
        (ROLES["accountable"], (raci.accountable,) if raci.accountable else ()), (ROLES["consulted"], raci.consulted),
        (ROLES["informed"], raci.informed),
    )  # fmt: skip
    return [
        (str(label), ", ".join(known[one].in_language(lang()) if one in known else one for one in named))
        for label, named in said
        if named
    ]


def _delay(due: str) -> str:
    try:
        found = due_of(due)
    except BadTarget:
        return due
    return due_words(found, lang())


def _versions(service: Any) -> list[dict[str, Any]]:
    plans, counted = plans_of(service), open_on_each_version(service.pk)
    steps = [steps_in(plan) for plan in plans]
    return [
        {"plan": plan, "open": counted.get(plan.version, 0), "changes": _changes(steps, place)}
        for place, plan in enumerate(plans)
    ]


def _changes(steps: list[tuple[PlannedStep, ...]], place: int) -> list[str]:
    if place + 1 == len(steps):
        return []
    told = []
    for one in changes_between(steps[place + 1], steps[place]):
        parts = ", ".join(dict.fromkeys(str(PARTS[name]) for name in one.fields))
        told.append(f"{one.key}, {SIGNS[one.how]}" + (f" ({parts})" if parts else ""))
    return told


def drawing_of(steps: tuple[PlannedStep, ...]) -> dict[str, Any]:
    """Return the boxes and the lines of a plan's drawing; the table beside it says the same in words."""
    spots = spots_of(steps)
    places = {key: (4 + spot.column * COLUMN, 4 + spot.line * LINE) for key, spot in spots.items()}
    lines = [
        _line(places[key], places[step.key]) for step in steps for key in step.after if key in places
    ]  # fmt: skip
    return {
        "width": max((x for x, _y in places.values()), default=0) + WIDTH + 4,
        "height": max((y for _x, y in places.values()), default=0) + HEIGHT + 4,
        "boxes": [_box(step, places[step.key]) for step in steps], "lines": lines,
    }  # fmt: skip


def _box(step: PlannedStep, place: tuple[int, int]) -> dict[str, Any]:
    x, y = place
    words = wrap(shorten(step.title.in_language(lang()), 44, placeholder="…"), 23)[:2]
    return {
        "x": x, "y": y, "kind": step.kind, "head": f"{step.unit}, {KINDS.get(step.kind, step.kind)}",
        "texts": [{"y": y + 36 + 17 * place, "words": line} for place, line in enumerate(words)],
        "left": x + 10, "top": y + 18,
    }  # fmt: skip


def _line(source: tuple[int, int], target: tuple[int, int]) -> str:
    x, y, to_x, to_y = source[0] + WIDTH, source[1] + HEIGHT // 2, target[0], target[1] + HEIGHT // 2
    return f"M{x} {y}C{x + 20} {y} {to_x - 20} {to_y} {to_x} {to_y}"
