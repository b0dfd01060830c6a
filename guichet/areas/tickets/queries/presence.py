"""Who is at which ticket, for whoever may see that ticket."""

from dataclasses import dataclass
from datetime import datetime

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Presence, Ticket


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody else who has a ticket open now."""

    number: str
    name: str
    writes: bool


def present(viewer: Viewer, *, now: datetime) -> list[Present]:
    """Return the others who are at tickets that the viewer sees, whoever writes first."""
    here = Presence.objects.filter(until__gt=now, ticket__in=Ticket.objects.visible_to(viewer))
    rows = here.exclude(staff=viewer.staff).select_related("staff", "ticket").order_by("ticket", "pk")
    found = [
        Present(one.ticket.number, one.staff.full_name, bool(one.writes_until and one.writes_until > now))
        for one in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.number, not one.writes))
