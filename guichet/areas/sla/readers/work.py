"""The clocks of the work behind a promise: what is added, in hand, over, and told of."""

from datetime import datetime

from guichet.areas.sla.facts import TaskAlerted
from guichet.areas.sla.models import TaskClock
from guichet.areas.sla.readers.clock import Clock, Clocks
from guichet.areas.tickets import facts as tickets
from guichet.ground.journal.models import Entry


@Clocks.on(TaskAlerted)
def task_alerted(clock: Clock, entry: Entry, fact: TaskAlerted) -> None:
    if row := clock.work().get(fact.task):
        row.told_share, row.told_due = fact.share, datetime.fromisoformat(fact.due)


@Clocks.on(tickets.TaskReplanned)
def task_replanned(clock: Clock, entry: Entry, fact: tickets.TaskReplanned) -> None:
    if row := clock.work().get(fact.task):
        within = row.key.rpartition(":")[0]
        row.after = [f"{within}:{key}" if within else key for key in fact.after]
        row.target, row.mandatory = fact.target, fact.mandatory
        row.own_due_at = datetime.fromisoformat(fact.due) if fact.due else row.own_due_at


def add_work(clock: Clock, fact: tickets.TaskAdded, at: datetime) -> None:
    """Take in a task that was added; what was added before tasks had clocks has none."""
    if not fact.target:
        return
    clock.work()[fact.task] = TaskClock(
        task_id=fact.task, ticket_id=clock.ticket, key=fact.key, after=list(fact.after),
        target=fact.target, mandatory=fact.mandatory, planned_at=at,
    )  # fmt: skip


def move_work(clock: Clock, task: int, *, in_hand: bool, over: bool, at: datetime, due: str = "") -> None:
    """Say that a task is in hand, or is not, or is over."""
    if (row := clock.work().get(task)) is None:
        return  # of a ticket that was joined to this one before its work went by this clock
    row.in_hand, row.over = in_hand, over
    if in_hand:
        row.ready_at = row.ready_at or at
        row.own_due_at = datetime.fromisoformat(due) if due else row.own_due_at


def take_in(clock: Clock, works: tickets.Works, *, within: str = "", at: datetime | None = None) -> None:
    """Take in the work of a ticket that was joined to this one, whose keys are told apart; or that comes back."""
    for task, said in works.items():
        row = clock.work().setdefault(int(task), TaskClock(task_id=int(task), ticket_id=clock.ticket))
        row.key, row.after = f"{within}{said['key']}", [f"{within}{key}" for key in said["after"]]
        row.target, row.mandatory, row.over = said["target"], said["mandatory"], said["over"]
        row.planned_at = at or datetime.fromisoformat(said["planned"])
        row.ready_at = datetime.fromisoformat(said["ready"]) if said["ready"] else None
        row.own_due_at = datetime.fromisoformat(said["due"]) if said["due"] else None
        row.in_hand = bool(clock.known.hands[task][1])


def let_go(clock: Clock, tasks: list[int]) -> None:
    """Leave work to the clock of another ticket."""
    for task in tasks:
        clock.work().pop(task, None)


def stop_work(clock: Clock, *, goes_on: bool) -> None:
    """Stop the clocks of a ticket that goes on in another, or let them run again."""
    for row in clock.work().values() if clock.known.hands else ():
        row.in_hand = goes_on and bool(clock.known.hands.get(str(row.task_id), [None, False])[1])
