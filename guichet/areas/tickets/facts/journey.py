"""What becomes of an arrival or a departure: the day that it turns on, who accompanies it, the access that it ends."""

from guichet.ground.journal.facts import Fact, fact


@fact("tickets.day_set")
class DaySet(Fact):
    ticket: int
    day: str


@fact("tickets.companion_named")
class CompanionNamed(Fact):
    ticket: int
    staff: int


@fact("tickets.access_dated")
class AccessDated(Fact):
    ticket: int
    task: int
    day: str
    count: int


@fact("tickets.access_ended")
class AccessEnded(Fact):
    ticket: int
    day: str
    endings: list[int]
