"""How needs, services, plans, what is asked and what was agreed hang together; what changing one touches (PRC-04)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.queries.plans import links_between_plans
from guichet.areas.catalogue.queries.standards import StandardVersion, standards_at
from guichet.areas.forms.models import Draft, Element
from guichet.areas.forms.queries.defined import Use, uses
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.queries.gauges import open_by_service, open_tasks_at
from guichet.ground.bilingual import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """A service, and all that it hangs on: its plan and who works in it, what it asks, what was agreed for it."""

    service: Service
    plan: int  # the version that new requests get; 0: none
    units: tuple[str, ...]
    runs: tuple[str, ...]  # the services whose plan it runs
    asked: tuple[Element, ...]
    agreements: tuple[StandardVersion, ...]
    open: int  # requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A service that asks for an entry: by which forms, and what is open there."""

    service: Service
    uses: tuple[Use, ...]
    agreements: tuple[StandardVersion, ...]
    open: int  # requests
    tasks: int  # open, at the steps that are shown the answer
    filling: int  # forms begun and not handed in

    @property
    def steps(self) -> list[Bilingual]:
        """Return the steps that are shown the answer."""
        return list({key: step for use in self.uses for key, step in zip(use.keys, use.steps, strict=True)}.values())


@dataclass(frozen=True, slots=True)
class Impact:
    """What is touched when nothing new may ask for an entry: services that do, and those whose plan runs theirs."""

    direct: tuple[Touch, ...]
    around: tuple[Service, ...]


def strands(viewer: Viewer, *, at: datetime, asking: str = "") -> list[Strand]:
    """Return every service in use with what it hangs on, by need; `asking` keeps those that ask for one entry."""
    viewer.require("forms.build")
    asked = _asked()
    rows = Service.objects.exclude(state=Service.State.RETIRED).select_related("owner").order_by("scope", "code")
    services = [one for one in rows if not asking or asking in {entry.code for entry in asked[one.pk]}]
    plans, units, links = _plans(services), _units(services), links_between_plans()
    counted, agreed = open_by_service([one.pk for one in services]), _agreed(at)
    return [
        Strand(
            service=one, plan=plans.get(one.pk, 0), units=units[one.pk], runs=tuple(sorted(links.get(one.code, ()))),
            asked=asked[one.pk], agreements=agreed[one.code], open=counted.get(one.pk, 0),
        )
        for one in services
    ]  # fmt: skip


def impact_of(element: Element, *, at: datetime) -> Impact:
    """Return what is touched when nothing new may ask for an entry."""
    found: dict[int, list[Use]] = defaultdict(list)
    for use in uses().get(element.code, []):
        found[use.service.pk].append(use)
    counted, tasks, filling, agreed = open_by_service(found), open_tasks_at(found), _filling(found), _agreed(at)
    direct = [
        Touch(
            service=used[0].service, uses=tuple(used), agreements=agreed[used[0].service.code],
            open=counted.get(pk, 0), filling=filling.get(pk, 0),
            tasks=sum(tasks.get((pk, key), 0) for key in {key for use in used for key in use.keys}),
        )
        for pk, used in found.items()
    ]  # fmt: skip
    return Impact(tuple(direct), _around({one.service.code for one in direct}))


def _around(codes: Collection[str]) -> tuple[Service, ...]:
    """Return the other services whose plan runs that of one of these, near or far."""
    links, reached = links_between_plans(), set(codes)
    while more := {code for code, called in links.items() if called & reached} - reached:
        reached |= more
    rows = Service.objects.filter(code__in=reached - set(codes)).exclude(state=Service.State.RETIRED)
    return tuple(rows.order_by("code"))


def _filling(services: Iterable[int]) -> dict[int, int]:
    rows = Draft.rows.filter(version__form__service__in=services, done_at=None, erased_at=None).order_by()
    return dict(rows.values_list("version__form__service").annotate(n=Count("pk")))


def _asked() -> dict[int, tuple[Element, ...]]:
    """Return what the form of each service asks for, in force or about to be."""
    rows = {one.code: one for one in Element.objects.all()}
    found: dict[int, list[Element]] = defaultdict(list)
    for code, used in uses().items():
        for pk in {use.service.pk for use in used} if code in rows else ():
            found[pk].append(rows[code])
    made = {pk: tuple(sorted(entries, key=lambda one: one.code)) for pk, entries in found.items()}
    return defaultdict(tuple, made)


def _plans(services: Iterable[Service]) -> dict[int, int]:
    rows = PlanTemplate.objects.filter(service__in=[one.pk for one in services]).order_by("version")
    return dict(rows.values_list("service", "version"))


def _units(services: Collection[Service]) -> dict[int, tuple[str, ...]]:
    """Return the units that work in the newest plan of each service, in the order of its steps."""
    rows = PlanStep.objects.filter(plan__service__in=[one.pk for one in services]).order_by("plan__version", "position")
    found: dict[int, tuple[int, dict[str, None]]] = {}
    for service, version, unit in rows.values_list("plan__service", "plan__version", "unit__code"):
        if service not in found or found[service][0] != version:
            found[service] = version, {}
        found[service][1][unit] = None
    return defaultdict(tuple, {service: tuple(units) for service, (_version, units) in found.items()})


def _agreed(at: datetime) -> dict[str, tuple[StandardVersion, ...]]:
    """Return the standards and agreements in force that name each service."""
    found: dict[str, list[StandardVersion]] = defaultdict(list)
    for one in standards_at(at):
        found[one.terms.service].append(one)
    return defaultdict(tuple, {code: tuple(held) for code, held in found.items()})
