"""The plans of services, as their keepers read them."""

from collections.abc import Sequence
from datetime import date

from guichet.areas.catalogue.models import PlanTemplate, Service
from guichet.areas.catalogue.rules.plans import PlanFault, PlannedStep, faults_of
from guichet.areas.people.queries import organisation_codes, staff_addresses


def newest_plan(service: Service) -> PlanTemplate | None:
    """Return the version of a service's plan that new requests get."""
    return service.plans.order_by("version").last()


def plans_of(service: Service) -> list[PlanTemplate]:
    """Return every version of a service's plan, the newest first."""
    return list(service.plans.select_related("staff").order_by("-version"))


def steps_in(plan: PlanTemplate | None) -> tuple[PlannedStep, ...]:
    """Return the steps of a version, in order."""
    return tuple(step.planned for step in plan.steps.select_related("unit").order_by("position")) if plan else ()


def faults_in(service: Service, steps: Sequence[PlannedStep], *, on: date) -> list[PlanFault]:
    """Return what forbids the publication of a plan for a service, as it stands on a day."""
    dated = service.tiers.filter(valid_from__lte=on).order_by("valid_from").last()
    tier, people = dated.tier if dated else "", staff_addresses()
    return faults_of(steps, tier=tier, units=organisation_codes(), people=people)


def planned_service(code: str) -> Service | None:
    """Return the service whose plan is read or replaced, by its code."""
    return Service.objects.filter(code=code).select_related("owner").first()
