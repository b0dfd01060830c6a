"""What a step costs: a price, or work at the rate of its unit; what nothing says is not made up."""

from typing import Any

import pytest

from guichet.areas.catalogue.rules.plans import PlanFault, PlannedStep, faults_of
from guichet.areas.catalogue.rules.plans.costs import BadAmount, cents_of, cost_of, minutes_of
from guichet.ground.bilingual import Bilingual

RATES = {"CS": 6_000, "JUR": 15_050}


def step(**more: Any) -> PlannedStep:
    given: dict[str, Any] = {"key": "a", "title": Bilingual("É", "S"), "unit": "CS", "due": "2 h", **more}
    return PlannedStep(**given)


@pytest.mark.proves("PRC-03")
@pytest.mark.parametrize(
    ("given", "cents"),
    [
        ({"effort": "45 min"}, 4_500), ({"effort": "2 h", "unit": "JUR"}, 30_100), ({"price": "12.50"}, 1_250),
        ({"price": "12,50", "effort": "2 h"}, 1_250), ({}, None), ({"effort": "1 h", "unit": "VPC"}, None),
        ({"kind": "wait"}, 0), ({"kind": "milestone", "price": "3"}, 300), ({"by_client": True}, 0),
    ],
)  # fmt: skip
def test_a_step_costs_its_price_or_else_its_work(given: dict[str, Any], cents: int | None) -> None:
    assert cost_of(step(**given), RATES) == cents


def test_what_is_no_amount_is_refused_at_its_step() -> None:
    wrong = faults_of([step(effort="long", price="free")], tier="lead", units=["CS"])
    assert wrong == [PlanFault("a", "effort", "long"), PlanFault("a", "price", "free")]
    for text in ("", "1.5", "-3", "3 $", "12.505"):
        with pytest.raises(BadAmount):
            minutes_of(text)
    with pytest.raises(BadAmount):
        cents_of("3 $")
