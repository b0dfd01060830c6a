"""What was said on a ticket, to the client and inside."""

from guichet.ground.journal.facts import Fact, fact


@fact("tickets.client_wrote")
class ClientWrote(Fact):
    ticket: int
    message: int
    channel: str


@fact("tickets.replied")
class Replied(Fact):
    ticket: int
    message: int
    channel: str


@fact("tickets.asked")
class Asked(Fact):
    ticket: int
    message: int
    channel: str


@fact("tickets.spoke")
class Spoke(Fact):
    ticket: int
    contact: int
    channel: str


@fact("tickets.contact_classified")
class ContactClassified(Fact):
    contact: int
    ticket: int | None
    value_class: str  # value, failure
    cause: str


@fact("tickets.unsent")
class Unsent(Fact):
    ticket: int
    message: int
    what: str  # question, answer; "words" when they had decided nothing


@fact("tickets.noted")
class Noted(Fact):
    ticket: int
    note: int


@fact("tickets.reminded")
class Reminded(Fact):
    ticket: int
    message: int
    count: int


@fact("tickets.announced")
class Announced(Fact):
    ticket: int
    message: int
    written: bool = False  # by a person here, and not by the house by itself


@fact("tickets.undelivered")
class Undelivered(Fact):
    ticket: int
    message: int | None


@fact("tickets.posted")
class Posted(Fact):
    ticket: int
    message: int | None  # none: the one question


@fact("tickets.second_look_asked")
class SecondLookAsked(Fact):
    ticket: int
    reader: int | None  # nobody: taken back


@fact("tickets.draft_reread")
class DraftReread(Fact):
    ticket: int
    writer: int
    approved: bool
