"""What a ticket has to do with others."""

from dataclasses import field
from typing import Any

from guichet.ground.journal.facts import Fact, fact

Hands = dict[str, list[Any]]  # by task: its holder (us, unit, partner), and whether it is in hand
Works = dict[str, dict[str, Any]]  # by task: its key, delay and dates, and whether it is over


@fact("tickets.merged")
class Merged(Fact):
    ticket: int
    into: int
    reason: str
    message: int | None
    takes_work: bool = False  # its tasks go by the clock of the other meanwhile


@fact("tickets.joined")
class Joined(Fact):
    ticket: int
    other: int
    hands: Hands
    message: int | None
    works: Works = field(default_factory=dict)


@fact("tickets.unmerged")
class Unmerged(Fact):
    ticket: int
    into: int
    hands: Hands
    waits: bool  # for the client, as it did when it was joined
    answered: str  # ISO 8601: the first words of ours that both were told, or nothing
    message: int | None
    works: Works = field(default_factory=dict)


@fact("tickets.parted")
class Parted(Fact):
    ticket: int
    other: int
    tasks: list[int]
    message: int | None


@fact("tickets.split_off")
class SplitOff(Fact):
    ticket: int
    other: int
    messages: list[int]


@fact("tickets.split_from")
class SplitFrom(Fact):
    ticket: int
    other: int


@fact("tickets.linked")
class Linked(Fact):
    ticket: int
    other: int
    tie: str  # what the other is to this one: related, duplicate, original, child, parent


@fact("tickets.unlinked")
class Unlinked(Fact):
    ticket: int
    other: int
