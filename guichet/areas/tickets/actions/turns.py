"""Whose turn it is in a plan: what becomes ready, what is passed over, what is done by itself."""

from datetime import datetime

from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.dated import Dated, due_of
from guichet.areas.catalogue.rules.plans import BY_ITSELF, Facts, passed_over
from guichet.areas.tickets.facts import TaskCancelled, TaskDone, TaskReady
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.queries.plan import facts_of
from guichet.areas.tickets.queries.waiting import calendar_of
from guichet.areas.tickets.rules import TaskState
from guichet.ground.journal.facts import Fact

SKIPPED = "skipped"
ENDED = (TaskState.DONE, TaskState.CANCELLED)
COLUMNS = ["state", "ready_at", "due_at", "done_at", "result_code"]


def give_turns(ticket: Ticket, rows: list[Task], now: datetime) -> list[Fact]:
    """Give each task whose turn has come its state; one that is done by itself may bring the turn of others."""
    told: list[Fact] = []
    moved: list[Task] = []
    while turn := _whose_turn(rows):
        told += [_give(ticket, row, _known(row, rows), now) for row in turn]
        moved += turn
    if moved:
        Task.rows.bulk_update(moved, COLUMNS)
    return told


def due_at_of(row: Task, ready_at: datetime, ticket: Ticket) -> datetime:
    """Return when a step falls due: its delay after it is ready, or so many days from the day of the plan."""
    due, calendar = due_of(row.due), calendar_of(ticket)
    if isinstance(due, Target):
        return due.due_at(ready_at, calendar)
    assert row.ticket.day_on
    return due.due_at(row.ticket.day_on, calendar)


def _is_undated(row: Task) -> bool:
    # Its ticket is looked at last: most steps are not dated, and each would cost a query.
    return isinstance(due_of(row.due), Dated) and row.ticket.day_on is None


def _known(row: Task, rows: list[Task]) -> Facts:
    return facts_of(row.ticket, rows) if row.start_when or row.skip_if else {}


def _whose_turn(rows: list[Task]) -> list[Task]:
    ended = {(row.ticket_id, row.key) for row in rows if row.state in ENDED}
    return [
        row
        for row in rows
        if row.state == TaskState.PLANNED
        and {(row.ticket_id, key) for key in row.after} <= ended
        and not _is_undated(row)
    ]


def _give(ticket: Ticket, row: Task, facts: Facts, now: datetime) -> Fact:
    if passed_over(row.start_when, row.skip_if, facts):
        row.state, row.result_code = TaskState.CANCELLED, SKIPPED
        return TaskCancelled(ticket=ticket.pk, task=row.pk)
    if row.kind in BY_ITSELF:
        row.state, row.ready_at, row.done_at, row.result_code = TaskState.DONE, now, now, "done"
        return TaskDone(ticket=ticket.pk, task=row.pk, code="done")
    row.state, row.ready_at = TaskState.READY, now
    row.due_at = due_at_of(row, now, ticket)
    return TaskReady(ticket=ticket.pk, task=row.pk, due=row.due_at.isoformat())
