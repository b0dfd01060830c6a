"""What forbids the publication of a plan: where, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guichet.areas.catalogue.rules.dated import Dated, due_of
from guichet.areas.catalogue.rules.plans.conditions import FACTS, BadCondition, Condition
from guichet.areas.catalogue.rules.plans.costs import BadAmount, cents_of, minutes_of
from guichet.areas.catalogue.rules.plans.nesting import DEEPEST, Links, above, around, longest
from guichet.areas.catalogue.rules.plans.steps import (
    BY_ITSELF,
    ENDS,
    HUMAN,
    OUTCOMES,
    Kind,
    PlannedStep,
    cycle_in,
    earlier_than,
)
from guichet.areas.catalogue.rules.targets import BadTarget

CLIENT_SERVICES = "CS"
WITH_CLIENT_SERVICES = ("lead", "participant")
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class PlanFault:
    """One fault: the key of the step (nothing for the whole plan), why, and what was said."""

    step: str
    why: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """Whom a plan may name: units by their code, people by their address."""

    units: frozenset[str]
    people: frozenset[str]


def words_of(fault: PlanFault) -> str:
    """Say a fault, in the language in use."""
    words = {
        "key": _("A step needs a key of its own: small letters, figures and hyphens, 40 at most."),
        "twice": _("Two steps have the key “%(said)s”."),
        "kind": _("“%(said)s” is not a kind of step."),
        "words": _("Its title is missing in one of the two languages."),
        "told": _("What the client reads is missing in one of the two languages."),
        "due": _("“%(said)s” is not a delay; write for instance 4 h, 2 bd or 30 d."),
        "effort": _("“%(said)s” is not an amount of work; write for instance 45 min or 2 h."),
        "price": _("“%(said)s” is not a price; write for instance 12.50."),
        "ends": _("What ends an access is an automatic step, counted from the day: “%(said)s” is no such delay."),
        "no_day": _("“%(said)s” is counted from a day: say that the plan is of an arrival or of a departure."),
        "unit": _("No unit has the code “%(said)s”."),
        "accountable": _("One only is accountable for a step: “%(said)s” is more than one."),
        "party": _("“%(said)s” is neither the code of a unit nor the address of somebody who works here."),
        "missing": _("It waits for “%(said)s”, which is not a step of this plan."),
        "cycle": _("These steps wait for one another: %(said)s."),
        "unreachable": _("It can never start: it waits for “%(said)s”, which can never end."),
        "never": _("It can never start: its conditions on “%(said)s” cannot be met together."),
        "condition": _("“%(said)s” is not a condition; write for instance channel = web, email."),
        "fact": _("Nothing is known of a ticket under the name “%(said)s”."),
        "value": _("“%(said)s” asks for a value that this fact never has."),
        "order": _("“%(said)s” asks for the result of a step that does not come before this one."),
        "no_plan": _("No service with the code “%(said)s” has a plan that could be run."),
        "inside": _("It would run inside itself: %(said)s."),
        "deep": _("Plans run three deep at most, and this is deeper: %(said)s."),
        "client_services": _("Client Services leads or takes part in this service, and has no step in its plan."),
    }
    return words[fault.why] % {"said": fault.said}


def faults_of(
    steps: Sequence[PlannedStep], *, tier: str, units: Iterable[str], people: Iterable[str] = (), journey: str = ""
) -> list[PlanFault]:
    """Return everything that forbids the publication of a plan, in the order of its steps."""
    after, known = {one.key: one.after for one in steps}, House(frozenset(units), frozenset(people))
    circle = cycle_in(after)
    stuck = _stuck(steps, circle)
    found = [fault for step in steps for fault in (*_of_itself(step, known), *_of_order(step, steps, stuck))]
    found += [fault for step in steps for fault in _of_days(step, journey)]
    counted = [one.key for one in steps]
    found += [PlanFault(key, "twice", key) for key in dict.fromkeys(counted) if counted.count(key) > 1]
    if circle:
        found.append(PlanFault(circle[0], "cycle", " → ".join([*circle, circle[0]])))
    if steps and tier in WITH_CLIENT_SERVICES and not any(_is_ours(step) for step in steps):
        found.append(PlanFault("", "client_services"))
    return found


def nesting_faults(code: str, steps: Sequence[PlannedStep], links: Links) -> list[PlanFault]:
    """Return what forbids that the plan of a service runs those that it does, beside what other plans run."""
    running = [one for one in steps if one.kind == Kind.PLAN]
    known: Links = {**links, code: [one.runs for one in running]}
    upwards = longest(code, above(known))[::-1]
    found = []
    for step in running:
        only: Links = {**links, code: [step.runs]}
        chain = [*upwards, *longest(step.runs, links)]
        if step.runs not in links and step.runs != code:
            found.append(PlanFault(step.key, "no_plan", step.runs))
        elif circle := around(code, only):
            found.append(PlanFault(step.key, "inside", " → ".join(circle)))
        elif len(chain) > DEEPEST:
            found.append(PlanFault(step.key, "deep", " → ".join(chain)))
    return found


def _is_ours(step: PlannedStep) -> bool:
    return step.unit == CLIENT_SERVICES and step.kind in HUMAN and not step.by_client


def _of_itself(step: PlannedStep, house: House) -> list[PlanFault]:
    found = []
    if not _KEY.fullmatch(step.key):
        found.append(PlanFault(step.key, "key", step.key))
    if step.kind not in set(Kind):
        found.append(PlanFault(step.key, "kind", step.kind))
    if not step.title.is_complete:
        found.append(PlanFault(step.key, "words"))
    if (step.told.fr or step.told.en) and not step.told.is_complete:
        found.append(PlanFault(step.key, "told"))
    if step.unit not in house.units:
        found.append(PlanFault(step.key, "unit", step.unit))
    if step.kind not in BY_ITSELF and not _is_delay(step.due):
        found.append(PlanFault(step.key, "due", step.due))
    return found + _of_raci(step, house) + _of_costs(step)


def _of_costs(step: PlannedStep) -> list[PlanFault]:
    found = []
    for why, text, amount in (("effort", step.effort, minutes_of), ("price", step.price, cents_of)):
        try:
            amount(text) if text else 0
        except BadAmount:
            found.append(PlanFault(step.key, why, text))
    return found


def _of_raci(step: PlannedStep, house: House) -> list[PlanFault]:
    if len(step.raci.accountable.replace(",", " ").split()) > 1:
        return [PlanFault(step.key, "accountable", step.raci.accountable)]
    return [PlanFault(step.key, "party", one) for one in step.raci.strangers(house.units | house.people)]


def _is_delay(text: str) -> bool:
    try:
        due_of(text)
    except BadTarget:
        return False
    return True


def _is_dated(text: str) -> bool:
    return _is_delay(text) and isinstance(due_of(text), Dated)


def _of_days(step: PlannedStep, journey: str) -> list[PlanFault]:
    """Find what is counted from a day of which the plan says nothing, and an access that ends on none."""
    found = []
    if step.ends and (step.kind != Kind.AUTOMATIC or not _is_dated(step.due) or set(step.ends) - set(ENDS)):
        found.append(PlanFault(step.key, "ends", step.due))
    if not journey and _is_dated(step.due) and (step.kind not in BY_ITSELF or step.ends):
        found.append(PlanFault(step.key, "no_day", step.due))
    return found


def _of_order(step: PlannedStep, steps: Sequence[PlannedStep], stuck: dict[str, str]) -> list[PlanFault]:
    after = {one.key: one.after for one in steps}
    found = [PlanFault(step.key, "missing", key) for key in step.after if key not in after]
    if not found and (waits := stuck.get(step.key)):
        found.append(PlanFault(step.key, "unreachable", waits))
    kinds = {one.key: one.kind for one in steps if one.key in earlier_than(step.key, after)}
    conditions: list[tuple[Condition, bool]] = []
    for text, skips in [(one, False) for one in step.start_when] + [(one, True) for one in step.skip_if]:
        try:
            condition = Condition.parse(text)
        except BadCondition:
            found.append(PlanFault(step.key, "condition", text))
            continue
        wrong = _of_condition(step.key, condition, kinds)
        found += wrong
        conditions += [] if wrong else [(condition, skips)]
    return found + _never(step.key, conditions, kinds)


def _of_condition(key: str, condition: Condition, kinds: dict[str, str]) -> list[PlanFault]:
    if condition.step and condition.step not in kinds:
        return [PlanFault(key, "order", str(condition))]
    if not condition.step and condition.fact not in FACTS:
        return [PlanFault(key, "fact", condition.fact)]
    unheard = set(condition.values) - set(_values(condition.fact, kinds))
    return [PlanFault(key, "value", str(condition))] if unheard else []


def _values(fact: str, kinds: dict[str, str]) -> tuple[str, ...]:
    step = fact.partition(":")[2]
    return OUTCOMES.get(kinds[step], ()) if step else FACTS[fact]


def _never(key: str, conditions: list[tuple[Condition, bool]], kinds: dict[str, str]) -> list[PlanFault]:
    """Find the facts of which no value lets the step start: each condition is on one fact, so each fact tells."""
    left: dict[str, set[str]] = {}
    for condition, skips in conditions:
        known = set(_values(condition.fact, kinds))
        allowed = condition.allowed(known)
        left[condition.fact] = left.get(condition.fact, known) & ((known - allowed) if skips else allowed)
    return [PlanFault(key, "never", fact) for fact, values in left.items() if not values]


def _stuck(steps: Sequence[PlannedStep], circle: list[str]) -> dict[str, str]:
    """Return the steps outside the circle that wait, near or far, for what never ends: each with what it waits for."""
    after = {one.key: one.after for one in steps}
    reached: set[str] = set()
    while more := {key for key, earlier in after.items() if key not in reached and set(earlier) <= reached}:
        reached |= more
    stuck = {}
    for key in after.keys() - reached - set(circle):
        waits = sorted(set(after[key]) & after.keys() - reached)
        if waits and key not in earlier_than(key, after):
            stuck[key] = waits[0]
    return stuck
