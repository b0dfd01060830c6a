"""What a plan would do with one request: how long, how much work, how many times it changes hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from guichet.areas.catalogue.rules.plans.conditions import RESULT, Facts, passed_over
from guichet.areas.catalogue.rules.plans.steps import HUMAN, Kind, PlannedStep, cycle_in, in_turn

OURS = "CS"
USUAL: dict[str, str] = {Kind.DECISION: "yes"}  # what a step brings, where the past does not say


@dataclass(frozen=True, slots=True)
class Run:
    """A plan, gone through once: from its start to its last step, the work in it, its hand-offs and its steps."""

    delay: timedelta
    work: timedelta
    hands: int
    steps: int
    gone: tuple[str, ...] = ()  # the keys of the steps that were done


def gone_through(steps: Sequence[PlannedStep], facts: Facts, lengths: Mapping[str, timedelta]) -> Run | None:
    """Go through a plan with what is known of a request; nothing comes of one whose steps wait for one another."""
    after = {one.key: tuple(key for key in one.after if key in {step.key for step in steps}) for one in steps}
    if cycle_in(after):
        return None
    ends: dict[str, timedelta] = {}
    holders: dict[str, frozenset[str]] = {}
    known, work, hands, done = dict(facts), timedelta(0), 0, list[str]()
    for step in in_turn(steps):
        earlier = after[step.key]
        start = max((ends[key] for key in earlier), default=timedelta(0))
        before = frozenset[str]().union(*(holders[key] for key in earlier)) if earlier else frozenset({OURS})
        if passed_over(step.start_when, step.skip_if, known):
            ends[step.key], holders[step.key], known[f"{RESULT}{step.key}"] = start, before, "skipped"
            continue
        length = lengths.get(step.key, timedelta(0))
        ends[step.key] = start + length
        done.append(step.key)
        if known.get(f"{RESULT}{step.key}", "skipped") in {"", "skipped"}:
            known[f"{RESULT}{step.key}"] = USUAL.get(step.kind, "done")
        if step.kind in HUMAN:
            hands += len(before - {step.unit})
            work, holders[step.key] = work + length, frozenset({step.unit})
        else:
            holders[step.key] = before
    return Run(max(ends.values(), default=timedelta(0)), work, hands, len(done), tuple(done))
