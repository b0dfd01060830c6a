"""What can be said about looks in the journal: only that somebody who works here opened a confidential request."""

from guichet.ground.journal.facts import Fact, fact


@fact("sight.confidential_viewed")
class ConfidentialViewed(Fact):
    ticket: int
    door: str
    why: str
