"""The plan of one ticket."""

from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.rules import OpenTask, TaskState


def open_tasks(ticket: Ticket) -> list[OpenTask]:
    """Return the tasks of a ticket as the life cycle sees them."""
    rows = Task.rows.filter(ticket=ticket).order_by("pk").only("letter", "title", "state", "mandatory", "outside")
    return [as_open_task(row) for row in rows]


def as_open_task(row: Task) -> OpenTask:
    """Return a task as the life cycle sees it."""
    return OpenTask(row.letter, str(row.title), TaskState(row.state), row.mandatory, row.outside)
