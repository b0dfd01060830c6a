"""What can be said about surveys in the journal."""

from guichet.ground.journal.facts import Fact, fact


@fact("surveys.asked")
class Asked(Fact):
    ticket: int
    pulse: int


@fact("surveys.answered")
class Answered(Fact):
    ticket: int
    pulse: int
    score: int
    commented: bool
