"""Each task takes its part of the promise; when the promise moves, so does the part; who is late is told of, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.rules import Calendar
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla import actions
from guichet.areas.sla.models import Notice, Promise, TaskClock
from guichet.areas.sla.queries import promise_of
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.sla.queries.lists import Day, page_of
from guichet.areas.sla.readers import clocks
from guichet.areas.sla.rules.budgets import Work, budget_dates, of_the_promise, planned_ends
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from tests.cast import HOURS, NOON, TODAY, a_ticket, seen_by

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE = Calendar.from_data({"tz": "America/Vancouver", "hours": HOURS, "holidays": "CA-BC"}, "default")


def test_a_promise_is_shared_out_in_proportion_to_the_plan_less_the_reserve() -> None:
    works = [Work("a", (), "7 h"), Work("b", ("a",), "7 h"), Work("c", (), "7 h"), Work("d", ("b", "c"), "14 h")]
    ends = planned_ends(works, NOON, OFFICE)
    until = OFFICE.add(NOON, 70 * HOUR)
    dates = budget_dates(ends, start=NOON, until=until, calendar=OFFICE)
    used = {key: OFFICE.between(NOON, date) for key, date in dates.items()}
    assert used == {"a": 14 * HOUR, "b": 28 * HOUR, "c": 14 * HOUR, "d": 56 * HOUR}  # of seventy, a fifth is ours
    assert budget_dates({}, start=NOON, until=until, calendar=OFFICE) == {}
    assert budget_dates(ends, start=NOON, until=NOON, calendar=OFFICE) == {}
    circle = [Work("a", ("b",), "1 h"), Work("b", ("a",), "1 h"), Work("c", (), "soon")]
    assert set(planned_ends(circle, NOON, OFFICE)) == {"a", "b", "c"}


@pytest.mark.proves("BIL-05")
def test_what_turns_on_a_day_and_what_waits_for_it_take_no_share_of_the_promise() -> None:
    works = [
        Work("call", (), "1 bd"), Work("card", ("call",), "D-2 bd"), Work("ready", ("card",), "15 min"),
        Work("lease", ("call",), "5 bd"), Work("week", (), "J+7 d"),
    ]  # fmt: skip
    assert [one.key for one in of_the_promise(works)] == ["call", "lease"]


@pytest.fixture
def planned(amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    """A request whose plan has started: contract, account, and a card after the contract."""
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    tickets.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=catalogue.offer(hiring.pk, on=TODAY))
    return ticket


def clock_of(key: str) -> TaskClock:
    return TaskClock.objects.get(key=key)


def told(now: datetime, task: int) -> int:
    """Tell of whatever is due, and count what was ever told of one task."""
    while actions.alert_tasks(by=SYSTEM, now=now):
        pass
    return Entry.objects.filter(kind="sla.task_alerted", data__task=task).count()


@pytest.mark.proves("BIL-03", "BIL-05")
@pytest.mark.django_db
def test_budgets_follow_the_promise_and_the_journal_tells_the_same_ledger(planned: Ticket, bruno: Staff) -> None:
    promise = promise_of(planned)
    assert promise.due_at
    first = [clock_of(key).budget_due_at for key in ("contract", "account", "card")]
    assert first[0] == first[1] and first[0] and first[2] and NOON < first[0] < first[2] < promise.due_at
    assert OFFICE.between(first[2], promise.due_at) >= OFFICE.between(NOON, promise.due_at) / 5 - HOUR
    contract = Task.rows.get(key="contract")
    assert clock_of("contract").due_at == min(first[0], contract.due_at or first[0])
    later = promise.due_at + 14 * DAY
    actions.move_promise(planned, by=seen_by(bruno), now=NOON + HOUR, due_at=later, reason="x", words="Plus long.")
    moved = clock_of("contract")
    assert moved.budget_due_at and moved.budget_due_at > first[0] and moved.due_at == contract.due_at
    tickets.finish_task(contract, by=seen_by(bruno), now=NOON + 2 * HOUR)
    assert clock_of("contract").over and clock_of("contract").due_at is None and clock_of("card").in_hand
    before = list(TaskClock.objects.order_by("pk").values()), list(Promise.objects.values())
    clocks.rebuild()
    assert (list(TaskClock.objects.order_by("pk").values()), list(Promise.objects.values())) == before


@pytest.mark.proves("BIL-05", "PRE-01")
@pytest.mark.django_db
def test_the_worker_hears_first_then_who_leads_the_unit_and_who_is_in_charge(
    planned: Ticket, bruno: Staff, chloe: Staff, ines: Staff
) -> None:
    lead = Staff.objects.create(
        email="lead@example.org", given_name="Léa", family_name="Côté", unit=ines.unit, roles=["expert"], leads=True
    )
    tickets.accept_task(Task.rows.get(key="account"), by=seen_by(ines), now=NOON + HOUR)
    clock = clock_of("account")
    assert clock.alert_at and clock.due_at and clock.alert_share == 75
    moments = (clock.alert_at, clock.alert_at + HOUR, clock.due_at, clock.due_at + DAY)
    assert [told(moment, clock.pk) for moment in moments] == [1, 1, 2, 2]
    heard = set(Notice.objects.filter(task=clock.task_id).values_list("share", "staff"))
    assert heard == {(75, ines.pk), (100, ines.pk), (100, lead.pk), (100, bruno.pk)}

    def listed(who: Staff) -> list[int]:
        return [row["ticket_id"] for row in page_of(Listing("alerts"), seen_by(who), Day(NOON, NOON)).rows]

    assert listed(bruno) == [planned.pk] and listed(chloe) == []
    tickets.finish_task(Task.rows.get(key="account"), by=seen_by(ines), now=clock.due_at + 2 * DAY)
    assert clock_of("account").due_at is None  # and what was told of it stands no more


@pytest.mark.django_db
def test_nobody_is_told_of_the_work_of_a_request_that_is_over(planned: Ticket, bruno: Staff) -> None:
    tickets.cancel(planned, by=seen_by(bruno), now=NOON + HOUR, reason="client")
    assert [told(NOON + 90 * DAY, task) for task in TaskClock.objects.values_list("pk", flat=True)] == [0, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_of_each_task_once(amina: Person, bruno: Staff, hiring: Service) -> None:
    for _number in range(3):
        ticket = a_ticket(amina, owner=bruno, service=hiring)
        tickets.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=catalogue.offer(hiring.pk, on=TODAY))

    def work(_number: int) -> int:
        try:
            return sum(iter(lambda: actions.alert_tasks(by=SYSTEM, now=NOON + 30 * DAY, most=1), 0))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, range(2)))
    assert sum(done) == 6 == Entry.objects.filter(kind="sla.task_alerted").count()  # the card waits for the contract
