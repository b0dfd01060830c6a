"""Numbers about tickets for whoever watches the machine: no names, no words."""

from django.db.models import Count

from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import OPEN_STATES, State


def open_by_state() -> dict[str, int]:
    """Count the tickets that are not over, by state."""
    watched = [*map(str, OPEN_STATES), str(State.RESOLVED)]
    counted = Ticket.rows.filter(state__in=watched).order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(watched, 0) | dict(counted)
