"""Writing the sheet of a service, moving it from draft to retired, and reading it again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guichet.areas.catalogue.actions.addresses import lead_on
from guichet.areas.catalogue.actions.offered import set_standard
from guichet.areas.catalogue.actions.versions import as_found, record
from guichet.areas.catalogue.models import Service, ServiceVersion, SheetReading
from guichet.areas.catalogue.queries import forget, house_calendar
from guichet.areas.catalogue.queries.versions import content_of, due_versions, lacks_of
from guichet.areas.catalogue.rules.gate import Lack
from guichet.areas.catalogue.rules.sheet import ServiceSheet, pair_of
from guichet.areas.people.access import Viewer
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual

# From each state, where a service may go.
MOVES = {
    "draft": ("review",), "review": ("published", "draft"), "published": ("retired",), "retired": ("draft",),
}  # fmt: skip
WRITTEN = ("name", "summary", "first_response", "completion", "responsible", "review_on")


class CannotPublish(Exception):
    """Something is missing: `lacks` names each field."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(", ".join(one.field for one in lacks))
        self.lacks = lacks


class ChangedMeanwhile(Exception):
    """Somebody else changed the service since it was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is written of a service on its page; `responsible` is somebody of the staff."""

    name: Bilingual
    summary: Bilingual
    sheet: ServiceSheet
    first_response: str
    completion: str
    responsible: int | None
    review_on: date | None

    def to_data(self) -> dict[str, Any]:
        """Return it as the content of a version holds it."""
        return {
            "name": {"fr": self.name.fr, "en": self.name.en},
            "summary": {"fr": self.summary.fr, "en": self.summary.en}, "sheet": self.sheet.to_data(),
            "first_response": self.first_response, "completion": self.completion, "responsible": self.responsible,
            "review_on": self.review_on.isoformat() if self.review_on else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """From which day a change holds (none: now), from which version it was written, and who must read it again."""

    version: int
    effective_on: date | None = None
    reread: bool = False


@action("catalogue.edit")
def revise(service: Service, *, by: Viewer, now: datetime, wanted: Wanted, timing: Timing) -> ServiceVersion | None:
    """Write a service, now or from a day on; return the version, nothing when all was so already."""
    row = _locked(service)
    if row.version != timing.version:
        raise ChangedMeanwhile
    before = as_found(row, now=now)
    content = before.content | wanted.to_data()
    if content == before.content:
        return None
    if row.is_published and (missing := lacks_of(row, content)):
        raise CannotPublish(missing)
    today = house_calendar().local_day(now)
    if timing.effective_on and timing.effective_on > today:
        return ServiceVersion.objects.create(
            service=row, staff_id=by.staff, at=now, effective_on=timing.effective_on, reread=timing.reread,
            content=content | {"base": before.number},
        )  # fmt: skip
    _write(row, content, today, now)
    made = record(row, by=by, now=now, effective_on=today, reread=timing.reread)
    forget()
    return made


def _locked(service: Service) -> Service:
    return Service.objects.select_for_update(of=("self",)).select_related("owner").get(pk=service.pk)


def _write(row: Service, content: dict[str, Any], day: date, now: datetime) -> None:
    row.name, row.summary = pair_of(content["name"]), pair_of(content["summary"])
    row.sheet, row.responsible_id = content["sheet"], content["responsible"]
    row.review_on = date.fromisoformat(content["review_on"]) if content["review_on"] else None
    row.save(update_fields=["name", "summary", "sheet", "responsible", "review_on"])
    if content["first_response"]:
        set_standard(row, content["first_response"], content["completion"], day, now)


@action("catalogue.edit")
def move(service: Service, *, by: Viewer, now: datetime, to: str, instead: str = "") -> Service:
    """Move a service to another state; what is not whole in both languages is not published.

    `instead` is the code of the service to which the address of a retired one leads from now on.
    """
    row = _locked(service)
    if to not in MOVES[row.state]:
        raise ChangedMeanwhile
    as_found(row, now=now)
    if to == Service.State.PUBLISHED and (missing := lacks_of(row)):
        raise CannotPublish(missing)
    if to == Service.State.RETIRED and instead:
        lead_on("service", [row.code], instead)
    row.state = to
    row.save(update_fields=["state"])
    record(row, by=by, now=now, effective_on=house_calendar().local_day(now))
    forget()
    return row


@action("catalogue.edit")
def drop_change(service: Service, *, by: Viewer, pk: int) -> bool:
    """Give up a change whose day has not come; tell whether there was one."""
    return bool(ServiceVersion.objects.filter(service=service, number=None, pk=pk).delete()[0])


@action("catalogue.take_effect")
def take_effect(*, by: Actor, now: datetime) -> int:
    """Make every change whose day has come; what others changed meanwhile, and it did not, stays."""
    today = house_calendar().local_day(now)
    made = 0
    for coming in due_versions(today):
        row = _locked(coming.service)
        if not ServiceVersion.objects.filter(pk=coming.pk, number=None).exists():
            continue  # another clock was faster
        base = ServiceVersion.objects.filter(service=row, number=coming.content.get("base")).first()
        as_found(row, now=now)
        _write(row, _merged(content_of(row), coming.content, base.content if base else {}), today, now)
        again, staff = coming.reread, coming.staff
        coming.delete()
        version = record(row, by=by, now=now, effective_on=coming.effective_on, reread=again)
        version.staff = staff
        version.save(update_fields=["staff"])
        made += 1
    if made:
        forget()
    return made


def _merged(present: dict[str, Any], wanted: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """Return the present content with what the change really changed: part by part of the sheet."""
    found = present | {name: wanted[name] for name in WRITTEN if wanted[name] != base.get(name)}
    was = base.get("sheet", {})
    found["sheet"] = present["sheet"] | {
        name: value for name, value in wanted["sheet"].items() if value != was.get(name)
    }
    return found


@action("catalogue.acknowledge")
def acknowledge(service: Service, *, by: Viewer, now: datetime) -> SheetReading:
    """Say that one has read a sheet as it stands."""
    assert by.staff is not None
    reading, _ = SheetReading.objects.get_or_create(
        service=service, staff_id=by.staff, version=service.version, defaults={"at": now}
    )
    return reading
