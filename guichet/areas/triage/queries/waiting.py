"""Requests that wait for somebody to take them in charge."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.tickets.models import OPEN, Ticket
from guichet.areas.tickets.rules import State

MOST_LOOKED_AT = 50
WHOLE = ("requester", "compartment__organisation__caucus", "owner__substitute__unit")


def waiting_for(viewer: Viewer, *, now: datetime) -> QuerySet[Ticket]:
    """Return what an agent may take: theirs, nobody's, or somebody's who is away; the most pressing first."""
    theirs = Q(owner=None) | Q(owner=viewer.staff) | Q(owner__in=away(localtime(now).date()))
    rows = Ticket.objects.visible_to(viewer).filter(theirs, state__in=[State.RECEIVED, State.TO_SORT])
    found: QuerySet[Ticket] = rows.select_related(*WHOLE).order_by("priority", "received_at", "pk")[:MOST_LOOKED_AT]
    return found


def with_those_away(*, now: datetime) -> QuerySet[Ticket]:
    """Return the open requests in charge of somebody who is away."""
    # Who is away is looked up first: nobody mostly, and an engine would else go through every request.
    owners = list(away(localtime(now).date()).values_list("pk", flat=True))
    held = Ticket.rows.filter(owner__in=owners, state__in=OPEN)
    return held.select_related(*WHOLE).order_by("pk")[:200]


def away(on: date) -> QuerySet[Staff]:
    """Return who is away on a day."""
    return Staff.objects.filter(Q(away_from=None) | Q(away_from__lte=on), away_until__gte=on)
