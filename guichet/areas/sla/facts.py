"""What can be said about promises in the journal."""

from guichet.ground.journal.facts import Fact, fact


@fact("sla.alerted")
class Alerted(Fact):
    ticket: int
    share: int  # of the promise that was used, in hundredths
    due: str
    staff: list[int]
    about: str = ""  # update: the next news; nothing: an answer


@fact("sla.task_alerted")
class TaskAlerted(Fact):
    ticket: int
    task: int
    share: int  # of its time that was used, in hundredths
    due: str
    staff: list[int]


@fact("sla.promise_moved")
class PromiseMoved(Fact):
    ticket: int
    due: str
    reason: str
    message: int | None


@fact("sla.file_completed")
class FileCompleted(Fact):
    ticket: int
    at: str  # ISO 8601: the clock of the legal maximum starts then
    message: int


@fact("sla.maximum_paused")
class MaximumPaused(Fact):
    ticket: int
    reason: str
    message: int


@fact("sla.maximum_resumed")
class MaximumResumed(Fact):
    ticket: int
    message: int


@fact("sla.maximum_extended")
class MaximumExtended(Fact):
    ticket: int
    by: str  # in the words of catalogue.rules.targets
    message: int


@fact("sla.silence_decided")
class SilenceDecided(Fact):
    ticket: int
    outcome: str  # accepted, refused
    message: int
