"""What an installation declares. Each returns what changed, in words: nothing when all was so already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guichet.areas.catalogue.models import Calendar, LifeEvent, Tag
from guichet.areas.catalogue.queries import forget
from guichet.areas.catalogue.rules import Calendar as BusinessTime
from guichet.areas.people.actions import NEW, give
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarForm:
    """Opening hours and holidays, as `rules.calendar` reads them."""

    code: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagForm:
    """A mark for requests."""

    code: str
    name: Bilingual
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEventForm:
    """A moment of life."""

    code: str
    name: Bilingual
    summary: Bilingual
    icon: str = ""
    position: int = 0


@action("catalogue.configure")
def configure_calendar(form: CalendarForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a calendar; a change is a new version, so that what was promised before stays right."""
    return _keep(form, by, now)


@action("catalogue.edit")
def revise_calendar(form: CalendarForm, *, by: Actor, now: datetime) -> list[str]:
    """Write a calendar from the office, as a new version too."""
    return _keep(form, by, now)


def _keep(form: CalendarForm, by: Actor, now: datetime) -> list[str]:
    data = BusinessTime.from_data(form.data, form.code).to_data()
    latest = Calendar.objects.filter(code=form.code).order_by("version").last()
    if latest and latest.data == data:
        return []
    version = latest.version + 1 if latest else 1
    Calendar.objects.create(
        code=form.code, version=version, data=data, since=now if latest else None, staff_id=getattr(by, "staff", None)
    )
    forget()
    return [f"version {version}"] if latest else [NEW]


@action("catalogue.configure")
def configure_life_event(form: LifeEventForm, *, by: Actor) -> list[str]:
    """Keep a life event."""
    row = LifeEvent.objects.filter(code=form.code).first()
    values = {"name": form.name, "summary": form.summary, "icon": form.icon, "position": form.position}
    forget()
    if row:
        return give(row, values)
    LifeEvent.objects.create(code=form.code, **values)
    return [NEW]


@action("catalogue.configure")
def configure_tag(form: TagForm, *, by: Actor) -> list[str]:
    """Keep a tag."""
    row = Tag.objects.filter(code=form.code).first()
    values = {"name": form.name, "retired": form.retired}
    forget()
    if row:
        return give(row, values)
    Tag.objects.create(code=form.code, **values)
    return [NEW]
