"""Writing a template, publishing it once both languages are there, and retiring it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import offer_by_code
from guichet.areas.macros.models import Macro
from guichet.areas.macros.rules.steps import Fault, NewMacro, faults_of
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import NEW, give
from guichet.areas.people.queries import organisation, staff_by_email
from guichet.ground.access import Actor
from guichet.ground.actions import action


class CannotKeep(ValueError):
    """Something is wrong with a template: each fault names its field."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        return _("This template cannot be kept as it is.")


class ChangedMeanwhile(ValueError):
    """Somebody else kept the same template meanwhile."""

    def __str__(self) -> str:
        return _("Somebody changed this template meanwhile. Nothing of yours was saved: read theirs, then keep again.")


@action("macros.keep")
def keep(wanted: NewMacro, *, by: Viewer, now: datetime) -> Macro:
    """Keep a new template, for oneself, one's unit or everybody."""
    _check(wanted, now)
    owner = by.staff if wanted.scope == "mine" else None
    unit = by.unit if wanted.scope == "unit" else None
    return Macro.rows.create(owner_id=owner, unit_id=unit, **_values(wanted, now))


@action("macros.keep")
def revise(macro: Macro, *, by: Viewer, now: datetime, wanted: NewMacro, version: int) -> Macro:
    """Keep a template as it is written now; whom it is for stays."""
    held = Macro.rows.select_for_update().get(pk=macro.pk)
    if held.version != version:
        raise ChangedMeanwhile
    _check(wanted, now)
    values = _values(wanted, now) | {"version": held.version + 1}
    if held.state == Macro.State.RETIRED:
        del values["state"]
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=list(values))
    return held


def _check(wanted: NewMacro, now: datetime) -> None:
    faults = faults_of(wanted)
    known = offer_by_code(wanted.steps.service, on=localtime(now).date()) if wanted.steps.service else None
    if known and known.confidential:
        faults.append(Fault("service", "walled"))
    if faults:
        raise CannotKeep(faults)


def _values(wanted: NewMacro, now: datetime) -> dict[str, Any]:
    return {
        "name": wanted.name, "words": wanted.words, "steps": wanted.steps.data(),
        "conditions": {name: list(values) for name, values in wanted.conditions if values},
        "state": Macro.State.PUBLISHED if wanted.publish else Macro.State.DRAFT, "keeper_id": wanted.keeper,
        "review_on": wanted.review_on, "changed_at": now,
    }  # fmt: skip


@action("macros.keep")
def retire(macro: Macro, *, by: Viewer, now: datetime) -> Macro:
    """Take a template out of use; it stays readable, and comes back when it is asked for."""
    return _put(macro, Macro.State.RETIRED, now)


@action("macros.keep")
def bring_back(macro: Macro, *, by: Viewer, now: datetime) -> Macro:
    """Take a retired template up again, as a draft: it is published when somebody has read it."""
    return _put(macro, Macro.State.DRAFT, now)


def _put(macro: Macro, state: str, now: datetime) -> Macro:
    held = Macro.rows.select_for_update().get(pk=macro.pk)
    held.state, held.changed_at, held.version = state, now, held.version + 1
    held.save(update_fields=["state", "changed_at", "version"])
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroForm:
    """A template as a scenario declares it; `unit` is a code, nothing when it is for everybody."""

    code: str
    unit: str
    wanted: NewMacro
    keeper: str = ""  # an address


@action("macros.configure")
def configure_macro(form: MacroForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a declared template, published; return what changed."""
    _check(form.wanted, now)
    values = _values(form.wanted, now)
    del values["changed_at"]
    keeper = staff_by_email(form.keeper) if form.keeper else None
    unit = organisation(form.unit) if form.unit else None
    values |= {"unit_id": unit.pk if unit else None, "keeper_id": keeper.pk if keeper else None}
    row = Macro.rows.filter(code=form.code).first()
    if row:
        return give(row, values)
    Macro.rows.create(code=form.code, changed_at=now, **values)
    return [NEW]
