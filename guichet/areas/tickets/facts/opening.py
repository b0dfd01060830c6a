"""How a ticket is born, sorted, given to somebody, marked and set aside."""

from guichet.ground.journal.facts import Fact, fact


@fact("tickets.opened")
class Opened(Fact):
    ticket: int
    requester: int
    compartment: int
    group: str
    channel: str
    language: str
    service: int | None
    tier: str
    owner: int | None
    received: str  # ISO 8601: the true moment, which may be earlier than the entry
    message: int | None
    why: str = ""  # codes of what spoke for the owner
    tenure: str = ""  # how long the requester had been a client on that day


@fact("tickets.acknowledged")
class Acknowledged(Fact):
    ticket: int
    message: int


@fact("tickets.sorted")
class Sorted(Fact):
    ticket: int
    service: int
    tier: str
    impact: int
    urgency: int


@fact("tickets.assigned")
class Assigned(Fact):
    ticket: int
    owner: int
    was: int | None
    why: str = ""  # codes of what spoke for the owner; nothing when a person chose


@fact("tickets.unassigned")
class Unassigned(Fact):
    ticket: int
    was: int


@fact("tickets.unsorted")
class Unsorted(Fact):
    ticket: int
    service: int  # what it was said to be about


@fact("tickets.behalf_settled")
class BehalfSettled(Fact):
    ticket: int
    compartment: int
    was: int


@fact("tickets.reader_designated")
class ReaderDesignated(Fact):
    ticket: int
    reader: int


@fact("tickets.reader_withdrawn")
class ReaderWithdrawn(Fact):
    ticket: int
    reader: int


@fact("tickets.taken")
class Taken(Fact):
    ticket: int
    owner: int
    message: int | None


@fact("tickets.tagged")
class Tagged(Fact):
    ticket: int
    tag: str
    on: bool  # put on, or taken off


@fact("tickets.snoozed")
class Snoozed(Fact):
    ticket: int
    until: str  # ISO 8601


@fact("tickets.woken")
class Woken(Fact):
    ticket: int


@fact("tickets.followed")
class Followed(Fact):
    ticket: int
    staff: int


@fact("tickets.unfollowed")
class Unfollowed(Fact):
    ticket: int
    staff: int


@fact("tickets.language_chosen")
class LanguageChosen(Fact):
    ticket: int
    language: str
    was: str
