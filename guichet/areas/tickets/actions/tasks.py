"""What the worker of a task does with it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from guichet.areas.catalogue.rules.plans import Kind
from guichet.areas.people.models import Staff
from guichet.areas.tickets.actions.locking import lock_living, tell
from guichet.areas.tickets.actions.plan import settle
from guichet.areas.tickets.facts import (
    TaskAccepted,
    TaskBlocked,
    TaskDone,
    TaskNoted,
    TaskReady,
    TaskReminded,
    TaskReturned,
    TaskUnblocked,
)
from guichet.areas.tickets.models import Draft, Task, TaskMessage, Ticket
from guichet.areas.tickets.queries.plan import open_tasks, whole_plan
from guichet.areas.tickets.rules import DECIDED, TASK_IN_HAND, TaskState, blocking
from guichet.ground.access import Actor
from guichet.ground.actions import action

A_DAY = timedelta(hours=20)  # nobody reminds at the same minute each day


class NotInHand(ValueError):
    """The task waits for others, is over, or was returned."""

    def __str__(self) -> str:
        return _("This task is not in hand: it waits for another one, was returned, or is over.")


class NeedsADecision(ValueError):
    """A decision is yes or no: what comes next hangs on it."""

    def __str__(self) -> str:
        return _("This step is a decision: say yes or no.")


class NeedsAReason(ValueError):
    """Blocking and returning say why."""

    def __str__(self) -> str:
        return _("Say why, in a few words: the person in charge will read it.")


class RemindedAlready(ValueError):
    """One reminder a day is enough."""

    def __str__(self) -> str:
        return _("They were reminded less than a day ago. Call them, or go on without it.")


def _locked(task: Task) -> tuple[Ticket, Task]:
    # A task of a ticket that was joined goes on in the life of the other.
    _own, ticket = lock_living(task.ticket)
    return ticket, Task.rows.select_for_update().get(pk=task.pk)


def _held(task: Task, *states: TaskState) -> tuple[Ticket, Task]:
    ticket, held = _locked(task)
    if held.state not in states:
        raise NotInHand
    return ticket, held


def _staff(by: Actor) -> int | None:
    return getattr(by, "staff", None)


@action("tickets.accept_task")
def accept_task(task: Task, *, by: Actor, now: datetime, assignee: Staff | None = None) -> Task:
    """Take a ready task in hand, for oneself or for a colleague of the unit."""
    ticket, held = _held(task, TaskState.READY, TaskState.ACCEPTED)
    if held.kind == Kind.WAIT:
        raise NotInHand
    held.assignee_id = assignee.pk if assignee else _staff(by)
    held.state, held.started_at = TaskState.ACCEPTED, held.started_at or now
    held.save(update_fields=["assignee", "state", "started_at"])
    said = TaskAccepted(ticket=ticket.pk, task=held.pk, staff=held.assignee_id or 0)
    settle(ticket, [said], by=by, now=now)
    return held


@action("tickets.block_task")
def block_task(task: Task, *, by: Actor, now: datetime, reason: str) -> Task:
    """Say what stops the work; the clock of the unit goes on."""
    if not reason.strip():
        raise NeedsAReason
    ticket, held = _held(task, TaskState.READY, TaskState.ACCEPTED, TaskState.IN_PROGRESS)
    held.state, held.block_reason = TaskState.BLOCKED, reason
    held.save(update_fields=["state", "block_reason"])
    settle(ticket, [TaskBlocked(ticket=ticket.pk, task=held.pk)], by=by, now=now)
    return held


@action("tickets.unblock_task")
def unblock_task(task: Task, *, by: Actor, now: datetime) -> Task:
    """Say that the work can go on."""
    ticket, held = _held(task, TaskState.BLOCKED)
    held.state, held.block_reason = TaskState.ACCEPTED, ""
    held.save(update_fields=["state", "block_reason"])
    settle(ticket, [TaskUnblocked(ticket=ticket.pk, task=held.pk)], by=by, now=now)
    return held


@action("tickets.return_task")
def return_task(task: Task, *, by: Actor, now: datetime, reason: str) -> Task:
    """Give a task back to the ticket's owner, never to another unit, with the reason."""
    if not reason.strip():
        raise NeedsAReason
    ticket, held = _held(task, TaskState.READY, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.BLOCKED)
    held.state, held.return_reason, held.assignee = TaskState.RETURNED, reason, None
    held.return_count += 1
    held.save(update_fields=["state", "return_reason", "assignee", "return_count"])
    settle(ticket, [TaskReturned(ticket=ticket.pk, task=held.pk, count=held.return_count)], by=by, now=now)
    return held


