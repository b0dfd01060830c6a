"""What can be said about people in the journal. Ids and codes only."""

from guichet.ground.journal.facts import Fact, fact


@fact("people.delegation_ended")
class DelegationEnded(Fact):
    delegation: int
    delegate: int
    how: str  # date, withdrawn


@fact("people.firm_numbered")
class FirmNumbered(Fact):
    organisation: int
    was: str  # the number before, and now: nothing where there was or is none
    number: str


@fact("people.account_attached")
class AccountAttached(Fact):
    organisation: int
    account: str
    partner: str  # the code of whoever gave it


@fact("people.account_detached")
class AccountDetached(Fact):
    organisation: int
    account: str
    partner: str
