"""Services as an installation declares them. Each verb returns what changed, in words: nothing when all was so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guichet.areas.catalogue.actions.addresses import lead_on
from guichet.areas.catalogue.actions.versions import record
from guichet.areas.catalogue.models import LifeEvent, PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.queries import forget
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.plans import PlannedStep
from guichet.areas.catalogue.rules.sheet import ServiceSheet
from guichet.areas.people.actions import NEW, give
from guichet.areas.people.queries import organisation, staff_by_email
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual

# What is first said of a service holds for every day before too: a request may be logged late.
FIRST_DAY = date(2000, 1, 1)


StepForm = PlannedStep


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceForm:
    """Everything that is said of a service; `owner`, `calendar` and `life_events` are codes."""

    code: str
    name: Bilingual
    summary: Bilingual
    tier: str
    nature: str
    owner: str
    calendar: str
    first_response: str
    completion: str = ""
    scope: str = "all"
    confidential: bool = False
    certified: bool = False
    client_groups: tuple[str, ...] = ()
    keywords: dict[str, list[str]]
    life_events: tuple[str, ...] = ()
    plan: tuple[StepForm, ...] = ()
    journey: str = ""  # arrival, departure: what the days of the plan are counted from
    # What is not said of these stays as it is.
    state: str = ""
    sheet: ServiceSheet | None = None
    responsible: str = ""  # the address of somebody of the staff
    review_on: date | None = None
    formerly: tuple[str, ...] = ()  # codes under which people may still look for it


@action("catalogue.configure")
def configure_service(form: ServiceForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a service; its tier and its standard are dated, its plan is versioned, and tickets keep what they had."""
    row = Service.objects.filter(code=form.code).select_related("owner").first()
    values = _values(form)
    changes = give(row, values) if row else [NEW]
    row = row or Service.objects.create(code=form.code, **values)
    day = now.date()
    parts = [
        _told(row, form), set_life_events(row, form.life_events), set_tier(row, form.tier, day),
        set_standard(row, form.first_response, form.completion, day, now), set_plan(row, form.plan, form.journey),
        lead_on("service", form.formerly, form.code),
    ]  # fmt: skip
    changes += [change for part in parts for change in part if changes != [NEW]]
    if changes:
        record(row, by=by, now=now, effective_on=day, is_new=changes == [NEW])
    forget()
    return changes


def _told(row: Service, form: ServiceForm) -> list[str]:
    if form.sheet is None:
        return []
    wanted = form.sheet.to_data()
    was = row.told.to_data()
    if was == wanted:
        return []
    row.sheet = wanted
    row.save(update_fields=["sheet"])
    return [f"sheet: {_listed(name for name in wanted if wanted[name] != was[name])}"]


def _values(form: ServiceForm) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": form.name, "summary": form.summary, "nature": form.nature, "owner": organisation(form.owner),
        "calendar": form.calendar, "scope": form.scope, "confidential": form.confidential, "certified": form.certified,
        "client_groups": list(form.client_groups), "keywords": form.keywords,
    }  # fmt: skip
    if form.state:
        values["state"] = form.state
    if form.responsible:
        values["responsible"] = staff_by_email(form.responsible)
    if form.review_on:
        values["review_on"] = form.review_on
    return values


def set_life_events(row: Service, codes: Collection[str]) -> list[str]:
    """Keep the moments of life in which a service is needed."""
    has = set(row.life_events.values_list("code", flat=True))
    if has == set(codes):
        return []
    row.life_events.set(LifeEvent.objects.filter(code__in=codes))
    return [f"life events: {_listed(has)} → {_listed(codes)}"]


def _listed(codes: Any) -> str:
    return ", ".join(sorted(codes)) or "—"


def set_tier(row: Service, tier: str, day: date) -> list[str]:
    """Keep the role that the window plays from a day on."""
    latest = row.tiers.order_by("valid_from").last()
    if latest and latest.tier == tier:
        return []
    row.tiers.update_or_create(valid_from=day if latest else FIRST_DAY, defaults={"tier": tier})
    return [f"tier: {latest.tier if latest else '—'} → {tier} from {day}"]


def set_standard(row: Service, first: str, completion: str, day: date, now: datetime) -> list[str]:
    """Keep what is promised from a day on; what came in earlier that day keeps what was promised then."""
    first, completion = str(Target.parse(first)), str(Target.parse(completion)) if completion else ""
    latest = row.standards.order_by("valid_from", "pk").last()
    if latest and (latest.first_response, latest.completion) == (first, completion):
        return []
    made = row.standards.create(
        first_response=first, completion=completion, valid_from=day if latest else FIRST_DAY,
        since=now if latest else None,
    )  # fmt: skip
    return [f"standard: {latest or '—'} → {made} from {day}"]


def set_plan(row: Service, steps: tuple[StepForm, ...], journey: str = "") -> list[str]:
    """Keep the steps by which a service is delivered."""
    latest = row.plans.order_by("version").last()
    if _steps_of(latest) == steps and journey == (latest.journey if latest else ""):
        return []
    version = latest.version + 1 if latest else 1
    plan = PlanTemplate.objects.create(service=row, version=version, journey=journey)
    PlanStep.objects.bulk_create(
        PlanStep.of(step, plan, position, organisation(step.unit)) for position, step in enumerate(steps)
    )
    return [f"plan: version {version}, steps {_listed(step.key for step in steps)}"]


def _steps_of(plan: PlanTemplate | None) -> tuple[StepForm, ...]:
    return tuple(step.planned for step in plan.steps.select_related("unit").order_by("position")) if plan else ()


@action("catalogue.configure")
def reword_service(service: Service, *, name: Bilingual, summary: Bilingual, by: Actor, now: datetime) -> list[str]:
    """Give a service another name and summary, and leave everything else that is said of it."""
    changes = give(service, {"name": name, "summary": summary})
    if changes:
        record(service, by=by, now=now, effective_on=now.date())
        forget()
    return changes
