"""What can be said about tickets in the journal. Ids, codes and numbers only."""

from typing import Any

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


@fact("tickets.undelivered")
class Undelivered(Fact):
    ticket: int
    message: int | None


@fact("tickets.task_added")
class TaskAdded(Fact):
    ticket: int
    task: int
    unit: int
    outside: bool
    partner: bool
    mandatory: bool


@fact("tickets.task_ready")
class TaskReady(Fact):
    ticket: int
    task: int
    due: str


@fact("tickets.task_accepted")
class TaskAccepted(Fact):
    ticket: int
    task: int
    staff: int


@fact("tickets.task_blocked")
class TaskBlocked(Fact):
    ticket: int
    task: int


@fact("tickets.task_unblocked")
class TaskUnblocked(Fact):
    ticket: int
    task: int


@fact("tickets.task_returned")
class TaskReturned(Fact):
    ticket: int
    task: int
    count: int


@fact("tickets.task_done")
class TaskDone(Fact):
    ticket: int
    task: int
    code: str


@fact("tickets.task_cancelled")
class TaskCancelled(Fact):
    ticket: int
    task: int


@fact("tickets.task_noted")
class TaskNoted(Fact):
    ticket: int
    task: int
    message: int


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


Hands = dict[str, list[Any]]  # by task: its holder (us, unit, partner), and whether it is in hand


@fact("tickets.merged")
class Merged(Fact):
    ticket: int
    into: int
    reason: str
    message: int | None


@fact("tickets.joined")
class Joined(Fact):
    ticket: int
    other: int
    hands: Hands
    message: int | None


@fact("tickets.unmerged")
class Unmerged(Fact):
    ticket: int
    into: int
    hands: Hands
    waits: bool  # for the client, as it did when it was joined
    answered: str  # ISO 8601: the first words of ours that both were told, or nothing
    message: int | None


@fact("tickets.parted")
class Parted(Fact):
    ticket: int
    other: int
    tasks: list[int]
    message: int | None


@fact("tickets.split_off")
class SplitOff(Fact):
    ticket: int
    other: int
    messages: list[int]


@fact("tickets.split_from")
class SplitFrom(Fact):
    ticket: int
    other: int


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


@fact("tickets.linked")
class Linked(Fact):
    ticket: int
    other: int
    tie: str  # what the other is to this one: related, duplicate, original, child, parent


@fact("tickets.unlinked")
class Unlinked(Fact):
    ticket: int
    other: int


@fact("tickets.second_look_asked")
class SecondLookAsked(Fact):
    ticket: int
    reader: int | None  # nobody: taken back


@fact("tickets.draft_reread")
class DraftReread(Fact):
    ticket: int
    writer: int
    approved: bool


@fact("tickets.language_chosen")
class LanguageChosen(Fact):
    ticket: int
    language: str
    was: str
