"""The work that a ticket takes along when it is joined to another, and brings back when it is separated."""

from guichet.areas.tickets.facts import TaskAdded, Works
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.rules import TaskState
from guichet.ground.journal.models import Entry

OVER = (TaskState.DONE, TaskState.CANCELLED)


def works_of(ticket: Ticket) -> Works:
    """Return where each task of a ticket stands, as the clock of another ticket is to be told."""
    planned = Entry.objects.filter(stream=ticket.stream, kind=TaskAdded.kind).values_list("data__task", "at")
    since = {task: at.isoformat() for task, at in planned}
    return {
        str(task.pk): {
            "key": task.key, "after": list(task.after), "target": task.due, "mandatory": task.mandatory,
            "over": task.state in OVER, "planned": since[task.pk],
            "ready": task.ready_at.isoformat() if task.ready_at else "",
            "due": task.due_at.isoformat() if task.due_at else "",
        }
        for task in Task.rows.filter(ticket=ticket, pk__in=since).order_by("pk")
    }  # fmt: skip
