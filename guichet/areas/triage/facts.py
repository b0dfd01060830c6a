"""What can be said about suggestions in the journal: their accuracy is counted from here."""

from guichet.ground.journal.facts import Fact, fact


@fact("triage.suggested")
class Suggested(Fact):
    ticket: int
    service: int | None  # None: it abstained
    sure: int  # per cent
    method: str  # client, words, history
    impact: int
    urgency: int
    twins: int  # how many requests resemble it


@fact("triage.accepted")
class Accepted(Fact):
    ticket: int
    service: int
    levels: bool  # impact and urgency were kept too


@fact("triage.overridden")
class Overridden(Fact):
    ticket: int
    service: int  # the one that was chosen
    suggested: int | None  # None: nothing was, it had abstained
    levels: bool
