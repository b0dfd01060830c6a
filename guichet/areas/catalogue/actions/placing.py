"""Beginning a service in the office, and saying where it stands in the catalogue. Nobody outside sees a draft."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.catalogue.actions.editing import ChangedMeanwhile
from guichet.areas.catalogue.actions.offered import set_life_events, set_plan, set_tier
from guichet.areas.catalogue.actions.versions import as_found, record
from guichet.areas.catalogue.models import Service, ServiceVersion
from guichet.areas.catalogue.queries import forget, house_calendar, service_codes
from guichet.areas.catalogue.queries.plans import faults_in, newest_plan, planned_service, steps_in
from guichet.areas.catalogue.queries.versions import content_of
from guichet.areas.catalogue.rules.plans import words_of
from guichet.areas.people.queries import organisation
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")
TAKEN = "new"  # what the address of a service that is not there yet says


class CannotBegin(ValueError):
    """A service cannot begin like this: the field, and why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field, sentence)
        self.field, self.sentence = field, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a service stands in the catalogue; `owner`, `calendar` and `life_events` are codes."""

    nature: str
    tier: str
    owner: str
    calendar: str
    client_groups: tuple[str, ...] = ()
    keywords: dict[str, list[str]]
    life_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    """A service to begin; `plan_of` is the code of the one that it is delivered like, if any."""

    code: str
    name: Bilingual
    summary: Bilingual
    placing: Placing
    plan_of: str = ""


@action("catalogue.edit")
def begin(said: NewService, *, by: Actor, now: datetime) -> Service:
    """Begin a service as a draft, delivered like another one where that is said."""
    if not CODE.fullmatch(said.code):
        raise CannotBegin("code", _("Letters, figures and hyphens, 20 at most."))
    if said.code.casefold() in {code.casefold() for code in (*service_codes(), TAKEN)}:
        raise CannotBegin("code", _("A service has this code already."))
    row = Service.objects.create(
        code=said.code, name=said.name, summary=said.summary, state=Service.State.DRAFT, **_values(said.placing)
    )
    day = house_calendar().local_day(now)
    set_life_events(row, said.placing.life_events)
    set_tier(row, said.placing.tier, day)
    model = planned_service(said.plan_of) if said.plan_of else None
    if model:
        plan = newest_plan(model)
        steps, journey = steps_in(plan), plan.journey if plan else ""
        if faults := faults_in(row, steps, on=day, journey=journey):
            raise CannotBegin("plan_of", " ".join(words_of(fault) for fault in faults))
        set_plan(row, steps, journey)
    record(row, by=by, now=now, effective_on=day, is_new=True)
    forget()
    return row


@action("catalogue.edit")
def place(service: Service, placing: Placing, *, read: int, by: Actor, now: datetime) -> ServiceVersion | None:
    """Say where a service stands from now on; return the version, nothing when all was so already."""
    row = Service.objects.select_for_update(of=("self",)).select_related("owner").get(pk=service.pk)
    if row.version != read:
        raise ChangedMeanwhile
    before, day = as_found(row, now=now), house_calendar().local_day(now)
    for name, value in _values(placing).items():
        setattr(row, name, value)
    row.save(update_fields=[*_values(placing)])
    set_life_events(row, placing.life_events)
    set_tier(row, placing.tier, day)
    if content_of(row) == before.content:
        return None
    made = record(row, by=by, now=now, effective_on=day)
    forget()
    return made


def _values(placing: Placing) -> dict[str, Any]:
    return {
        "nature": placing.nature, "owner": organisation(placing.owner), "calendar": placing.calendar,
        "client_groups": list(placing.client_groups), "keywords": placing.keywords,
    }  # fmt: skip
