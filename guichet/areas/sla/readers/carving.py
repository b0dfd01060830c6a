"""How a promise is shared out between the tasks behind it, whenever it or they change."""

from collections.abc import Collection
from datetime import datetime

from guichet.areas.catalogue.queries import calendar
from guichet.areas.sla.models import Promise, TaskClock
from guichet.areas.sla.queries.ladder import rungs_for
from guichet.areas.sla.rules.alerts import reached_at
from guichet.areas.sla.rules.budgets import Work, budget_dates, of_the_promise, planned_ends
from guichet.areas.sla.rules.ladder import TASK, next_rung


def carve(promise: Promise, rows: Collection[TaskClock]) -> None:
    """Give each open task its part of a promise as it stands, and find when somebody is to be told."""
    budgets = _budgets(promise, [row for row in rows if row.mandatory])
    for row in rows:
        row.budget_due_at = None if row.over else budgets.get(row.key)
        dates = [one for one in (row.own_due_at, row.budget_due_at) if one]
        row.due_at = min(dates) if dates and row.in_hand and not row.over and promise.open else None
        _climb(promise, row)
    dated = {str(row.task_id): row.budget_due_at for row in rows}
    promise.budgets = {task: until.isoformat() for task, until in dated.items() if until}


def _budgets(promise: Promise, rows: list[TaskClock]) -> dict[str, datetime]:
    works = of_the_promise([Work(row.key, tuple(row.after), row.target) for row in rows])
    if not works or promise.due_at is None or not promise.open or promise.met_at:
        return {}
    hours, start = calendar(promise.calendar), min(row.planned_at for row in rows)
    ends = planned_ends(works, start, hours)
    return budget_dates(ends, start=start, until=promise.due_at, calendar=hours)


def _climb(promise: Promise, row: TaskClock) -> None:
    """Find the next rung of a task; a date that moved is told of again from the first one."""
    told = row.told_share if row.told_due == row.due_at else 0
    rung = next_rung(rungs_for(TASK, service=promise.service, received=promise.received_at), told)
    if rung is None or row.due_at is None:
        row.alert_at, row.alert_share = None, 0
        return
    start = min(row.ready_at or row.planned_at, row.due_at)
    row.alert_share = rung.share
    row.alert_at = reached_at(rung.share, start=start, due=row.due_at, calendar=calendar(promise.calendar))
