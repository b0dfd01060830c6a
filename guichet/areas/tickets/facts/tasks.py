"""What becomes of the tasks behind a ticket."""

from dataclasses import field

from guichet.ground.journal.facts import Fact, fact


@fact("tickets.task_added")
class TaskAdded(Fact):
    ticket: int
    task: int
    unit: int
    outside: bool
    partner: bool
    mandatory: bool
    key: str = ""
    target: str = ""  # its delay
    after: list[str] = field(default_factory=list)  # the keys that it waits for


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


@fact("tickets.task_reminded")
class TaskReminded(Fact):
    ticket: int
    task: int
    count: int


@fact("tickets.task_noted")
class TaskNoted(Fact):
    ticket: int
    task: int
    message: int


@fact("tickets.task_told")
class TaskTold(Fact):
    ticket: int
    task: int
    staff: list[int]


@fact("tickets.task_replanned")
class TaskReplanned(Fact):
    ticket: int
    task: int
    due: str
    target: str  # its delay
    mandatory: bool
    after: list[str]
