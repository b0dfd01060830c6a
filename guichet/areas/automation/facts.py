"""What can be said about rules in the journal: which one, about which ticket, what came of it."""

from guichet.ground.journal.facts import Fact, fact


@fact("automation.fired")
class Fired(Fact):
    rule: int
    ticket: int
    firing: int
    outcome: str  # tried, done, failed
    did: list[str]
    fault: str


@fact("automation.kept")
class Kept(Fact):
    rule: int
    revision: int


@fact("automation.put")
class Put(Fact):
    rule: int
    mode: str
    why: str  # nothing when a person did it; errors


@fact("automation.halted")
class Halted(Fact):
    on: bool
