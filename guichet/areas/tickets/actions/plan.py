"""Splitting the work: a plan of tasks from the service's template, or ad hoc."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guichet.areas.catalogue.queries import Offer, Step
from guichet.areas.catalogue.rules import Target
from guichet.areas.catalogue.rules.plans import cycle_in
from guichet.areas.people.models import Organisation, Staff
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.areas.tickets.actions.informing import inform
from guichet.areas.tickets.actions.locking import lock, lock_living, save, tell
from guichet.areas.tickets.actions.turns import give_turns
from guichet.areas.tickets.actions.words import TicketIsOver
from guichet.areas.tickets.facts import TaskAdded, TaskCancelled
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.queries.plan import as_open_task, whole_plan
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
    known = set(Task.rows.filter(ticket=held).values_list("key", flat=True))
    if missing := set(task.after) - known:
        raise BadPlan(sorted(missing))
    Target.parse(task.due)
    return _add(held, [task], by=by, now=now)[0]


def _add(ticket: Ticket, wanted: list[NewTask], *, by: Actor, now: datetime) -> list[Task]:
    own = _own_tasks(ticket)
    letters = [next_letter(own + place) for place in range(len(wanted))]
    tasks = [
        Task(
            ticket=ticket, letter=letter, key=one.key or letter, title=one.title, instructions=one.instructions,
            unit=one.unit, outside=one.unit.code != CLIENT_SERVICES and not one.question, due=one.due,
            partner=one.unit.is_partner and not one.question, mandatory=one.mandatory and not one.question,
            after=list(one.after), fields=list(one.fields), assignee=one.assignee, parent=one.parent,
            question=one.question, sealed=one.question and one.sealed, asker_id=getattr(by, "staff", None),
            **_planned(one.step),
        )
        for letter, one in zip(letters, wanted, strict=True)
    ]  # fmt: skip
    Task.rows.bulk_create(tasks)
    ticket.tasks_total += len(tasks)
    facts: list[Fact] = [
        TaskAdded(
            ticket=ticket.pk, task=task.pk, unit=task.unit_id, outside=task.outside, partner=task.partner,
            mandatory=task.mandatory, key=task.key, target=task.due, after=list(task.after),
        )
        for task in tasks
    ]  # fmt: skip
    settle(ticket, facts, by=by, now=now)
    return tasks


def _planned(step: Step | None) -> dict[str, Any]:
    if step is None:
        return {}
    return {
        "plan_id": step.plan, "kind": step.kind, "by_client": step.by_client, "told": step.told,
        "start_when": list(step.start_when), "skip_if": list(step.skip_if), "raci": step.raci.data(),
    }  # fmt: skip


def _own_tasks(ticket: Ticket) -> int:
    # The counter of a ticket that others were joined to counts their tasks too.
    return Task.rows.filter(ticket=ticket).count() if ticket.shared else ticket.tasks_total


def settle(ticket: Ticket, facts: list[Fact], *, by: Actor, now: datetime) -> None:
    """Make ready what waits for nothing any more, give the ticket the state that follows, and record it all."""
    rows = whole_plan(ticket)
    facts += give_turns(ticket, rows, now)
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
    """Stop one task: only Client Services does."""
    _own, ticket = lock_living(task.ticket)
    held = Task.rows.select_for_update().get(pk=task.pk)
    if held.is_open:
        held.state = TaskState.CANCELLED
        held.save(update_fields=["state"])
        settle(ticket, [TaskCancelled(ticket=ticket.pk, task=held.pk)], by=by, now=now)
    return held
