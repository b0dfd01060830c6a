"""Writing a rule, putting it on trial, to work or to rest, and the one switch that stops them all."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.automation.facts import Halted, Kept, Put
from guichet.areas.automation.models import Halt, Rule
from guichet.areas.automation.queries.due import LIVE
from guichet.areas.automation.rules.spec import Acts, Condition, Fault, NewRule, faults_of
from guichet.areas.catalogue.queries import offer_by_code, service_codes, tags
from guichet.areas.macros.queries import names_of_macros
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import units
from guichet.ground.actions import action
from guichet.ground.journal.api import record


class CannotKeep(ValueError):
    """Something is wrong with a rule: each fault names its field."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        return _("This rule cannot be kept as it is.")


class ChangedMeanwhile(ValueError):
    """Somebody else kept the same rule meanwhile."""

    def __str__(self) -> str:
        return _("Somebody changed this rule meanwhile. Nothing of yours was saved: read theirs, then keep again.")


@action("automation.keep")
def keep(wanted: NewRule, *, by: Viewer, now: datetime) -> Rule:
    """Keep a new rule; it rests until it is put on trial or to work."""
    check(wanted, now)
    made = Rule.objects.create(changed_at=now, **values_of(wanted))
    record(Kept(rule=made.pk, revision=made.version), stream=made.stream, by=by, at=now)
    return made


@action("automation.keep")
def revise(rule: Rule, *, by: Viewer, now: datetime, wanted: NewRule, version: int) -> Rule:
    """Keep a rule as it is written now; it looks at nothing earlier."""
    held = _held(rule, version)
    check(wanted, now)
    begin_again(held, now)
    values = values_of(wanted) | {"version": held.version + 1, "changed_at": now}
    for name, value in values.items():
        setattr(held, name, value)
    held.save()
    record(Kept(rule=held.pk, revision=held.version), stream=held.stream, by=by, at=now)
    return held


@action("automation.keep")
def put(rule: Rule, *, by: Viewer, now: datetime, mode: str, version: int) -> Rule:
    """Put a rule on trial, to work, to rest or out of use; what happened before is not looked at."""
    held = _held(rule, version)
    if mode in LIVE:
        begin_again(held, now)
    held.mode, held.version, held.changed_at = mode, held.version + 1, now
    held.errors, held.off_why = 0, ""
    held.save()
    record(Put(rule=held.pk, mode=mode, why=""), stream=held.stream, by=by, at=now)
    return held


def begin_again(rule: Rule, now: datetime) -> None:
    """Let a rule look at nothing earlier than now."""
    rule.since, rule.swept_at, rule.swept_ticket = now, now, 0


def _held(rule: Rule, version: int) -> Rule:
    held = Rule.objects.select_for_update().get(pk=rule.pk)
    if held.version != version:
        raise ChangedMeanwhile
    return held


@action("automation.halt")
def halt(*, by: Viewer, now: datetime) -> None:
    """Stop every rule at once."""
    if not Halt.objects.exists():
        Halt.objects.create(at=now, staff_id=by.staff)
        record(Halted(on=True), stream="rules", by=by, at=now)


@action("automation.halt")
def resume(*, by: Viewer, now: datetime) -> None:
    """Let rules work again; what happened meanwhile is not caught up on."""
    for row in Halt.objects.select_for_update():
        row.delete()
        for rule in Rule.objects.select_for_update().filter(mode__in=LIVE):
            begin_again(rule, now)
            rule.save(update_fields=["since", "swept_at", "swept_ticket"])
        record(Halted(on=False), stream="rules", by=by, at=now)


def values_of(wanted: NewRule) -> dict[str, Any]:
    """Return what a row holds of a rule."""
    return {
        "name": wanted.name, "trigger_on": wanted.trigger.on, "trigger_days": wanted.trigger.days,
        "trigger_term": wanted.trigger.term, "acts": wanted.acts.data(), "keeper_id": wanted.keeper,
        "conditions": [
            {"fact": one.fact, "values": list(one.values), "negated": one.negated} for one in wanted.conditions
        ],
        "review_on": wanted.review_on, "most": wanted.most,
    }  # fmt: skip


def check(wanted: NewRule, now: datetime) -> None:
    """Refuse a rule that says too little, or names what is not there."""
    faults = faults_of(wanted) + _lost(wanted.acts, now)
    for place, one in enumerate(wanted.conditions):
        known = service_codes() if one.fact == "service" else set(tags()) if one.fact == "tag" else None
        faults += [Fault(f"value_{place}", "unknown")] if _is_lost(one, known) else []
    if faults:
        raise CannotKeep(faults)


def _is_lost(one: Condition, known: set[str] | None) -> bool:
    return known is not None and not set(one.values) <= known


def _lost(acts: Acts, now: datetime) -> list[Fault]:
    found = []
    tag = tags().get(acts.tag)
    if acts.tag and (tag is None or tag.retired):
        found.append(Fault("tag", "unknown"))
    if acts.work and not units().filter(code=acts.work.unit).exists():
        found.append(Fault("unit", "unknown"))
    if acts.template and acts.template not in names_of_macros({acts.template}):
        found.append(Fault("template", "unknown"))
    if acts.prepare:
        offer = offer_by_code(acts.prepare.service, on=localtime(now).date())
        if offer is None or offer.confidential:
            found.append(Fault("service", "walled" if offer else "unknown"))
    return found
