"""What a service was, version after version, and what is to come."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from guichet.areas.catalogue.models import Service, ServiceVersion, SheetReading
from guichet.areas.catalogue.rules.gate import Candidate, Lack, lacks, texts_of
from guichet.areas.catalogue.rules.sheet import ServiceSheet, pair_of
from guichet.areas.catalogue.rules.versions import Change, changes
from guichet.areas.glossary.queries import unexplained
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import everybody_here
from guichet.ground.bilingual import Bilingual

MOST = 200
STEP = ("key", "due", "mandatory", "after", "fields")


def _pair(text: Any) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def content_of(row: Service) -> dict[str, Any]:
    """Return the whole content of a service as data, with its latest tier, standard and plan."""
    tier, standard = row.tiers.order_by("valid_from").last(), row.standards.order_by("valid_from", "pk").last()
    plan = row.plans.order_by("version").last()
    steps = plan.steps.select_related("unit").order_by("position") if plan else ()
    return {
        "name": _pair(row.name), "summary": _pair(row.summary), "state": row.state, "nature": row.nature,
        "tier": tier.tier if tier else "", "owner": row.owner.code, "responsible": row.responsible_id,
        "first_response": standard.first_response if standard else "",
        "completion": standard.completion if standard else "",
        "review_on": row.review_on.isoformat() if row.review_on else None, "sheet": row.told.to_data(),
        "calendar": row.calendar, "scope": row.scope, "confidential": row.confidential, "certified": row.certified,
        "client_groups": list(row.client_groups), "keywords": row.keywords,
        "life_events": sorted(row.life_events.values_list("code", flat=True)),
        "plan": [
            {name: getattr(one, name) for name in STEP} | {"unit": one.unit.code, "title": _pair(one.title)}
            for one in steps
        ],
    }  # fmt: skip


def lacks_of(row: Service, content: dict[str, Any] | None = None) -> list[Lack]:
    """Return what keeps a service from being published, as it is or as its content would make it."""
    said = content or content_of(row)
    one = Candidate(
        name=pair_of(said["name"]), summary=pair_of(said["summary"]), owner=said["owner"],
        sheet=ServiceSheet.from_data(said["sheet"]), responsible=said["responsible"],
        first_response=said["first_response"],
    )  # fmt: skip
    acronyms = unexplained(texts_of(one.name, one.summary, one.sheet))
    return [*lacks(one), *([Lack("acronyms", "acronyms", ", ".join(acronyms))] if acronyms else ())]


def catalogue_of(viewer: Viewer) -> list[Service]:
    """Return every service for whoever keeps the catalogue, by code."""
    viewer.require("catalogue.edit")
    return list(Service.objects.select_related("owner", "responsible").order_by("code"))


def service_of(viewer: Viewer, code: str) -> Service | None:
    """Return one service, whatever its state, for whoever keeps the catalogue."""
    viewer.require("catalogue.edit")
    return Service.objects.filter(code=code).select_related("owner", "responsible").first()


def versions_of(row: Service) -> list[ServiceVersion]:
    """Return the versions of a service, what is to come first, then the newest."""
    found = ServiceVersion.objects.filter(service=row).select_related("staff")
    coming = found.filter(number=None).order_by("effective_on", "pk")
    return [*coming, *found.exclude(number=None).order_by("-number")]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions and what differs between them."""

    before: ServiceVersion | None
    after: ServiceVersion
    changes: list[Change]


def difference(row: Service, pk: int, *, since: int | None = None) -> Difference | None:
    """Return what a version changed: since the one before it, or since another one by its number."""
    after = ServiceVersion.objects.filter(service=row, pk=pk).select_related("staff").first()
    if after is None:
        return None
    numbered = ServiceVersion.objects.filter(service=row, number__isnull=False).select_related("staff")
    earlier = numbered.filter(number__lt=after.number) if after.number else numbered
    before = (numbered.filter(number=since) if since else earlier.order_by("-number")).first()
    said = {name: value for name, value in after.content.items() if name != "base"}
    return Difference(before, after, changes(before.content if before else {}, said))


def coming_versions(viewer: Viewer) -> list[ServiceVersion]:
    """Return the changes whose day has not come, in the order of their days."""
    viewer.require("catalogue.edit")
    coming = ServiceVersion.objects.filter(number=None).select_related("service", "staff")
    return list(coming.order_by("effective_on", "pk")[:MOST])


def to_look_at(viewer: Viewer, *, until: date) -> list[Service]:
    """Return the services that wait for a review, and those whose sheet is to be read again by a day."""
    viewer.require("catalogue.edit")
    again = Q(state=Service.State.PUBLISHED, review_on__lte=until)
    rows = Service.objects.filter(again | Q(state=Service.State.REVIEW)).select_related("responsible")
    return list(rows.order_by("review_on", "code")[:MOST])


def due_versions(on: date) -> list[ServiceVersion]:
    """Return the changes whose day has come and that were not made yet, the oldest first."""
    coming = ServiceVersion.objects.filter(number=None, effective_on__lte=on)
    return list(coming.select_related("service").order_by("effective_on", "pk"))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who must read a sheet again, and whether they did."""

    staff: Staff
    has_read: bool


def readers_of(row: Service) -> list[Reader]:
    """Return who knows a service by competence, those who have not read its latest change first."""
    if not row.reread_from:
        return []
    knows = {row.code, row.owner.code}
    done = set(
        SheetReading.objects.filter(service=row, version__gte=row.reread_from).values_list("staff_id", flat=True)
    )
    found = [
        Reader(one, one.pk in done) for one in everybody_here().filter(active=True) if knows & set(one.competences)
    ]
    return sorted(found, key=lambda one: (one.has_read, one.staff.family_name))


def to_read(viewer: Viewer) -> list[Service]:
    """Return the published sheets that changed and that the viewer, who knows these services, has not read since."""
    me = everybody_here().filter(pk=viewer.staff).first() if viewer.staff else None
    if me is None:
        return []
    rows = Service.objects.filter(state=Service.State.PUBLISHED, reread_from__gt=0).select_related("owner")
    latest: dict[int, int] = {}
    for service, version in SheetReading.objects.filter(staff=me).values_list("service_id", "version"):
        latest[service] = max(version, latest.get(service, 0))
    return [row for row in rows.order_by("code") if _knows(me, row) and latest.get(row.pk, 0) < row.reread_from]


def _knows(staff: Staff, row: Service) -> bool:
    return not {row.code, row.owner.code}.isdisjoint(staff.competences)


def last_reread_of(row: Service) -> ServiceVersion | None:
    """Return the change that made a sheet one to read again."""
    return ServiceVersion.objects.filter(service=row, number=row.reread_from).select_related("staff").first()


@dataclass(frozen=True, slots=True)
class Published:
    """A published service as one of its versions told it."""

    code: str
    number: int
    at: datetime
    name: Bilingual
    summary: Bilingual


def lately_published(limit: int) -> list[Published]:
    """Return the latest versions of what is published, the newest first: nothing of a draft, then or now."""
    rows = ServiceVersion.objects.filter(number__isnull=False, service__state=Service.State.PUBLISHED)
    rows = rows.filter(content__state=Service.State.PUBLISHED, service__confidential=False).select_related("service")
    return [
        Published(
            row.service.code, row.number or 0, row.at, pair_of(row.content["name"]), pair_of(row.content["summary"])
        )
        for row in rows.order_by("-at", "-pk")[:limit]
    ]
