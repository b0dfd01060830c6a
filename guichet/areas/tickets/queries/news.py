"""What somebody who works here was told, and has not read yet."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import News, Task, Ticket

MOST = 100
NEW = timedelta(days=30)  # what is older is no news any more


def _unread(viewer: Viewer, now: datetime) -> QuerySet[News]:
    open_to_all = Q(ticket__confidential=False)
    seen = Ticket.objects.visible_to(viewer).values("pk")
    return News.objects.filter(
        open_to_all | Q(ticket__in=seen), staff=viewer.staff or 0, read_at=None, at__gte=now - NEW
    )


def unread_count(viewer: Viewer, *, now: datetime) -> int:
    """Count what somebody was told and has not read yet, up to `MOST` + 1."""
    return _unread(viewer, now)[: MOST + 1].count()


def unread(viewer: Viewer, *, now: datetime) -> list[News]:
    """Return what somebody was told and has not read yet, the newest first."""
    rows = _unread(viewer, now).select_related("ticket", "task").order_by("-pk")
    return list(rows[:MOST])


def opened_from(viewer: Viewer, rows: list[News]) -> tuple[set[int], set[int]]:
    """Return which of these tickets, and of these tasks, the viewer may open."""
    tickets = Ticket.objects.visible_to(viewer).filter(pk__in=[one.ticket_id for one in rows])
    tasks = Task.objects.visible_to(viewer).filter(pk__in=[one.task_id for one in rows if one.task_id])
    return set(tickets.values_list("pk", flat=True)), set(tasks.values_list("pk", flat=True))
