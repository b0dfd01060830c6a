"""The steps of a plan and how they hang together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar

from guichet.areas.catalogue.rules.plans.raci import Raci
from guichet.ground.bilingual import Bilingual


class Kind(StrEnum):
    """What a step is."""

    TASK = "task"  # somebody does it
    DECISION = "decision"  # somebody answers yes or no, and later steps hang on it
    WAIT = "wait"  # it ends by itself once its delay has run
    MILESTONE = "milestone"  # it ends as soon as what comes before has, and may be told to the client
    AUTOMATIC = "automatic"  # it is settled by itself, on a rule
    PLAN = "plan"  # the plan of another service is run, and ends it


# What a plan counts from a day, and the accesses that it can end: places held, rights to act given and received.
JOURNEYS = ("arrival", "departure")
ENDS = ("places", "given", "received")
HUMAN = (Kind.TASK, Kind.DECISION)
BY_ITSELF = (Kind.MILESTONE, Kind.AUTOMATIC, Kind.PLAN)
# The results that each kind of step can bring.
OUTCOMES: dict[str, tuple[str, ...]] = {
    Kind.TASK: ("done", "answered", "refused", "not_needed", "skipped"), Kind.DECISION: ("yes", "no", "skipped"),
    Kind.WAIT: ("done", "skipped"), Kind.MILESTONE: ("done", "skipped"), Kind.AUTOMATIC: ("done", "skipped"),
    Kind.PLAN: ("done", "skipped"),
}  # fmt: skip


class Step(Protocol):
    """What plans are unfolded by: a step as it is written, or as it becomes a task."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def after(self) -> tuple[str, ...]: ...
    @property
    def mandatory(self) -> bool: ...
    @property
    def start_when(self) -> tuple[str, ...]: ...
    @property
    def skip_if(self) -> tuple[str, ...]: ...
    @property
    def runs(self) -> str: ...


S = TypeVar("S", bound=Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One step of a plan; `unit` is a code."""

    key: str
    title: Bilingual
    unit: str
    due: str
    mandatory: bool = True
    after: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    kind: str = Kind.TASK
    by_client: bool = False  # the client does it; the unit sees to it
    start_when: tuple[str, ...] = ()
    skip_if: tuple[str, ...] = ()
    told: Bilingual = Bilingual()  # what the client reads once it is done
    raci: Raci = Raci()
    runs: str = ""  # the code of the service whose plan it runs
    effort: str = ""  # the work that it takes: 45 min, 2 h
    price: str = ""  # what it costs each time, in dollars, whatever the work
    ends: tuple[str, ...] = ()  # of ENDS: the accesses that end by themselves on its day


def cycle_in(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the keys of one circle in a plan, or nothing when the plan is a proper graph."""
    left = {key: {one for one in earlier if one in after} for key, earlier in after.items()}
    while free := [key for key, earlier in left.items() if not earlier & left.keys()]:
        for key in free:
            del left[key]
    if not left:
        return []
    path = [next(iter(left))]
    while True:  # everything left waits for something left: walking back ends in the circle
        earlier = min(left[path[-1]] & left.keys())
        if earlier in path:
            return path[path.index(earlier) :]
        path.append(earlier)


def in_turn(steps: Sequence[S]) -> list[S]:
    """Return the steps in their order, each after all those of the plan that it waits for; none of a circle."""
    keys, turns, left = {one.key for one in steps}, list[S](), list(steps)
    placed = set[str]()
    while ready := [one for one in left if set(one.after) & keys <= placed]:
        turns.append(ready[0])
        placed.add(ready[0].key)
        left.remove(ready[0])
    return turns


def earlier_than(key: str, after: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the keys of every step that has ended when a step's turn comes."""
    seen: set[str] = set()
    ahead = list(after.get(key, ()))
    while ahead:
        one = ahead.pop()
        if one not in seen:
            seen.add(one)
            ahead += after.get(one, ())
    return seen


@dataclass(frozen=True, slots=True)
class StepChange:
    """What became of a step from one version to the next: its key, how, and which of its fields."""

    key: str
    how: str  # added, removed, changed
    fields: tuple[str, ...] = ()


def changes_between(before: Iterable[PlannedStep], after: Iterable[PlannedStep]) -> list[StepChange]:
    """Tell what differs between two versions of a plan, in the order of the newer one."""
    was, now = {one.key: one for one in before}, {one.key: one for one in after}
    found = [StepChange(key, "removed") for key in was if key not in now]
    for key, step in now.items():
        if key not in was:
            found.append(StepChange(key, "added"))
        elif step != was[key]:
            found.append(StepChange(key, "changed", _differing(was[key], step)))
    return found


def _differing(one: PlannedStep, other: PlannedStep) -> tuple[str, ...]:
    return tuple(field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name))
