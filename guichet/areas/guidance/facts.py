"""What can be said about checklists in the journal."""

from guichet.ground.journal.facts import Fact, fact


@fact("guidance.handed")
class Handed(Fact):
    ticket: int
    checklist: int
