"""What can be said about problems in the journal: which one, which ticket, how many people."""

from guichet.ground.journal.facts import Fact, fact


@fact("problems.opened")
class Opened(Fact):
    problem: int
    was: str  # proposed, or nothing when somebody declared it


@fact("problems.announced")
class Announced(Fact):
    problem: int
    people: int


@fact("problems.closed")
class Closed(Fact):
    problem: int
    resolved: int  # requests that the one message answered
    left: int  # requests told, and still open because something else is to be done on them


@fact("problems.posted")
class Posted(Fact):
    problem: int
    person: int


@fact("problems.tied")
class Tied(Fact):
    ticket: int
    problem: int
    why: str  # person, words, cause


@fact("problems.untied")
class Untied(Fact):
    ticket: int
    problem: int
