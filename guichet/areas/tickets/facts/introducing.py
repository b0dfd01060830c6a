"""How somebody is put in touch with whoever does what they need."""

from guichet.ground.journal.facts import Fact, fact


@fact("tickets.introduced")
class Introduced(Fact):
    ticket: int
    introduction: int
    task: int
    until: str  # when the client is called


@fact("tickets.followed_up")
class FollowedUp(Fact):
    ticket: int
    introduction: int
    count: int


@fact("tickets.met")
class Met(Fact):
    ticket: int
    introduction: int
