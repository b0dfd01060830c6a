"""What can be said about promises in the journal."""

from guichet.ground.journal.facts import Fact, fact


@fact("sla.promise_moved")
class PromiseMoved(Fact):
    ticket: int
    due: str
    reason: str
    message: int | None
