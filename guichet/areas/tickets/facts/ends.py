"""How a ticket ends, and begins again."""

from guichet.ground.journal.facts import Fact, fact


@fact("tickets.resolved")
class Resolved(Fact):
    ticket: int
    code: str
    message: int | None


@fact("tickets.confirmed")
class Confirmed(Fact):
    ticket: int


@fact("tickets.reopened")
class Reopened(Fact):
    ticket: int
    count: int
    cause: str
    message: int | None


@fact("tickets.closed")
class Closed(Fact):
    ticket: int
    reason: str  # confirmed, silence


@fact("tickets.cancelled")
class Cancelled(Fact):
    ticket: int
    reason: str