@action("tickets.resend_task")
def resend_task(task: Task, *, by: Actor, now: datetime, instructions: str = "") -> Task:
    """Give a returned task to its unit again, completed."""
    ticket, held = _held(task, TaskState.RETURNED)
    held.state, held.ready_at = TaskState.READY, now
    held.instructions = instructions or held.instructions
    held.save(update_fields=["state", "ready_at", "instructions"])
    due = held.due_at.isoformat() if held.due_at else ""
    settle(ticket, [TaskReady(ticket=ticket.pk, task=held.pk, due=due)], by=by, now=now)
    return held


@action("tickets.remind_task")
def remind_task(task: Task, *, by: Actor, now: datetime) -> Task:
    """Remind those who work on a task, or whose opinion was asked; once a day at most."""
    ticket, held = _held(task, *TASK_IN_HAND)
    if held.reminded_at and now < held.reminded_at + A_DAY:
        raise RemindedAlready
    held.reminders, held.reminded_at = held.reminders + 1, now
    held.save(update_fields=["reminders", "reminded_at"])
    tell(ticket, TaskReminded(ticket=ticket.pk, task=held.pk, count=held.reminders), by=by, at=now)
    return held


@action("tickets.finish_task")
def finish_task(task: Task, *, by: Actor, now: datetime, code: str = "done", result: str = "") -> Task:
    """End a task with its result; after the last one the owner finds an answer drafted from the results."""
    ticket, held = _held(task, *TASK_IN_HAND)
    if held.kind == Kind.DECISION and code not in DECIDED:
        raise NeedsADecision
    held.state, held.done_at, held.result_code, held.result_text = TaskState.DONE, now, code, result
    held.assignee_id = held.assignee_id or _staff(by)
    held.started_at = held.started_at or now
    held.save(update_fields=["state", "done_at", "result_code", "result_text", "assignee", "started_at"])
    settle(ticket, [TaskDone(ticket=ticket.pk, task=held.pk, code=code)], by=by, now=now)
    if not blocking(open_tasks(ticket)):
        draft_answer(ticket, now=now)
    return held


@action("tickets.end_wait")
def end_wait(task: Task, *, by: Actor, now: datetime) -> bool:
    """End a wait whose delay has run; nothing where another worker was faster."""
    ticket, held = _locked(task)
    if held.kind != Kind.WAIT or held.state != TaskState.READY or not held.due_at or held.due_at > now:
        return False
    held.state, held.done_at, held.result_code = TaskState.DONE, now, "done"
    held.save(update_fields=["state", "done_at", "result_code"])
    settle(ticket, [TaskDone(ticket=ticket.pk, task=held.pk, code="done")], by=by, now=now)
    return True


def draft_answer(ticket: Ticket, *, now: datetime) -> Draft | None:
    """Prepare the answer for the owner from what each task brought: results only, never notes."""
    done = [row for row in whole_plan(ticket) if row.state == TaskState.DONE and row.result_text and not row.question]
    body = "\n\n".join(row.result_text.strip() for row in done)
    if not body or ticket.owner_id is None:
        return None
    kept, _created = Draft.objects.get_or_create(
        ticket=ticket, staff_id=ticket.owner_id, kind="answer", defaults={"body": body, "updated_at": now}
    )
    return kept


@action("tickets.note_task")
def note_task(task: Task, *, by: Actor, now: datetime, body: str) -> TaskMessage:
    """Write on a task, for its worker and for the ticket's owner."""
    _own, ticket = lock_living(task.ticket)
    made = TaskMessage.objects.create(task=task, staff_id=_staff(by), body=body, at=now)
    tell(ticket, TaskNoted(ticket=ticket.pk, task=task.pk, message=made.pk), by=by, at=now)
    return made
