"""Reading pulses."""

from datetime import datetime

from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets.models import Ticket


def open_pulse(token: str, *, now: datetime) -> Pulse | None:
    """Return the question that a link leads to, unless it has expired."""
    return Pulse.objects.filter(token=token, expires_at__gt=now).select_related("ticket", "person").first()


def pulse_of(ticket: Ticket) -> Pulse | None:
    """Return the question asked on a ticket, if it was."""
    return Pulse.objects.filter(ticket=ticket).first()


def pulse(pk: int) -> Pulse:
    """Return one pulse."""
    return Pulse.objects.select_related("ticket", "person").get(pk=pk)
