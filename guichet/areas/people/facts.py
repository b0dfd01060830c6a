"""What can be said about people in the journal. Ids and codes only."""

from guichet.ground.journal.facts import Fact, fact


@fact("people.delegation_ended")
class DelegationEnded(Fact):
    delegation: int
    delegate: int
    how: str  # date, withdrawn
