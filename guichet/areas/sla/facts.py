"""What can be said about promises in the journal."""

from guichet.ground.journal.facts import Fact, fact


@fact("sla.alerted")
class Alerted(Fact):
    ticket: int
    share: int  # of the promise that was used, in hundredths
    due: str
    staff: list[int]


@fact("sla.promise_moved")
class PromiseMoved(Fact):
    ticket: int
    due: str
    reason: str
    message: int | None
