"""What can be said about forms in the journal."""

from guichet.ground.journal.facts import Fact, fact


@fact("forms.answered")
class Answered(Fact):
    ticket: int
    form: int
    answers: int


@fact("forms.erased")
class AnswersErased(Fact):
    """Answers were kept long enough; of what kind they were stays, what they said does not."""

    ticket: int
    elements: list[str]
    files: int
    why: str
