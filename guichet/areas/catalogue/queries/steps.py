"""The steps of the plans in force, ready to become tasks, those of the plans that they run among them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from guichet.areas.catalogue.models import PlanStep, PlanTemplate
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.dated import Dated, due_of
from guichet.areas.catalogue.rules.plans import BY_ITSELF, HUMAN, Kind, Raci, unfolded
from guichet.ground.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan, ready to become a task."""

    key: str
    title: Bilingual
    unit: int
    due: Target | Dated
    mandatory: bool
    after: tuple[str, ...]
    fields: tuple[str, ...]
    kind: str = Kind.TASK
    by_client: bool = False
    start_when: tuple[str, ...] = ()
    skip_if: tuple[str, ...] = ()
    told: Bilingual = Bilingual()
    plan: int | None = None  # the version of the plan it belongs to
    raci: Raci = Raci()
    runs: str = ""
    ends: tuple[str, ...] = ()
    inside: str = ""  # the key of the step that runs the plan it is of

    @property
    def is_done_by_hand(self) -> bool:
        """Tell whether somebody here does it, whatever else happens."""
        return self.kind in HUMAN and not self.start_when


@dataclass(frozen=True, slots=True)
class InForce:
    """The newest plan of a service: what its days are counted from, and every step."""

    journey: str = ""
    steps: tuple[Step, ...] = ()


def plans_now(pks: Collection[int] | None = None) -> dict[int, InForce]:
    """Return the steps of the newest plan of each service, those of the plans that it runs among them."""
    rows = PlanTemplate.objects.prefetch_related("steps").order_by("service_id", "version")
    newest = {plan.service_id: plan for plan in (rows if pks is None else rows.filter(service__in=pks))}
    written = {service: _steps(plan) for service, plan in newest.items()}
    called = {step.runs for steps in written.values() for step in steps if step.runs}
    run: dict[str, tuple[Step, ...]] = {}
    while missing := called - run.keys():
        for plan in rows.filter(service__code__in=missing).select_related("service"):
            run[plan.service.code] = _steps(plan)
        run |= {code: () for code in missing if code not in run}
        called = {step.runs for steps in run.values() for step in steps if step.runs}
    return {
        service: InForce(
            newest[service].journey,
            tuple(replace(step, inside=inside) for step, inside in unfolded(steps, run)),
        )
        for service, steps in written.items()
    }


def _steps(plan: PlanTemplate) -> tuple[Step, ...]:
    return tuple(
        Step(
            step.key, step.title, step.unit_id, _delay(step), step.mandatory, tuple(step.after), tuple(step.fields),
            step.kind, step.by_client, tuple(step.start_when), tuple(step.skip_if), step.told,
            plan.pk, Raci.of(step.raci), step.runs, tuple(step.ends),
        )
        for step in plan.steps.all()
    )  # fmt: skip


def _delay(step: PlanStep) -> Target | Dated:
    # Nobody waits for what is done by itself: nothing need be written there.
    return due_of("now" if step.kind in BY_ITSELF and not step.ends else step.due)
