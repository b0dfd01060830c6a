"""What can be said about templates in the journal of a ticket."""

from guichet.ground.journal.facts import Fact, fact


@fact("macros.ran")
class Ran(Fact):
    ticket: int
    macro: int
