"""Telling, rung by rung of the ladder, how much of a promise, or of the time of a task, is used."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from guichet.areas.people.models import Staff
from guichet.areas.sla.facts import Alerted, TaskAlerted
from guichet.areas.sla.models import Notice, Promise, TaskClock
from guichet.areas.sla.queries.dates import Date, date_alerted
from guichet.areas.sla.queries.ladder import rungs_for
from guichet.areas.sla.queries.promises import calendar_of, claim_alerts, promises_of
from guichet.areas.sla.queries.work import claim_task_alerts
from guichet.areas.sla.rules.alerts import reached_at
from guichet.areas.sla.rules.ladder import DUE, NEAR, TASK, TICKET, Rung
from guichet.areas.tickets.models import Task
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.crashpoints import passing
from guichet.ground.journal.api import record_each

AT_ONCE = 50  # promises in one transaction: what a worker holds when it is killed is told by the next


@dataclass
class Leading:
    """Those who lead: the window, and each unit."""

    managers: set[int] = field(default_factory=set)
    units: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    unit_of: dict[int, int] = field(default_factory=dict)
    experts: set[int] = field(default_factory=set)

    def working_in(self, unit: int) -> set[int]:
        """Return the experts of a unit: whom a task reaches while nobody took it."""
        return {one for one in self.experts if self.unit_of.get(one) == unit}

    def leads_of(self, staff: int | None) -> set[int]:
        """Return who leads the unit of somebody."""
        return self.units.get(self.unit_of.get(staff or 0, 0), set()) - {staff or 0}


@action("sla.alert")
def alert(*, by: Actor, now: datetime, most: int = AT_ONCE) -> int:
    """Tell of the promises whose moment has come, each once however many workers tell; return how many."""
    claimed = claim_alerts(now, most=most)
    if not claimed:
        return 0
    passing("after_claim")
    leading = leading_now()
    said = {promise.ticket.stream: (promise, _said(promise, leading, now)) for promise in claimed}
    record_each({stream: fact for stream, (_promise, fact) in said.items()}, by=by, at=now)
    passing("after_entries")
    notices = [
        Notice(ticket_id=promise.pk, staff_id=one, share=fact.share, due_at=fact.due, at=now)
        for promise, fact in said.values()
        for one in fact.staff
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    passing("before_commit")
    return len(claimed)


@action("sla.alert")
def alert_tasks(*, by: Actor, now: datetime, most: int = AT_ONCE) -> int:
    """Tell of the tasks whose moment has come, each once however many workers tell; return how many."""
    claimed = claim_task_alerts(now, most=most)
    if not claimed:
        return 0
    passing("after_claim")
    leading, tasks = leading_now(), Task.objects.visible_to(SYSTEM).in_bulk([one.pk for one in claimed])
    promises = promises_of(one.ticket_id for one in claimed)
    said = {
        one.ticket.stream: (one, _said_of_task(one, tasks[one.pk], promises[one.ticket_id], leading, now))
        for one in claimed
    }
    record_each({stream: fact for stream, (_one, fact) in said.items()}, by=by, at=now)
    passing("after_entries")
    notices = [
        Notice(ticket_id=one.ticket_id, task_id=one.pk, staff_id=staff, share=fact.share, due_at=fact.due, at=now)
        for one, fact in said.values()
        for staff in fact.staff
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    passing("before_commit")
    return len(claimed)


def _said_of_task(one: TaskClock, task: Task, promise: Promise, leading: Leading, now: datetime) -> TaskAlerted:
    assert one.due_at
    owner, unit = one.ticket.owner_id, task.unit_id
    owners = {owner} if owner else set[int]()
    known = {
        "worker": {task.assignee_id} if task.assignee_id else leading.working_in(unit), "owner": owners,
        "unit_lead": leading.units.get(unit, set()), "owner_lead": leading.leads_of(owner), "manager": leading.managers,
    }  # fmt: skip
    rung = _reached_by_task(one, promise, now)
    staff = told_of(rung, known) or owners or leading.managers
    due = one.due_at.isoformat()
    return TaskAlerted(ticket=one.ticket_id, task=one.pk, share=rung.share, due=due, staff=sorted(staff))


def _reached_by_task(one: TaskClock, promise: Promise, now: datetime) -> Rung:
    assert one.due_at
    start, hours = min(one.ready_at or one.planned_at, one.due_at), calendar_of(promise)
    at = partial(reached_at, start=start, due=one.due_at, calendar=hours)
    rungs = rungs_for(TASK, service=promise.service, received=promise.received_at)
    return _highest(rungs, one.alert_share, at, now)


def _highest(rungs: Iterable[Rung], first: int, at: Callable[[int], datetime], now: datetime) -> Rung:
    """Return the highest rung whose moment has come: what a worker that slept missed is not told one by one."""
    found = Rung(first, ())
    for rung in rungs:
        if rung.share == first or (rung.share > first and at(rung.share) <= now):
            found = rung
    return found


def _said(promise: Promise, leading: Leading, now: datetime) -> Alerted:
    date, rungs = date_alerted(promise), rungs_for(TICKET, service=promise.service, received=promise.received_at)
    rung, owner = _reached(promise, date, rungs, now), promise.ticket.owner_id
    told = {
        "owner": {owner} if owner else set[int](), "owner_lead": leading.leads_of(owner), "manager": leading.managers,
    }  # fmt: skip
    staff, due = told_of(rung, told) or leading.managers, date.due.isoformat()
    return Alerted(ticket=promise.pk, share=rung.share, due=due, staff=sorted(staff), about=date.about)


def _reached(promise: Promise, date: Date, rungs: Iterable[Rung], now: datetime) -> Rung:
    # What was promised before ladders were kept knows no rung: three quarters, or all of it.
    first = promise.alert_share or (DUE if date.due <= now else NEAR)
    return _highest(rungs, first, date.reached_at, now)


def told_of(rung: Rung, known: dict[str, set[int]]) -> set[int]:
    """Return everybody whom a rung tells, of those who are known by the part they play."""
    return {one for part in rung.to for one in known.get(part, ())}


def leading_now() -> Leading:
    """Return those who lead, as things stand."""
    found = Leading()
    for pk, unit, roles, leads in Staff.objects.filter(active=True).values_list("pk", "unit", "roles", "leads"):
        found.unit_of[pk] = unit
        found.managers |= {pk} if "manager" in roles else set()
        found.experts |= {pk} if "expert" in roles else set()
        found.units[unit] |= {pk} if leads else set()
    return found
