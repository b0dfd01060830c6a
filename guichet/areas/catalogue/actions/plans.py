"""Publishing a plan: a new version, for the requests to come."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.queries import forget
from guichet.areas.catalogue.queries.plans import faults_in, newest_plan, steps_in
from guichet.areas.catalogue.rules.plans import Kind, PlanFault, PlannedStep, words_of
from guichet.areas.people.queries import organisation
from guichet.ground.access import Actor
from guichet.ground.actions import action


class BadlyPlanned(ValueError):
    """Something forbids the publication of a plan."""

    def __init__(self, faults: list[PlanFault]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        return " ".join(f"{fault.step}: {words_of(fault)}" if fault.step else words_of(fault) for fault in self.faults)


class PlanChangedMeanwhile(ValueError):
    """Somebody published another version first."""

    def __str__(self) -> str:
        return _("Somebody published another version of this plan meanwhile: look at it before you publish yours.")


@action("catalogue.plan")
def publish_plan(
    service: Service, *, steps: Sequence[PlannedStep], base: int, by: Actor, now: datetime, journey: str = ""
) -> PlanTemplate | None:
    """Make the next version of a service's plan out of version `base`; requests whose plan has started keep theirs.

    Nothing is made when nothing changes.
    """
    if any(step.kind == Kind.PLAN for step in steps):
        # Two plans published at once may not close a circle that neither sees: whoever runs others takes turns.
        list(Service.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    held = Service.objects.select_for_update().get(pk=service.pk)
    newest = newest_plan(held)
    if (newest.version if newest else 0) != base:
        raise PlanChangedMeanwhile
    if faults := faults_in(held, steps, on=now.date(), journey=journey):
        raise BadlyPlanned(faults)
    if tuple(steps) == steps_in(newest) and journey == (newest.journey if newest else ""):
        return None
    made = PlanTemplate.objects.create(
        service=held, version=base + 1, journey=journey, published_at=now, staff_id=getattr(by, "staff", None)
    )
    PlanStep.objects.bulk_create(
        PlanStep.of(step, made, position, organisation(step.unit)) for position, step in enumerate(steps)
    )
    forget()
    return made
