"""The score of the demonstration: what happens, when, on whose matter. Nothing here touches a table."""

import math
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from guichet.areas.catalogue.rules import Calendar
from guichet.doors.demo.material import Client

BUSINESS_DAY = 450.0  # minutes
SPOKEN = ("phone", "counter", "visit", "chat")


@dataclass(frozen=True, slots=True)
class Case:
    """One matter before it is a ticket: who brings it, how, with which words."""

    client: Client
    service: str
    channel: str
    title: str
    text: str
    received_at: datetime
    logged_at: datetime
    organisation: str = ""
    agent: str = ""  # the address of the agent who takes it; nothing when the window decides
    known_service: bool = False  # the client chose the service on a form
    duration: int | None = None
    value_class: str = ""  # was a contact that somebody heard needed; nothing when nobody said
    failure_cause: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens to a case."""

    at: datetime
    case: int
    verb: str
    text: str = ""
    step: str = ""
    score: int = 0


@dataclass
class Script:
    """The acts of one case, timed in business minutes from its arrival."""

    number: int
    case: Case
    calendar: Calendar
    rng: random.Random
    acts: list[Act] = field(default_factory=list)

    def at(self, minutes: float) -> datetime:
        """Return the instant this many business minutes after the arrival."""
        return self.calendar.add(self.case.logged_at, timedelta(seconds=round(minutes * 60)))

    def do(self, verb: str, minutes: float, text: str = "", step: str = "", score: int = 0) -> None:
        """Write one act down."""
        self.act_at(verb, self.at(minutes), text, step, score)

    def act_at(self, verb: str, at: datetime, text: str = "", step: str = "", score: int = 0) -> None:
        """Write one act down at an instant."""
        self.acts.append(Act(at, self.number, verb, text, step, score))


def chance(seed: int) -> random.Random:
    """Return the chance that a seed gives: it decides nothing that anybody should not guess."""
    return random.Random(seed)  # noqa: S311 -- the same demonstration every time


def lognormal(rng: random.Random, median: float, sigma: float) -> float:
    """Draw a service time."""
    return median * math.exp(rng.gauss(0.0, sigma))


def poisson(rng: random.Random, mean: float) -> int:
    """Draw a count (Knuth's method; a mean below fifty is all it is asked for)."""
    limit, count, product = math.exp(-min(mean, 50.0)), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count + (round(mean - 50) if mean > 50 else 0)


def weighted(rng: random.Random, shares: dict[str, float]) -> str:
    """Draw a key by its share."""
    return rng.choices(list(shares), weights=list(shares.values()))[0]
