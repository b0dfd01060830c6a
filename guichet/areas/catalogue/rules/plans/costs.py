"""What a step costs: its price where it has one, else the work that it takes at the rate of its unit."""

import re
from collections.abc import Mapping

from guichet.areas.catalogue.rules.plans.steps import HUMAN, PlannedStep

_PRICE = re.compile(r"(\d{1,6})(?:[.,](\d{2}))?")
_EFFORT = re.compile(r"(\d{1,4})\s*(min|h)")
AN_HOUR = 60


class BadAmount(ValueError):
    """The text is neither a price nor an amount of work."""


def cents_of(price: str) -> int:
    """Read a price, such as 12 or 12.50, in cents."""
    found = _PRICE.fullmatch(price.strip())
    if found is None:
        raise BadAmount(price)
    return int(found[1]) * 100 + int(found[2] or 0)


def minutes_of(effort: str) -> int:
    """Read an amount of work, such as 45 min or 2 h, in minutes."""
    found = _EFFORT.fullmatch(effort.strip().lower())
    if found is None:
        raise BadAmount(effort)
    return int(found[1]) * (AN_HOUR if found[2] == "h" else 1)


def cost_of(step: PlannedStep, rates: Mapping[str, int]) -> int | None:
    """Return what a step costs each time, in cents; None where nothing says it. What nobody does costs nothing."""
    if step.price:
        return cents_of(step.price)
    if step.kind not in HUMAN or (step.by_client and not step.effort):
        return 0
    if not step.effort or step.unit not in rates:
        return None
    return round(minutes_of(step.effort) * rates[step.unit] / AN_HOUR)
