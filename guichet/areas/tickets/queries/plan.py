"""The plan of one ticket."""

from django.db.models import QuerySet

from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.queries.family import family_of
from guichet.areas.tickets.rules import OpenTask, TaskState
from guichet.ground.database.prepared import prepared


def open_tasks(ticket: Ticket) -> list[OpenTask]:
    """Return the tasks of a ticket, and of those joined to it, as the life cycle sees them."""
    return [as_open_task(row) for row in whole_plan(ticket)]


def whole_plan(ticket: Ticket) -> list[Task]:
    """Return every task of a ticket, in the order of the plan, then those of the tickets joined to it."""
    if not ticket.shared:
        return tasks_in_plan(ticket=ticket.pk)
    return [task for pk in family_of(ticket) for task in tasks_in_plan(ticket=pk)]


@prepared
def tasks_in_plan(*, ticket: int) -> QuerySet[Task]:
    """Return every task of a ticket, in the order of the plan."""
    return Task.rows.filter(ticket=ticket).order_by("pk")


def as_open_task(row: Task) -> OpenTask:
    """Return a task as the life cycle sees it."""
    return OpenTask(row.letter, str(row.title), TaskState(row.state), row.mandatory, row.outside)
