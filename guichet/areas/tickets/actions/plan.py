"""Splitting the work: a plan of tasks from the service's template, or ad hoc."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer, Step
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.plans import Kind, cycle_in
from guichet.areas.people.models import Organisation, Staff
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.areas.tickets.actions.access_ends import date_endings
from guichet.areas.tickets.actions.informing import inform, name_companion
from guichet.areas.tickets.actions.locking import lock, lock_living, save, tell
from guichet.areas.tickets.actions.turns import give_turns
from guichet.areas.tickets.actions.words import TicketIsOver
from guichet.areas.tickets.facts import TaskAdded, TaskCancelled, TaskReplanned
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.queries.plan import as_open_task, inside_of, whole_plan
from guichet.areas.tickets.rules import WORKING_STATES, State, TaskState, next_letter, working_state
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.facts import Fact


class BadPlan(ValueError):
    """The tasks of a plan wait for one another in a circle, or for a task that is not there."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        super().__init__(keys)

    def __str__(self) -> str:
        return _("These tasks wait for one another: %(keys)s.") % {"keys": " → ".join(self.keys)}


class NotAPlan(ValueError):
    """Only what runs a plan takes tasks inside of it."""

    def __str__(self) -> str:
        return _("Only a step that runs a plan, and has not ended, takes more tasks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A piece of work to give away."""

    title: Bilingual
    unit: Organisation
    due: str = "2 bd"
    instructions: str = ""
    mandatory: bool = True
    after: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("description",)
    assignee: Staff | None = None
    parent: Task | None = None
    key: str = ""
    step: Step | None = None  # of a plan: its conditions, its kind, its version
    sealed: bool = False  # of a question: only whoever asks reads the opinion
    question: bool = False  # a consultation: the ticket and its clock stay with us, and nothing waits for the answer


@action("tickets.plan")
def start_plan(ticket: Ticket, *, by: Actor, now: datetime, offer: Offer) -> list[Task]:
    """Start the plan of the ticket's service; a plan that was started is left as it is."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    if _own_tasks(held) or not offer.plan:
        return list(Task.rows.filter(ticket=held).order_by("pk"))
    if circle := cycle_in({step.key: step.after for step in offer.plan}):
        raise BadPlan(circle)
    if offer.journey and held.owner_id and not held.companion_id:
        name_companion(held, held.owner_id, by=by, now=now)
    units = Organisation.objects.in_bulk([step.unit for step in offer.plan])
    return _add(held, [_from_step(step, units[step.unit]) for step in offer.plan], by=by, now=now)


def _from_step(step: Step, unit: Organisation) -> NewTask:
    return NewTask(
        title=step.title, unit=unit, due=str(step.due), mandatory=step.mandatory, after=step.after,
        fields=step.fields, key=step.key, step=step,
    )  # fmt: skip


@action("tickets.add_task")
def add_task(ticket: Ticket, *, by: Actor, now: datetime, task: NewTask) -> Task:
    """Give one piece of work to a unit or a partner; the ticket and the client stay with us."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    known = {key: tuple(after) for key, after in Task.rows.filter(ticket=held).values_list("key", "after")}
    if missing := set(task.after) - known.keys():
        raise BadPlan(sorted(missing))
    Target.parse(task.due)
    around = _holding(held, task.parent) if task.parent else None
    if around and (circle := cycle_in(known | {around.key: (*around.after, *task.after)})):
        raise BadPlan(circle)
    return _add(held, [task], by=by, now=now, around=around)[0]


def _holding(ticket: Ticket, parent: Task) -> Task:
    held = Task.rows.select_for_update().get(pk=parent.pk)
    if held.kind != Kind.PLAN or not held.is_open or held.ticket_id != ticket.pk:
        raise NotAPlan
    return held


def _add(ticket: Ticket, wanted: list[NewTask], *, by: Actor, now: datetime, around: Task | None = None) -> list[Task]:
    own = _own_tasks(ticket)
    letters = [next_letter(own + place) for place in range(len(wanted))]
    tasks = [
        Task(
            ticket=ticket, letter=letter, key=one.key or letter, title=one.title, instructions=one.instructions,
            unit=one.unit, outside=_is_outside(one) and one.unit.code != CLIENT_SERVICES, due=one.due,
            partner=_is_outside(one) and one.unit.is_partner, mandatory=one.mandatory and not one.question,
            after=list(one.after), fields=list(one.fields), assignee=one.assignee, parent=one.parent,
            question=one.question, sealed=one.question and one.sealed, asker_id=getattr(by, "staff", None),
            **_planned(one.step),
        )
        for letter, one in zip(letters, wanted, strict=True)
    ]  # fmt: skip
    Task.rows.bulk_create(tasks)
    _put_inside(tasks, wanted)
    ticket.tasks_total += len(tasks)
    facts: list[Fact] = [
        TaskAdded(
            ticket=ticket.pk, task=task.pk, unit=task.unit_id, outside=task.outside, partner=task.partner,
            mandatory=task.mandatory, key=task.key, target=task.due, after=list(task.after),
        )
        for task in tasks
    ]  # fmt: skip
    facts += _waited_for(ticket, around, tasks) if around else []
    settle(ticket, facts, by=by, now=now)
    return tasks


def _waited_for(ticket: Ticket, around: Task, tasks: list[Task]) -> list[Fact]:
    """Let the step that runs a plan wait for what is added inside of it; nothing waits for an opinion."""
    keys = [task.key for task in tasks if not task.question]
    if not keys:
        return []
    around.after = [*around.after, *keys]
    around.save(update_fields=["after"])
    return [replanned(around, ticket)]


def replanned(task: Task, ticket: Ticket) -> TaskReplanned:
    """Return what the journal says of a step as it stands now."""
    return TaskReplanned(
        ticket=ticket.pk, task=task.pk, due=task.due_at.isoformat() if task.due_at else "", target=task.due,
        mandatory=task.mandatory, after=list(task.after),
    )  # fmt: skip


def _is_outside(one: NewTask) -> bool:
    # A question leaves the ticket with us; of a plan inside the plan, its own steps are in somebody's hands.
    return not one.question and not (one.step and one.step.kind == Kind.PLAN)


def _put_inside(tasks: list[Task], wanted: list[NewTask]) -> None:
    known = {task.key: task for task in tasks}
    inner = [(task, one.step.inside) for task, one in zip(tasks, wanted, strict=True) if one.step and one.step.inside]
    for task, inside in inner:
        task.parent = known[inside]
    if inner:
        Task.rows.bulk_update([task for task, _inside in inner], ["parent"])


def _planned(step: Step | None) -> dict[str, Any]:
    if step is None:
        return {}
    return {
        "plan_id": step.plan, "kind": step.kind, "by_client": step.by_client, "told": step.told,
        "start_when": list(step.start_when), "skip_if": list(step.skip_if), "raci": step.raci.data(),
        "ends": list(step.ends),
    }  # fmt: skip


def _own_tasks(ticket: Ticket) -> int:
    # The counter of a ticket that others were joined to counts their tasks too.
    return Task.rows.filter(ticket=ticket).count() if ticket.shared else ticket.tasks_total


def settle(ticket: Ticket, facts: list[Fact], *, by: Actor, now: datetime) -> None:
    """Make ready what waits for nothing any more, give the ticket the state that follows, and record it all."""
    rows = whole_plan(ticket)
    facts += give_turns(ticket, rows, now)
    facts += date_endings(ticket, rows, facts, by=by, now=now)
    facts += inform(ticket, rows, facts, by=by, now=now)
    if ticket.state in WORKING_STATES and ticket.state != State.WAITING_CLIENT:
        ticket.state = working_state([as_open_task(row) for row in rows])
    ticket.tasks_done = sum(row.state == TaskState.DONE for row in rows)
    save(ticket, "state", "tasks_total", "tasks_done")
    tell(ticket, *facts, by=by, at=now)


def cancel_all_tasks(ticket: Ticket, *, by: Actor, now: datetime) -> None:
    """Stop every open task of a ticket that stops."""
    rows = [row for row in whole_plan(ticket) if row.is_open]
    for row in rows:
        row.state = TaskState.CANCELLED
    Task.rows.bulk_update(rows, ["state"])
    if rows:
        tell(ticket, *[TaskCancelled(ticket=ticket.pk, task=row.pk) for row in rows], by=by, at=now)


@action("tickets.cancel_task")
def cancel_task(task: Task, *, by: Actor, now: datetime) -> Task:
    """Stop one task, with those inside it: only Client Services does."""
    _own, ticket = lock_living(task.ticket)
    held = Task.rows.select_for_update().get(pk=task.pk)
    if held.is_open:
        stopped = [held, *(one for one in inside_of(held, whole_plan(ticket)) if one.is_open)]
        for one in stopped:
            one.state = TaskState.CANCELLED
        Task.rows.bulk_update(stopped, ["state"])
        settle(ticket, [TaskCancelled(ticket=ticket.pk, task=one.pk) for one in stopped], by=by, now=now)
    return held
