"""Who takes part in a ticket, and two records that were one person."""

from guichet.ground.journal.facts import Fact, fact


@fact("tickets.party_added")
class PartyAdded(Fact):
    ticket: int
    party: int
    person: int
    role: str
    level: str
    language: str
    channel: str
    message: int | None


@fact("tickets.party_changed")
class PartyChanged(Fact):
    ticket: int
    party: int
    level: str
    language: str
    channel: str


@fact("tickets.party_removed")
class PartyRemoved(Fact):
    ticket: int
    party: int
    person: int


@fact("tickets.party_told")
class PartyTold(Fact):
    ticket: int
    party: int
    count: int


@fact("tickets.party_wrote")
class PartyWrote(Fact):
    ticket: int
    party: int
    message: int
    channel: str


@fact("people.merged")
class PersonsMerged(Fact):
    kept: int
    gone: int
    tickets: int
    points: int


@fact("people.parted")
class PersonsParted(Fact):
    kept: int
    gone: int


@fact("tickets.requester_merged")
class RequesterMerged(Fact):
    ticket: int
    person: int
    was: int
    compartment: int
