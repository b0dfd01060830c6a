"""Numbers about tickets for whoever watches the machine: no names, no words."""

from collections.abc import Iterable

from django.db.models import Count

from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.rules import OPEN_STATES, TASK_OPEN, State


def open_by_state() -> dict[str, int]:
    """Count the tickets that are not over, by state."""
    watched = [*map(str, OPEN_STATES), str(State.RESOLVED)]
    counted = Ticket.rows.filter(state__in=watched).order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(watched, 0) | dict(counted)


def open_by_service(services: Iterable[int]) -> dict[int, int]:
    """Count the open tickets of some services."""
    rows = Ticket.rows.filter(service__in=services, state__in=OPEN_STATES).order_by()
    return dict(rows.values_list("service").annotate(n=Count("pk")))


def open_tasks_at(services: Iterable[int]) -> dict[tuple[int, str], int]:
    """Count the open tasks of the tickets of some services, by service and by the step that they came from."""
    rows = Task.rows.filter(ticket__service__in=services, state__in=TASK_OPEN).order_by()
    return {(service, key): n for service, key, n in rows.values_list("ticket__service", "key").annotate(n=Count("pk"))}
