"""Reading the clocks of tasks."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from guichet.areas.people.access import Viewer
from guichet.areas.sla.models import Notice, Promise, TaskClock
from guichet.areas.tickets.models import Task
from guichet.ground.database import engine
from guichet.ground.database.prepared import prepared


@prepared
def clocks_of(*, ticket: int) -> QuerySet[TaskClock]:
    """Return the clocks of the tasks that were planned on a ticket."""
    return TaskClock.objects.filter(ticket=ticket).order_by("pk")


def budgets_in(promise: Promise) -> dict[int, datetime]:
    """Return until when a promise leaves time to each open task, by task."""
    return {int(task): datetime.fromisoformat(until) for task, until in promise.budgets.items()}


def budget_of(task: Task) -> datetime | None:
    """Return until when the promise leaves time to a task."""
    return TaskClock.objects.filter(pk=task.pk, over=False).values_list("budget_due_at", flat=True).first()


def told_tasks(viewer: Viewer) -> dict[int, int]:
    """Return the tasks of which somebody was told how near their end is, and the share of their time last told."""
    stands = TaskClock.objects.filter(task=OuterRef("task_id"), due_at=OuterRef("due_at"))
    rows = Notice.objects.filter(Exists(stands), task__isnull=False, staff=viewer.staff or 0).order_by("share")
    return dict(rows.values_list("task", "share"))


def claim_task_alerts(now: datetime, *, most: int) -> list[TaskClock]:
    """Claim the tasks of which somebody is to be told, with their tickets, those that waited longest first.

    What is locked is the ticket, as for promises; of one ticket only one task is told at a time.
    """
    due = TaskClock.objects.filter(alert_at__lte=now).select_related("ticket").order_by("alert_at", "task")
    found: dict[int, TaskClock] = {}
    for one in engine().skip_locked(due, of=("ticket",))[:most]:
        found.setdefault(one.ticket_id, one)
    # The statement that locks saw what was there when it began: another worker may have told since.
    held = {one.pk: one for one in TaskClock.objects.filter(pk__in=[one.pk for one in found.values()])}
    claimed = [held[one.pk] for one in found.values() if one.pk in held and _is_due(held[one.pk], now)]
    for one in claimed:
        one.ticket = found[one.ticket_id].ticket
    return claimed


def _is_due(one: TaskClock, now: datetime) -> bool:
    return one.alert_at is not None and one.alert_at <= now and one.due_at is not None
