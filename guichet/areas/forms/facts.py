"""What can be said about forms in the journal."""

from guichet.ground.journal.facts import Fact, fact


@fact("forms.answered")
class Answered(Fact):
    ticket: int
    form: int
    answers: int
