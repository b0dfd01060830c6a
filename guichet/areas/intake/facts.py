"""What can be said of telephone calls in the journal: whom they reach, never from which number."""

from guichet.ground.journal.facts import Fact, fact


@fact("intake.rang")
class Rang(Fact):
    call: int
    staff: int


@fact("intake.hung_up")
class HungUp(Fact):
    call: int
    staff: int
