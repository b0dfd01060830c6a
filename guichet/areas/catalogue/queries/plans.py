"""The plans of services, as their keepers read them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.rules.plans import Kind, PlanFault, PlannedStep, faults_of, nesting_faults
from guichet.areas.people.queries import organisation_codes, staff_addresses
from guichet.ground.bilingual import Bilingual


def newest_plan(service: Service) -> PlanTemplate | None:
    """Return the version of a service's plan that new requests get."""
    return service.plans.order_by("version").last()


def plans_of(service: Service) -> list[PlanTemplate]:
    """Return every version of a service's plan, the newest first."""
    return list(service.plans.select_related("staff").order_by("-version"))


def steps_in(plan: PlanTemplate | None) -> tuple[PlannedStep, ...]:
    """Return the steps of a version, in order."""
    return tuple(step.planned for step in plan.steps.select_related("unit").order_by("position")) if plan else ()


def faults_in(service: Service, steps: Sequence[PlannedStep], *, on: date, journey: str = "") -> list[PlanFault]:
    """Return what forbids the publication of a plan for a service, as it stands on a day."""
    dated = service.tiers.filter(valid_from__lte=on).order_by("valid_from").last()
    tier, people = dated.tier if dated else "", staff_addresses()
    found = faults_of(steps, tier=tier, units=organisation_codes(), people=people, journey=journey)
    return found + nesting_faults(service.code, steps, links_between_plans())


def links_between_plans() -> dict[str, set[str]]:
    """Return which plans the plan of each service runs, by the codes of the services; one that runs none too."""
    newest = {pk: code for pk, code in _newest() if code}
    links: dict[str, set[str]] = {code: set() for code in newest.values()}
    running = PlanStep.objects.filter(plan__in=newest, kind=Kind.PLAN)
    for plan, called in running.values_list("plan", "runs"):
        links[newest[plan]].add(called)
    return links


def services_that_run(code: str) -> list[tuple[str, Bilingual]]:
    """Return the services whose plan runs the plan of another one: their codes and names."""
    running = [one for one, called in links_between_plans().items() if code in called]
    return list(Service.objects.filter(code__in=running).order_by("code").values_list("code", "name"))


def _newest() -> list[tuple[int, str]]:
    """Return the newest version of each plan that has steps, by id, with the code of its service."""
    rows = PlanTemplate.objects.order_by("service", "version").annotate(size=Count("steps"))
    last = {code: (pk, size) for pk, code, size in rows.values_list("pk", "service__code", "size")}
    return [(pk, code) for code, (pk, size) in last.items() if size]


def plans_run_by(steps: Sequence[PlannedStep]) -> dict[str, tuple[PlannedStep, ...]]:
    """Return the plans that a plan runs, near or far, by the codes of their services."""
    found: dict[str, tuple[PlannedStep, ...]] = {}
    called = {one.runs for one in steps if one.runs}
    while missing := called - found.keys():
        for code in sorted(missing):
            service = planned_service(code)
            found[code] = steps_in(newest_plan(service)) if service else ()
        called = {one.runs for plan in found.values() for one in plan if one.runs}
    return found


def planned_service(code: str) -> Service | None:
    """Return the service whose plan is read or replaced, by its code."""
    return Service.objects.filter(code=code).select_related("owner").first()
