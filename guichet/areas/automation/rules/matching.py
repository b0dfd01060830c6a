"""Whether the conditions of a rule hold: on a ticket as it stands, or as it stood when something happened."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from guichet.areas.automation.rules.spec import Condition
from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.rules import State
from guichet.ground.journal.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What conditions look at."""

    service: str = ""
    channel: str
    language: str
    group: str
    state: str
    impact: int = 2
    urgency: int = 2
    tags: tuple[str, ...] = ()
    owned: bool = False
    shared: bool = False
    age: int = 0  # whole days since it was received
    words: str = ""  # subject and what the client wrote


def holds(conditions: Iterable[Condition], traits: Traits) -> bool:
    """Tell whether every condition holds."""
    return all(is_so(one, traits) != one.negated for one in conditions)


def is_so(one: Condition, traits: Traits) -> bool:
    """Tell whether a ticket has one of the values of a condition."""
    if one.fact == "age":
        return traits.age >= int(one.values[0])
    if one.fact == "words":
        text = folded(traits.words)
        return any(folded(words) in text for words in one.values)
    if one.fact == "tag":
        return not set(one.values).isdisjoint(traits.tags)
    return _plain(one.fact, traits) in one.values


def _plain(fact: str, traits: Traits) -> str:
    if fact == "owner":
        return "yes" if traits.owned else "no"
    if fact == "party":
        return "yes" if traits.shared else "no"
    return str(getattr(traits, fact))


def folded(text: str) -> str:
    """Return a text without case, accents or doubled spaces, so that words are found however they were typed."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def as_it_was(traits: Traits, said: Iterable[Fact], services: dict[int, str]) -> Traits:
    """Return the traits of a ticket after these facts, the first ones of its stream; the rest stays as it is now."""
    found = replace(traits, service="", impact=2, urgency=2, tags=(), owned=False, state=str(State.TO_SORT))
    for fact in said:
        found = _after(found, fact, services)
    return found


# What a fact makes of the state of a ticket, as far as rules look at it.
BECOMES: dict[type[Fact], State] = {
    tickets.Taken: State.TAKEN, tickets.Asked: State.WAITING_CLIENT, tickets.Resolved: State.RESOLVED,
    tickets.Reopened: State.IN_PROGRESS, tickets.Closed: State.CLOSED, tickets.Cancelled: State.CANCELLED,
    tickets.Merged: State.MERGED, tickets.TaskAccepted: State.WAITING_UNIT,
}  # fmt: skip


def _after(traits: Traits, fact: Fact, services: dict[int, str]) -> Traits:
    if isinstance(fact, tickets.Opened):
        known = services.get(fact.service or 0, "")
        return replace(traits, service=known, owned=fact.owner is not None)
    if isinstance(fact, tickets.Sorted):
        known = services.get(fact.service, "")
        return replace(traits, service=known, impact=fact.impact, urgency=fact.urgency)
    if isinstance(fact, tickets.Tagged):
        others = tuple(one for one in traits.tags if one != fact.tag)
        return replace(traits, tags=(*others, fact.tag) if fact.on else others)
    if isinstance(fact, tickets.Assigned):
        return replace(traits, owned=True)
    if isinstance(fact, tickets.Unassigned):
        return replace(traits, owned=False)
    if isinstance(fact, tickets.Unsorted):
        return replace(traits, service="")
    if isinstance(fact, tickets.ClientWrote) and traits.state == State.WAITING_CLIENT:
        return replace(traits, state=str(State.IN_PROGRESS))
    state = BECOMES.get(type(fact))
    return replace(traits, state=str(state)) if state else traits
