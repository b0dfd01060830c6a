"""Reading the catalogue. Services are kept in the process as long as nothing in the catalogue changes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from guichet.areas.catalogue.models import Calendar, LifeEvent, Service, ServiceStandard, ServiceTier, Tag
from guichet.areas.catalogue.queries.kept import KEPT, keep, state
from guichet.areas.catalogue.queries.steps import InForce, Step, plans_now
from guichet.areas.catalogue.rules import Calendar as BusinessTime
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.sheet import ServiceSheet
from guichet.ground import recent
from guichet.ground.bilingual import Bilingual

SHELF = f"{KEPT}shelf"
DAYS_KEPT = 8
DEFAULT_FIRST_RESPONSE = "4 h"
DEFAULT_COMPLETION = "5 bd"
SEARCHED = "service"  # the kind of document that a service is for whoever searches
Versions = dict[str, list[tuple[datetime | None, BusinessTime]]]
OFFICE = "default"
OFFICE_HOURS = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True, slots=True)
class Former:
    """What was promised from a moment on; none: from the start."""

    since: datetime | None
    first: Target
    completion: Target | None


@dataclass(frozen=True)
class Offer:
    """A service as it stands on a day: what a ticket snapshots."""

    pk: int | None
    code: str
    name: Bilingual
    summary: Bilingual
    tier: str
    nature: str
    scope: str
    confidential: bool
    owner: int | None
    version: int
    calendar: BusinessTime
    first_response: Target
    completion: Target | None
    keywords: dict[str, list[str]]
    client_groups: tuple[str, ...]
    life_events: tuple[str, ...]
    plan: tuple[Step, ...]
    competences: tuple[str, ...] = ()  # its own code and its unit's: who holds either knows it
    certified: bool = False
    state: str = Service.State.PUBLISHED
    told_data: dict[str, Any] = field(default_factory=dict)
    responsible: int | None = None
    review_on: date | None = None
    journey: str = ""  # arrival, departure: what its plan is counted from
    before: tuple[Former, ...] = ()  # what was promised earlier, the oldest first

    def promised_at(self, moment: datetime) -> tuple[Target, Target | None]:
        """Return the first answer and the completion that were promised at a moment of the day of this offer."""
        known = [one for one in self.before if one.since is None or one.since <= moment]
        return (known[-1].first, known[-1].completion) if known else (self.first_response, self.completion)

    @cached_property
    def told(self) -> ServiceSheet:
        """Return what its sheet says."""
        return ServiceSheet.from_data(self.told_data)

    @cached_property
    def is_sorted(self) -> bool:
        """Tell whether this is a real service, not the promise made before one is known."""
        return self.pk is not None


def calendars() -> dict[str, BusinessTime]:
    """Return the newest version of every calendar, by code."""
    return keep("calendars", lambda: _newest(_versions()))


def _newest(known: Versions) -> dict[str, BusinessTime]:
    return {code: versions[-1][1] for code, versions in known.items()}


def _versions() -> Versions:
    """Return every version of every calendar, the oldest first, and since when it counts."""
    return keep("calendars, every version", _read_calendars)


def _read_calendars() -> Versions:
    found: Versions = {}
    for row in Calendar.objects.order_by("code", "version"):
        found.setdefault(row.code, []).append((row.since, BusinessTime.from_data(row.data, row.code, row.version)))
    return found


def house_calendar() -> BusinessTime:
    """Return the calendar of the window itself: the one called `default`, or the first one.

    An installation that has described none yet goes by office hours, so that it can already answer.
    """
    known = calendars()
    if not known:
        return BusinessTime.from_data({"tz": settings.TIME_ZONE, "hours": OFFICE_HOURS}, OFFICE)
    return known.get(OFFICE) or known[min(known)]


def calendar(reference: str) -> BusinessTime:
    """Return the version of a calendar that a promise names, or the newest by the code alone.

    What was promised before any was described goes by the house's.
    """
    code, _, version = reference.partition("@")
    known = _versions().get(code, []) if version else []
    named = next((one for _, one in known if str(one.version) == version), None)
    return named or calendars().get(code) or house_calendar()


def calendar_at(code: str, moment: datetime) -> BusinessTime:
    """Return a calendar as it stood at a moment."""
    known = [one for since, one in _versions().get(code, []) if since is None or since <= moment]
    return known[-1] if known else calendar(code)


def offers(on: date) -> dict[int, Offer]:
    """Return every published service as it stands on a day, by id."""
    return _shelf().on(on)[1]


def offers_of(pks: Collection[int], *, on: date) -> dict[int, Offer]:
    """Return the published services among some: as the process keeps them, else these alone (of thousands, maybe)."""
    if recent.stands(SHELF, state()):
        known = offers(on)
        return {pk: known[pk] for pk in pks if pk in known}
    return _Shelf(_sheets(pks), calendars()).on(on)[1]


def every_offer(on: date) -> dict[int, Offer]:
    """Return every service as it stands on a day, by id: those that are not published yet, or no more, too."""
    return _shelf().on(on)[0]


def _shelf() -> "_Shelf":
    def make() -> _Shelf:
        recent.forget(f"{KEPT}calendars")  # those of a moment ago would stay on the shelf for good
        return _Shelf(_sheets(), calendars())

    return recent.standing(SHELF, state(), make)


@dataclass(frozen=True)
class _Sheet:
    """Everything the tables hold of a service, whatever the day."""

    row: Service
    tiers: list[ServiceTier]
    standards: list[ServiceStandard]
    plan: InForce
    made: dict[tuple[str, int | None], Offer] = field(default_factory=dict)  # most days are like the day before

    def on(self, day: date, hours: dict[str, BusinessTime]) -> Offer:
        """Return the service as it stands on a day."""
        tier = next((one.tier for one in reversed(self.tiers) if one.valid_from <= day), "")
        standards = [one for one in self.standards if one.valid_from <= day]
        key = (tier, standards[-1].pk if standards else None)
        if key not in self.made:
            self.made[key] = _offer(self, tier, standards, hours[self.row.calendar])
        return self.made[key]


@dataclass(frozen=True)
class _Shelf:
    """Services as the tables held them at a moment, and as they stand on the days that were asked for last."""

    sheets: dict[int, _Sheet]
    hours: dict[str, BusinessTime]
    days: dict[date, tuple[dict[int, Offer], dict[int, Offer]]] = field(default_factory=dict)

    def on(self, day: date) -> tuple[dict[int, Offer], dict[int, Offer]]:
        """Return every service as it stands on a day, by id, and those of them that are published."""
        found = self.days.get(day)
        if found is None:
            every = {pk: sheet.on(day, self.hours) for pk, sheet in self.sheets.items()}
            found = every, {pk: one for pk, one in every.items() if one.state == Service.State.PUBLISHED}
            for oldest in list(self.days)[: 1 - DAYS_KEPT]:
                self.days.pop(oldest, None)
            self.days[day] = found
        return found


def _sheets(pks: Collection[int] | None = None) -> dict[int, _Sheet]:
    plans = plans_now(pks)
    rows = Service.objects.order_by("code").select_related("owner")
    rows = rows if pks is None else rows.filter(pk__in=pks)
    rows = rows.prefetch_related(
        "life_events",
        Prefetch("tiers", ServiceTier.objects.order_by("valid_from")),
        Prefetch("standards", ServiceStandard.objects.order_by("valid_from", "pk")),
    )
    return {
        row.pk: _Sheet(row, list(row.tiers.all()), list(row.standards.all()), plans.get(row.pk, InForce()))
        for row in rows
    }


def _former(standard: ServiceStandard) -> Former:
    completion = Target.parse(standard.completion) if standard.completion else None
    return Former(standard.since, Target.parse(standard.first_response), completion)


def _offer(sheet: _Sheet, tier: str, standards: list[ServiceStandard], hours: BusinessTime) -> Offer:
    row, plan = sheet.row, sheet.plan
    before = tuple(map(_former, standards))
    usual = Former(None, Target.parse(DEFAULT_FIRST_RESPONSE), Target.parse(DEFAULT_COMPLETION))
    promised = before[-1] if before else usual
    return Offer(
        pk=row.pk, code=row.code, name=row.name, summary=row.summary, tier=tier, nature=row.nature, scope=row.scope,
        confidential=row.confidential, owner=row.owner_id, version=row.version, calendar=hours,
        first_response=promised.first, completion=promised.completion,
        keywords=row.keywords, client_groups=tuple(row.client_groups),
        life_events=tuple(event.code for event in row.life_events.all()), plan=plan.steps, journey=plan.journey,
        competences=(row.code, row.owner.code), certified=row.certified, state=row.state, told_data=row.sheet,
        responsible=row.responsible_id, review_on=row.review_on, before=before,
    )  # fmt: skip


def offer(service: int | None, *, on: date) -> Offer:
    """Return a service as it stands on a day; None gives what is promised before the service is known."""
    if service is not None:
        shelf = _shelf()
        return shelf.sheets[service].on(on, shelf.hours)  # a request keeps its service, whatever became of that since
    return Offer(
        pk=None, code="", name=Bilingual("Demande à trier", "Request to sort"), summary=Bilingual(), tier="",
        nature="", scope="all", confidential=False, owner=None, version=0, calendar=house_calendar(),
        first_response=Target.parse(DEFAULT_FIRST_RESPONSE), completion=Target.parse(DEFAULT_COMPLETION),
        keywords={}, client_groups=(), life_events=(), plan=(),
    )  # fmt: skip


def offer_by_code(code: str, *, on: date) -> Offer | None:
    """Return a published service by its code, or None."""
    return next((one for one in offers(on).values() if one.code == code), None)


def standards_of(code: str, *, until: date) -> list[ServiceStandard]:
    """Return what was promised for a service, the newest first; what is not in force yet is not told."""
    found = ServiceStandard.objects.filter(service__code=code, valid_from__lte=until)
    return list(found.order_by("-valid_from", "-pk"))


def life_events() -> list[LifeEvent]:
    """Return the life events in their order."""
    return keep("life events", lambda: list(LifeEvent.objects.order_by("position", "pk")))


def tags() -> dict[str, Tag]:
    """Return the tags by code, in the order of their codes; what is retired too."""
    return keep("tags", lambda: {one.code: one for one in Tag.objects.order_by("code")})


def service_codes() -> set[str]:
    """Return the codes of every service, published or not."""
    return set(Service.objects.values_list("code", flat=True))
