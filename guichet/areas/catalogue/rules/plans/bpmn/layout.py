"""Where each step of a plan is drawn: a column for each turn, a line for each step of that turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from guichet.areas.catalogue.rules.plans.steps import PlannedStep


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a step in the drawing."""

    column: int
    line: int


def spots_of(steps: Sequence[PlannedStep]) -> dict[str, Spot]:
    """Return the place of each step: after all it waits for, on the first free line."""
    columns: dict[str, int] = {}
    waiting = {one.key: [key for key in one.after if key != one.key] for one in steps}
    for _turn in steps:  # a step that waits in a circle stays in the first column
        for key, after in waiting.items():
            columns[key] = max((columns.get(one, 0) + 1 for one in after if one in waiting), default=0)
            columns[key] = min(columns[key], len(steps))
    taken: dict[int, int] = {}
    spots = {}
    for step in steps:
        column = columns[step.key]
        spots[step.key] = Spot(column, taken.get(column, 0))
        taken[column] = taken.get(column, 0) + 1
    return spots
