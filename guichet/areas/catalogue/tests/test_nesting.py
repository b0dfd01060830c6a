"""Plans inside plans: unfolded as they will be, and refused where they would turn in a circle or run too deep."""

from typing import Any

import pytest
from django.utils.translation import override

from guichet.areas.catalogue.rules.plans import (
    Kind,
    PlanFault,
    PlannedStep,
    cycle_in,
    nesting_faults,
    unfolded,
    words_of,
)
from guichet.areas.catalogue.rules.plans.trying import gone_through
from guichet.ground.bilingual import Bilingual


def step(key: str, *after: str, **more: Any) -> PlannedStep:
    given: dict[str, Any] = {"unit": "CS", "due": "2 h", "title": Bilingual("É", "S"), **more}
    return PlannedStep(key=key, after=after, **given)


def runs(key: str, code: str, *after: str, **more: Any) -> PlannedStep:
    return step(key, *after, kind=Kind.PLAN, runs=code, **more)


OUTER = (
    step("call"), runs("hire", "A04", "call", skip_if=("result:call = not_needed",), mandatory=False),
    step("end", "hire"),
)  # fmt: skip
PLANS = {
    "A04": (step("check", kind=Kind.DECISION), runs("card", "A17", "check", start_when=("result:check = yes",))),
    "A17": (step("print"), step("hand", "print")),
}  # fmt: skip


@pytest.mark.proves("PRC-01")
def test_what_is_inside_begins_with_its_step_and_ends_it() -> None:
    found = {one.key: (one, inside) for one, inside in unfolded(OUTER, PLANS)}
    assert [(key, found[key][1]) for key in found] == [
        ("call", ""), ("hire", ""), ("hire/check", "hire"), ("hire/card", "hire"), ("hire/card/print", "hire/card"),
        ("hire/card/hand", "hire/card"), ("end", ""),
    ]  # fmt: skip
    assert found["hire/check"][0].after == ("call",)
    assert found["hire/card/print"][0].after == ("hire/check",)
    assert found["hire"][0].after == ("call", "hire/check", "hire/card")
    assert found["end"][0].after == ("hire",)
    assert cycle_in({key: one.after for key, (one, _inside) in found.items()}) == []
    printed = found["hire/card/print"][0]
    assert printed.skip_if == ("result:call = not_needed",)
    assert printed.start_when == ("result:hire/check = yes",), "a condition asks of its own plan"
    assert not printed.mandatory, "nothing inside of what is optional is needed"


def test_a_plan_inside_is_gone_through_with_the_one_around_it() -> None:
    whole = [one for one, _inside in unfolded(OUTER, PLANS)]
    every = gone_through(whole, {}, {})
    refused = gone_through(whole, {"result:hire/check": "no"}, {})
    none = gone_through(whole, {"result:call": "not_needed"}, {})
    assert every and refused and none
    assert (every.steps, refused.steps, none.steps) == (7, 4, 2)


@pytest.mark.proves("PRC-01")
@pytest.mark.parametrize(
    ("code", "called", "links", "fault"),
    [
        ("A01", "XX", {}, PlanFault("go", "no_plan", "XX")),
        ("A01", "A01", {}, PlanFault("go", "inside", "A01 → A01")),
        ("A01", "A04", {"A04": ["A17"], "A17": ["A01"]}, PlanFault("go", "inside", "A01 → A04 → A17 → A01")),
        ("A01", "A04", {"A04": ["A17"], "A17": ["A20"], "A20": []}, PlanFault("go", "deep", "A01 → A04 → A17 → A20")),
        (
            "A04",
            "A17",
            {"A00": ["A01"], "A01": ["A04"], "A04": [], "A17": []},
            PlanFault("go", "deep", "A00 → A01 → A04 → A17"),
        ),
    ],
)
def test_where_and_why_a_plan_cannot_run_another_is_said_in_both_languages(
    code: str, called: str, links: dict[str, list[str]], fault: PlanFault
) -> None:
    assert nesting_faults(code, (runs("go", called),), links) == [fault]
    said = []
    for language in ("fr", "en"):
        with override(language):
            said.append(words_of(fault))
    assert said[0] != said[1] and all(fault.said in one for one in said)


def test_three_plans_inside_one_another_can_be_published() -> None:
    assert nesting_faults("A01", (runs("go", "A04"),), {"A04": ["A17"], "A17": []}) == []


def test_a_circle_that_is_there_already_does_not_hang() -> None:
    turning = {"A04": ["A17"], "A17": ["A04"]}
    assert nesting_faults("A01", (runs("go", "A04"),), turning) == []
    assert len(unfolded((runs("go", "A04"),), {"A04": (runs("a", "A17"),), "A17": (runs("b", "A04"),)})) == 3
