"""Whether what people ask by voice is kept with a request: the capture rate (BIL-07)."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.timezone import localtime

from guichet.areas.metrics.queries.figures import Figure
from guichet.areas.metrics.queries.slices import Slice
from guichet.areas.metrics.rules import CAPTURE, is_small
from guichet.areas.people.access import Viewer
from guichet.areas.sla.rules import wilson
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries.contacts import Narrowed, counted_spoken
from guichet.ground.access import SYSTEM


def contacts_of(part: Slice) -> Narrowed:
    """Return which calls and visits the rate counts, as their list narrows to them."""
    last = localtime(part.until - timedelta(seconds=1)).date()
    return Narrowed(tier="support", since=localtime(part.since).date(), until=last)


def capture(viewer: Viewer, part: Slice) -> Figure | None:
    """Return the share of calls and visits about Support services kept with a request; none within a filter.

    A contact beside every request has no unit, no group: what is held to one value of them says nothing of it.
    """
    viewer.require("metrics.read")
    if part.held:
        return None
    n, kept = counted_spoken(_seen(viewer), contacts_of(part))
    if is_small(n):
        return Figure(CAPTURE, n if viewer.may("metrics.list") else None, hidden=True)
    return Figure(CAPTURE, n, kept, value=kept / n if n else None, interval=wilson(kept, n) if n else None)


def _seen(viewer: Viewer) -> QuerySet[Ticket]:
    if viewer.may("metrics.list"):
        return Ticket.objects.visible_to(viewer)  # type: ignore[no-any-return]
    return Ticket.objects.visible_to(SYSTEM).filter(confidential=False)  # type: ignore[no-any-return]
