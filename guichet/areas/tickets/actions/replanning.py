"""Changing the plan of one ticket alone: the template that it came from stays as it is."""

from datetime import datetime

from guichet.areas.catalogue.rules.dated import due_of
from guichet.areas.catalogue.rules.plans import Kind, cycle_in
from guichet.areas.tickets.actions.locking import lock_living
from guichet.areas.tickets.actions.plan import BadPlan, replanned, settle
from guichet.areas.tickets.actions.tasks import NotInHand
from guichet.areas.tickets.actions.turns import due_at_of
from guichet.areas.tickets.models import Task
from guichet.areas.tickets.queries.plan import whole_plan
from guichet.areas.tickets.rules import TaskState
from guichet.ground.access import Actor
from guichet.ground.actions import action

CHANGEABLE = (TaskState.PLANNED, TaskState.READY, TaskState.ACCEPTED, TaskState.BLOCKED)


@action("tickets.plan")
def replan_task(
    task: Task, *, by: Actor, now: datetime, due: str, mandatory: bool, after: tuple[str, ...] | None = None
) -> Task:
    """Change a step: its delay, whether the answer waits for it and, while it waits, what it waits for."""
    _own, ticket = lock_living(task.ticket)
    held = Task.rows.select_for_update().get(pk=task.pk)
    if held.state not in CHANGEABLE or held.kind == Kind.PLAN:
        raise NotInHand
    target = due_of(due)
    held.due, held.mandatory = str(target), mandatory and not held.question
    if after is not None and held.state == TaskState.PLANNED:
        held.after = _checked(held, after, whole_plan(ticket))
    if held.ready_at:
        held.due_at = due_at_of(held, held.ready_at, ticket)
    held.save(update_fields=["due", "mandatory", "after", "due_at"])
    settle(ticket, [replanned(held, ticket)], by=by, now=now)
    held.refresh_from_db()
    return held


def _checked(held: Task, after: tuple[str, ...], rows: list[Task]) -> list[str]:
    own = {row.key: tuple(row.after) for row in rows if row.ticket_id == held.ticket_id}
    if missing := set(after) - own.keys():
        raise BadPlan(sorted(missing))
    if circle := cycle_in(own | {held.key: after}):
        raise BadPlan(circle)
    return list(after)
