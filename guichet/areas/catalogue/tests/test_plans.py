"""The rules of a plan: what its steps wait for, when they are passed over, and what forbids its publication."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from guichet.areas.catalogue.rules.plans import (
    FACTS,
    BadCondition,
    Condition,
    Kind,
    PlanFault,
    PlannedStep,
    Raci,
    changes_between,
    cycle_in,
    faults_of,
    passed_over,
    words_of,
)
from guichet.areas.tickets.rules import Channel
from guichet.ground.bilingual import Bilingual

UNITS = ("CS", "FIN")
PEOPLE = ("lea@example.org",)


def step(key: str, *after: str, **more: Any) -> PlannedStep:
    given = {"unit": "CS", "due": "2 h", "title": Bilingual("Étape", "Step"), **more}
    return PlannedStep(key=key, after=after, **given)


def faults(*steps: PlannedStep, tier: str = "lead") -> list[PlanFault]:
    return faults_of(steps, tier=tier, units=UNITS, people=PEOPLE)


@pytest.mark.proves("NIV-03")
def test_a_plan_that_hangs_together_can_be_published() -> None:
    check = step("check", kind=Kind.DECISION)
    pay = step("pay", "check", unit="FIN", skip_if=("result:check = no",))
    assert faults(check, pay, step("paid", "pay", kind=Kind.MILESTONE, due="")) == []
    assert faults() == []
    parts = Raci(accountable="lea@example.org", consulted=("FIN",), informed=("CS", "lea@example.org"))
    assert faults(step("a", raci=parts)) == []


@pytest.mark.proves("PRC-01")
@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((step("a", "b"), step("b", "a")), PlanFault("a", "cycle", "a → b → a")),
        ((step("a"), step("b", "c"), step("c", "b"), step("d", "c")), PlanFault("d", "unreachable", "c")),
        ((step("a", "ghost"),), PlanFault("a", "missing", "ghost")),
        ((step("a", start_when=("mood = good",)),), PlanFault("a", "fact", "mood")),
        ((step("a", start_when=("channel = pigeon",)),), PlanFault("a", "value", "channel = pigeon")),
        ((step("a", skip_if=("whatever",)),), PlanFault("a", "condition", "whatever")),
        ((step("a"), step("b", start_when=("result:a = done",))), PlanFault("b", "order", "result:a = done")),
        ((step("a", start_when=("impact = 1",), skip_if=("impact != 3",)),), PlanFault("a", "never", "impact")),
        ((step("a", unit="FIN"),), PlanFault("", "client_services")),
        ((step("a", by_client=True),), PlanFault("", "client_services")),
        ((step("a", kind=Kind.MILESTONE),), PlanFault("", "client_services")),
        ((step("a"), step("a")), PlanFault("a", "twice", "a")),
        ((step("A b"),), PlanFault("A b", "key", "A b")),
        ((step("a", due="soon"),), PlanFault("a", "due", "soon")),
        ((step("a"), step("b", unit="XX")), PlanFault("b", "unit", "XX")),
        ((step("a", title=Bilingual(fr="Seul")),), PlanFault("a", "words")),
        ((step("a", told=Bilingual(fr="Seul")),), PlanFault("a", "told")),
        ((step("a", kind="dance"),), PlanFault("a", "kind", "dance")),
        ((step("a", due="D-2 bd"),), PlanFault("a", "no_day", "D-2 bd")),
        ((step("a", ends=("places",), due="D"),), PlanFault("a", "ends", "D")),
        ((step("a", kind=Kind.AUTOMATIC, ends=("given",), due="2 bd"),), PlanFault("a", "ends", "2 bd")),
        ((step("a", raci=Raci(accountable="CS, FIN")),), PlanFault("a", "accountable", "CS, FIN")),
        ((step("a", raci=Raci(informed=("FIN", "XX"))),), PlanFault("a", "party", "XX")),
        ((step("a", raci=Raci(accountable="max@example.org")),), PlanFault("a", "party", "max@example.org")),
    ],
)
def test_what_forbids_a_publication_says_where_and_why_in_both_languages(
    steps: tuple[PlannedStep, ...], fault: PlanFault
) -> None:
    assert fault in faults(*steps, tier="participant")
    with override("fr"):
        french = words_of(fault)
    with override("en"):
        english = words_of(fault)
    assert french != english
    assert fault.why == "key" or fault.said in french


def test_a_service_that_client_services_only_supports_needs_no_step_of_its_own() -> None:
    assert faults(step("a", unit="FIN"), tier="support") == []


def test_a_step_is_passed_over_unless_all_is_so() -> None:
    facts = {"channel": "web", "result:check": "no"}
    assert not passed_over(("channel = web, email",), ("result:check = yes",), facts)
    assert passed_over(("channel = phone",), (), facts)
    assert passed_over((), ("result:check != yes",), facts)
    assert passed_over(("channel = web", "impact = 1"), (), facts), "what nobody knows is none of the values"


def test_a_condition_is_written_as_it_is_read() -> None:
    for text in ("channel = web, email", "impact != 1", "result:check = no"):
        assert str(Condition.parse(text)) == text
    with pytest.raises(BadCondition):
        Condition.parse("channel")


def test_plans_know_every_channel_of_the_window() -> None:
    assert set(FACTS["channel"]) == set(Channel)


def test_versions_are_compared_step_by_step() -> None:
    old = [step("a"), step("b", "a")]
    new = [replace(old[0], due="1 bd", mandatory=False), step("c", "a")]
    told = [(one.how, one.key, one.fields) for one in changes_between(old, new)]
    assert told == [("removed", "b", ()), ("changed", "a", ("due", "mandatory")), ("added", "c", ())]


def test_a_long_plan_has_no_circle() -> None:
    chain = {str(place): (str(place - 1),) if place else () for place in range(2000)}
    assert cycle_in(chain) == []
    chain["0"] = ("1999",)
    assert len(cycle_in(chain)) == 2000
