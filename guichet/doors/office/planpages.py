"""The editor of plans: a form for each step and the drawing beside it, tried on the last year, then published."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guichet.areas.catalogue.actions import BadlyPlanned, PlanChangedMeanwhile, publish_plan
from guichet.areas.catalogue.queries.plans import (
    faults_in,
    links_between_plans,
    newest_plan,
    planned_service,
    services_that_run,
    steps_in,
)
from guichet.areas.catalogue.rules.plans import PlannedStep, words_of
from guichet.areas.catalogue.rules.plans.bpmn import BadFile, read
from guichet.areas.people.queries import everybody_here, units, units_by_name
from guichet.areas.tickets.queries.plan import open_on_each_version
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.planbuilding import changed, journey_of, written
from guichet.doors.office.plans import JOURNEYS, KINDS, drawing_of
from guichet.doors.office.plantrial import trial_of
from guichet.doors.office.writing import lang
from guichet.ground import clock

WRONG = 422
ENDS = {
    "places": gettext_lazy("their place in the office"), "given": gettext_lazy("the rights to act that they gave"),
    "received": gettext_lazy("the rights to act that they hold"),
}  # fmt: skip
LARGEST = 1_000_000  # bytes of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A plan as it stands on the page: made out of which version, whether it is checked or tried, what is wrong."""

    steps: tuple[PlannedStep, ...]
    base: int
    journey: str = ""
    tells: bool = False
    tries: bool = False
    wrong: str = ""
    foreign: tuple[str, ...] = ()
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders("catalogue.plan")
def edit(request: OfficeRequest, code: str) -> HttpResponse:
    """Write the next version of a service's plan; nothing is kept before it is published."""
    service = planned_service(code)
    if service is None:
        raise Http404
    newest = newest_plan(service)
    if request.method != "POST":
        return _page(request, service, _in_force(newest))
    base = request.POST.get("base", "")
    known = int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0
    typed, act = (
        Written(steps=written(request.POST), base=known, journey=journey_of(request.POST)),
        request.POST.get("do", "draw"),
    )
    if act == "publish":
        return _publish(request, service, typed)
    if act == "file":
        return _from_file(request, service, typed)
    shown = replace(typed, steps=changed(typed.steps, act), tries=act == "try", tells=act in {"draw", "try"})
    return _page(request, service, shown)


def _in_force(newest: Any) -> Written:
    if newest is None:
        return Written(steps=(), base=0)
    return Written(steps=steps_in(newest), base=newest.version, journey=newest.journey)


def _publish(request: OfficeRequest, service: Any, typed: Written) -> HttpResponse:
    try:
        with transaction.atomic():
            made = publish_plan(
                service, steps=typed.steps, base=typed.base, by=request.viewer, now=clock.now(), journey=typed.journey
            )
    except BadlyPlanned:
        return _page(request, service, replace(typed, tells=True, status=WRONG))
    except PlanChangedMeanwhile as refusal:
        return _page(request, service, replace(typed, wrong=str(refusal), status=WRONG))
    messages.success(request, _("Published: requests to come go by it.") if made else _("Nothing changed."))
    return HttpResponseRedirect(f"{reverse('office-plans')}?service={service.code}")


def _from_file(request: OfficeRequest, service: Any, typed: Written) -> HttpResponse:
    """Put what a modeller drew in the editor; what a plan has no place for is said."""
    file = request.FILES.get("file")
    try:
        if file is None or not file.size or file.size > LARGEST:
            raise BadFile("large" if file and file.size else "xml")
        found = read(file.read().decode("utf-8", "replace"), language=lang(), units=units_by_name())
    except BadFile as fault:
        return _page(request, service, replace(typed, wrong=str(fault), status=WRONG))
    foreign = tuple(f"{one.element} {one.name}".strip() for one in found.foreign)
    return _page(
        request, service, replace(typed, steps=found.steps, journey=found.journey, tells=True, foreign=foreign)
    )


def _page(request: OfficeRequest, service: Any, shown: Written) -> HttpResponse:
    steps, today = shown.steps, localtime(clock.now()).date()
    faults = faults_in(service, steps, on=today, journey=shown.journey) if shown.tells else []
    context = frame(request, "office-plans") | {
        "service": service, "base": shown.base, "journey": shown.journey, "journeys": JOURNEYS.items(),
        "steps": _steps(steps), "drawing": drawing_of(steps),
        "faults": [f"{one.step}: {words_of(one)}" if one.step else words_of(one) for one in faults],
        "trial": trial_of(service, steps) if shown.tries and not faults else None, "wrong": shown.wrong,
        "foreign": shown.foreign, "tells": shown.tells, "kinds": KINDS.items(),
        "units": [(one.code, one.name) for one in units().order_by("code")],
        "runnable": sorted(links_between_plans().keys() - {service.code}),
        "people": [(one.email, one.full_name) for one in everybody_here().filter(active=True)],
        "run_by": services_that_run(service.code), "open": sum(open_on_each_version(service.pk).values()),
    }  # fmt: skip
    return render(request, "office/plan_edit.html", context, status=shown.status)


def _steps(steps: tuple[PlannedStep, ...]) -> list[dict[str, Any]]:
    """Name every step, and those that it may wait for, as the page sends them back."""
    return [
        {
            "at": f"s{place}", "place": place, "step": one, "fields": " ".join(one.fields),
            "start_when": "\n".join(one.start_when), "skip_if": "\n".join(one.skip_if),
            "ends": [(f"s{place}-ends-{code}", words, code in one.ends) for code, words in ENDS.items()],
            "consulted": " ".join(one.raci.consulted), "informed": " ".join(one.raci.informed),
            "others": [
                (f"s{place}-after-{other}", earlier, earlier.key in one.after)
                for other, earlier in enumerate(steps)
                if other != place
            ],
        }
        for place, one in enumerate(steps)
    ]  # fmt: skip
