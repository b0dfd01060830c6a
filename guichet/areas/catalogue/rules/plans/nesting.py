"""Plans inside plans: a step that runs the plan of another service, and the steps that come of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from guichet.areas.catalogue.rules.plans.conditions import RESULT
from guichet.areas.catalogue.rules.plans.steps import Kind, S, Step

DEEPEST = 3  # plans inside one another, the outermost counted
INSIDE = "/"  # between the key of a step and those of the plan that it runs
# Which plans the plan of each service runs, by the codes of the services; one that runs none is there too.
Links = Mapping[str, Collection[str]]


def unfolded(steps: Sequence[S], plans: Mapping[str, Sequence[S]], *, deep: int = 1) -> list[tuple[S, str]]:
    """Return every step of a plan and of those that it runs, each with the key of the step it is inside of.

    What is inside begins when its step would, is passed over when its step is, and ends it when all has ended.
    """
    found: list[tuple[S, str]] = []
    for step in steps:
        runs = plans.get(step.runs, ()) if step.kind == Kind.PLAN and deep < DEEPEST else ()
        inner = [(_under(one, step), _within(step, inside)) for one, inside in unfolded(runs, plans, deep=deep + 1)]
        after = (*step.after, *(one.key for one, inside in inner if inside == step.key))
        found += [(replace(step, after=after) if inner else step, ""), *inner]
    return found


def _within(step: Step, key: str) -> str:
    return f"{step.key}{INSIDE}{key}" if key else step.key


def _under(one: S, step: Step) -> S:
    optional = {} if step.mandatory else {"mandatory": False}
    return replace(
        one, key=_within(step, one.key), after=tuple(_within(step, key) for key in one.after) or step.after,
        start_when=(*step.start_when, *(_about(text, step) for text in one.start_when)),
        skip_if=(*step.skip_if, *(_about(text, step) for text in one.skip_if)), **optional,
    )  # fmt: skip


def _about(text: str, step: Step) -> str:
    said = text.strip()
    return f"{RESULT}{_within(step, said.removeprefix(RESULT))}" if said.startswith(RESULT) else said


def around(code: str, links: Links) -> list[str]:
    """Return the codes of what comes back to a plan from what it runs, itself first and last; nothing if nothing."""
    ways = [[code]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for called in sorted(links.get(way[-1], ())):
            if called == code:
                return [*way, code]
            if called not in seen:
                seen.add(called)
                ways.append([*way, called])
    return []


def longest(code: str, links: Links) -> list[str]:
    """Return the longest way down from a plan through those that it runs; a way that turns back ends there."""
    return _down(code, links, ())


def _down(code: str, links: Links, way: tuple[str, ...]) -> list[str]:
    ahead = [_down(one, links, (*way, code)) for one in sorted(links.get(code, ())) if one not in (*way, code)]
    return [code, *max(ahead, key=len, default=[])]


def above(links: Links) -> dict[str, set[str]]:
    """Return which plans run each plan."""
    turned: dict[str, set[str]] = {code: set() for code in links}
    for code, called in links.items():
        for one in called:
            turned.setdefault(one, set()).add(code)
    return turned
