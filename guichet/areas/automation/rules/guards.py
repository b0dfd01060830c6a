"""What keeps rules from running in circles, and what one of them may set off in another."""

from collections.abc import Sequence

from guichet.areas.automation.rules.spec import Acts

DEEPEST = 3  # rules that set one another off
ERRORS = 3  # in a row: the rule switches itself off
TRIED_DAYS = 30


def may_answer(rule: int, chain: Sequence[int]) -> bool:
    """Tell whether a rule may answer what rules did, `chain` naming them: not itself, and not too far down."""
    return rule not in chain and len(chain) < DEEPEST


def sets_off(acts: Acts) -> set[str]:
    """Name the events that what a rule does may bring about."""
    said = {
        "opened": acts.prepare is not None, "tagged": bool(acts.tag), "sorted": bool(acts.impact),
        "assigned": acts.place, "task_done": acts.work is not None, "task_returned": acts.work is not None,
    }  # fmt: skip
    return {event for event, is_so in said.items() if is_so}
