"""The dictionary of what is asked: each entry, and where it is used."""

from collections import defaultdict
from dataclasses import dataclass, field

from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.forms.models import Element, Version
from guichet.areas.forms.queries.answered import ALL, ONE
from guichet.areas.people.access import Viewer
from guichet.ground.bilingual import Bilingual


@dataclass(slots=True)
class Use:
    """A form that asks for an entry: of which service, in which version, by which questions, shown to which steps."""

    service: Service
    number: int
    is_published: bool
    questions: list[str] = field(default_factory=list)
    steps: list[Bilingual] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # of these steps


def elements(viewer: Viewer) -> list[Element]:
    """Return every entry of the dictionary, by code."""
    viewer.require("forms.build")
    return list(Element.objects.select_related("custodian").order_by("code"))


def element(viewer: Viewer, code: str) -> Element | None:
    """Return one entry of the dictionary."""
    viewer.require("forms.build")
    return Element.objects.select_related("custodian").filter(code=code).first()


def uses() -> dict[str, list[Use]]:
    """Return where each entry is used: in forms in force and in drafts, and in the steps that are shown the answer."""
    found: dict[str, list[Use]] = defaultdict(list)
    versions = Version.objects.exclude(state=Version.State.RETIRED).select_related("form__service")
    shown = _shown({one.form.service_id for one in versions})
    for version in versions.order_by("form__service__code", "number"):
        of_version: dict[str, Use] = {}
        for section in version.sections:
            for asked in section["fields"]:
                use = of_version.setdefault(
                    asked["element"],
                    Use(version.form.service, version.number, version.state == Version.State.PUBLISHED),
                )
                use.questions.append(asked["key"])
        for code, use in of_version.items():
            asked = {ALL, *(f"{ONE}{key}" for key in use.questions)}
            reading = [step for step in shown[version.form.service_id] if asked & set(step.fields)]
            use.steps, use.keys = [step.title for step in reading], [step.key for step in reading]
            found[code].append(use)
    return found


def _shown(services: set[int]) -> dict[int, list[PlanStep]]:
    """Return the steps of the newest plan of services."""
    plans = PlanTemplate.objects.filter(service__in=services).order_by("version").prefetch_related("steps")
    newest = {plan.service_id: plan for plan in plans}
    found: dict[int, list[PlanStep]] = defaultdict(list)
    return found | {service: list(plan.steps.all()) for service, plan in newest.items()}
