"""The plan of one ticket."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet

from guichet.areas.catalogue.rules.plans import RESULT, Kind
from guichet.areas.tickets.models import OPEN, Task, Ticket
from guichet.areas.tickets.queries.family import family_of
from guichet.areas.tickets.rules import OpenTask, State, TaskState
from guichet.ground.database.prepared import prepared

MOST = 500  # waits ended in one breath


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


def inside_of(task: Task, rows: Iterable[Task]) -> list[Task]:
    """Return the tasks of the plan that a task runs, and of those inside that one."""
    found, inside = list[Task](), {task.pk}
    for row in rows:  # in the order of the plan: what is inside comes after what it is inside of
        if row.parent_id in inside:
            inside.add(row.pk)
            found.append(row)
    return found


def as_open_task(row: Task) -> OpenTask:
    """Return a task as the life cycle sees it."""
    return OpenTask(row.letter, str(row.title), TaskState(row.state), row.mandatory, row.outside)


def facts_of(ticket: Ticket, rows: Iterable[Task]) -> dict[str, str]:
    """Return what the conditions of a plan may ask of a ticket: its own facts, and what its tasks brought."""
    known = {
        "channel": ticket.channel, "language": ticket.language, "group": ticket.client_group, "tier": ticket.tier,
        "impact": str(ticket.impact), "urgency": str(ticket.urgency), "priority": str(ticket.priority),
    }  # fmt: skip
    return known | {f"{RESULT}{row.key}": row.result_code for row in rows if row.ticket_id == ticket.pk}


def waits_over(now: datetime) -> list[Task]:
    """Return the waits of plans whose delay has run."""
    rows = Task.rows.filter(kind=Kind.WAIT, state=TaskState.READY, due_at__lte=now)
    rows = rows.exclude(ticket__state__in=(State.CLOSED, State.CANCELLED))  # nothing more comes of those
    return list(rows.select_related("ticket").order_by("due_at", "pk")[:MOST])


def open_on_each_version(service: int) -> dict[int, int]:
    """Count the open tickets whose plan was started from each version of a service's plan."""
    rows = Task.rows.filter(plan__service=service, ticket__state__in=OPEN).order_by()
    return dict(rows.values_list("plan__version").annotate(count=Count("ticket", distinct=True)))
