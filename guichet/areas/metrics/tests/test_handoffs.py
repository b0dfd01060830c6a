"""Where work changes hands: who handed over to whom, what came back, and how long it lay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.metrics.queries.handoffs import Work, handed, handoffs, moves_of
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.facts import TaskAccepted, TaskDone, TaskReady, TaskReturned
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_staff, a_ticket, seen_by

HOUR = timedelta(hours=1)
LATER = NOON + timedelta(days=8)


def a_work(pk: int, unit: str, *hours: float | None, **more: Any) -> Work:
    """A task that was ready, taken up and done so many hours after noon."""
    ready, started, done = (None if one is None else NOON + one * HOUR for one in hours)
    said = {"state": "done" if done else "ready", "returned": 0, "kind": "task", "ticket": 1} | more
    return Work(
        pk=pk, unit=unit, ready_at=ready, started_at=started, done_at=done, number="", title="", language="fr", **said
    )


def given(ticket: Ticket, unit: Any, by: Staff, at: datetime = NOON, **more: Any) -> Task:
    """Give a piece of work to a unit."""
    new = actions.NewTask(title=Bilingual("Un", "One"), unit=unit, **more)
    return actions.add_task(ticket, by=seen_by(by), now=at, task=new)


def back_and_forth(task: Task, times: int, *, worker: Staff, by: Staff) -> None:
    """Give a task back so many times, two hours after it came; it is sent again an hour after."""
    for nth in range(times):
        at = NOON + (3 * nth + 2) * HOUR
        actions.return_task(task, by=seen_by(worker), now=at, reason="Il manque une pièce.")
        actions.resend_task(task, by=seen_by(by), now=at + HOUR)


@pytest.mark.proves("PRE-06")
def test_who_ends_at_the_moment_at_which_the_next_can_begin_handed_over_and_what_lies_in_between_is_idle() -> None:
    works = [
        a_work(1, "RH", 0, 1, 2),
        a_work(2, "TI", 2, 5, None),
        a_work(3, "RH", 2, 2.5, 3),
        a_work(4, "CS", 3, 4, 6),
    ]
    moves = {one.work.pk: one for one in moves_of(works, {})}
    assert {pk: one.pair for pk, one in moves.items()} == {1: ("CS", "RH"), 2: ("RH", "TI"), 4: ("RH", "CS")}
    assert (moves[2].at, moves[2].taken_at) == (NOON + 2 * HOUR, NOON + 5 * HOUR)
    [left] = moves_of([a_work(5, "TI", 0, None, None)], {})
    assert left.is_waiting and left.taken_at is None


@pytest.mark.proves("PRE-06")
def test_each_time_that_work_is_given_back_counts_with_how_long_it_lay_on_both_sides() -> None:
    told = [
        (TaskReady.kind, NOON), (TaskAccepted.kind, NOON + HOUR), (TaskReturned.kind, NOON + 2 * HOUR),
        (TaskReady.kind, NOON + 4 * HOUR), (TaskDone.kind, NOON + 5 * HOUR),
    ]  # fmt: skip
    moves = list(moves_of([a_work(1, "TI", 4, 1, 5, returned=1)], {1: told}))
    assert [(one.pair, one.back, one.taken_at and one.taken_at - one.at) for one in moves] == [
        (("CS", "TI"), False, HOUR), (("TI", "CS"), True, 2 * HOUR), (("CS", "TI"), False, HOUR)
    ]  # fmt: skip


@pytest.mark.proves("PRE-06")
def test_what_was_given_back_three_times_tops_both_lists(
    amina: Person,
    bruno: Staff,
    chloe: Staff,
    ines: Staff,
    house: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ping_pong = a_ticket(amina, owner=bruno)
    back_and_forth(given(ping_pong, house["RH"], bruno), 3, worker=bruno, by=bruno)
    once, twice, smooth = (a_ticket(amina, owner=bruno) for _nth in range(3))
    back_and_forth(given(once, house["TI"], bruno), 1, worker=bruno, by=bruno)
    back_and_forth(given(twice, house["SEC"], bruno), 2, worker=bruno, by=bruno)
    for _nth in range(5):
        given(smooth, house["TI"], bruno)
    lead = seen_by(chloe)
    house_calendar()
    with django_assert_num_queries(3):
        found = handoffs(lead, now=LATER)
    assert [(one.pair[1], one.handed, one.returned) for one in found.lines] == [
        ("RH", 4, 3),
        ("SEC", 3, 2),
        ("TI", 7, 1),
    ]
    assert [(one.number, one.returned, one.units) for one in found.bouncing] == [
        (ping_pong.number, 3, ("CS", "RH")), (twice.number, 2, ("CS", "SEC"))
    ]  # fmt: skip
    assert found.lines[0].idle == 2 * HOUR
    for line in found.lines:
        moves = handed(lead, line.pair, now=LATER)
        assert (sum(not one.back for one in moves), sum(one.back for one in moves)) == (line.handed, line.returned)


@pytest.mark.proves("PRE-06", "N4")
def test_units_read_what_counts_ten_and_more_and_nothing_confidential(
    amina: Person, bruno: Staff, chloe: Staff, ines: Staff, house: Any
) -> None:
    open_one, secret = a_ticket(amina, owner=bruno), a_ticket(amina, owner=chloe)
    for unit, times in (("TI", 9), ("RH", 10)):
        for _nth in range(times):
            given(open_one, house[unit], bruno)
    given(secret, house["TI"], chloe)
    Ticket.rows.filter(pk=secret.pk).update(confidential=True)
    expert, auditor = seen_by(ines), seen_by(a_staff(house, "CS", "Odile", "Sage", "auditor"))
    for viewer in (expert, auditor):
        found = handoffs(viewer, now=NOON + HOUR)
        assert [(one.pair, one.handed, one.waiting) for one in found.lines] == [(("CS", "RH"), 10, 10)]
        assert found.bouncing == ()
        with pytest.raises(Refused):
            handed(viewer, ("CS", "RH"), now=NOON + HOUR)
    assert {one.pair[1]: one.handed for one in handoffs(seen_by(chloe), now=NOON + HOUR).lines} == {"TI": 10, "RH": 10}
    other = a_staff(house, "CS", "Maude", "Cyr", "manager")
    assert {one.pair[1]: one.handed for one in handoffs(seen_by(other), now=NOON + HOUR).lines} == {"TI": 9, "RH": 10}
