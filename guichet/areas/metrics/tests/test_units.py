"""What units keep of what they agreed with Client Services."""

from datetime import timedelta
from typing import Any

import pytest

from guichet.areas.metrics.queries.units import joint_issues, units_board
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_staff, a_ticket, seen_by

DONE_AT = {"kept": -1, "late": 1}


def a_task(ticket: Ticket, unit: Any, by: Staff, what: str, **more: Any) -> Task:
    """Give a task that was kept, late, is overdue or in time, two days after noon."""
    task = actions.add_task(
        ticket, by=seen_by(by), now=NOON, task=actions.NewTask(title=Bilingual("Un", "One"), unit=unit, **more)
    )
    due = NOON + timedelta(days=3 if what == "in_time" else 1)
    done = NOON + timedelta(days=1, hours=DONE_AT[what]) if what in DONE_AT else None
    Task.rows.filter(pk=task.pk).update(due_at=due, done_at=done, state="done" if done else "ready")
    return task


@pytest.mark.proves("PRE-05")
def test_six_kept_two_late_one_overdue_and_one_in_time_make_six_of_nine(
    amina: Person, bruno: Staff, chloe: Staff, house: Any
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    for what, times in (("kept", 6), ("late", 2), ("overdue", 1), ("in_time", 1)):
        for _nth in range(times):
            a_task(ticket, house["TI"], bruno, what)
    a_task(ticket, house["CS"], bruno, "late")
    dropped = a_task(ticket, house["TI"], bruno, "overdue")
    actions.cancel_task(dropped, by=seen_by(bruno), now=NOON)
    [unit] = units_board(seen_by(chloe), now=NOON + timedelta(days=2))
    assert (unit.code, unit.kept, unit.late, unit.overdue, unit.in_time) == ("TI", 6, 2, 1, 1)
    assert unit.attainment == 6 / 9


def test_opinions_are_counted_asked_and_received_and_an_auditor_reads_no_small_count(
    amina: Person, bruno: Staff, chloe: Staff, house: Any
) -> None:
    ticket, auditor = a_ticket(amina, owner=bruno), a_staff(house, "CS", "Odile", "Roy", "auditor")
    for what in ("kept", "overdue"):
        a_task(ticket, house["RH"], bruno, what, question=True)
    [unit] = units_board(seen_by(chloe), now=NOON + timedelta(days=2))
    assert (unit.asked, unit.received) == (2, 1)
    assert units_board(seen_by(auditor), now=NOON + timedelta(days=2)) == []
    with pytest.raises(Refused):
        joint_issues(seen_by(auditor), now=NOON)


def test_what_two_units_are_late_with_is_theirs_to_settle_together_unless_it_is_confidential(
    amina: Person, bruno: Staff, chloe: Staff, house: Any
) -> None:
    both, alone, secret = (a_ticket(amina, owner=bruno) for _nth in range(3))
    for ticket, units in ((both, ("TI", "RH")), (alone, ("TI",)), (secret, ("TI", "RH"))):
        for unit in units:
            a_task(ticket, house[unit], bruno, "overdue")
    Ticket.rows.filter(pk=secret.pk).update(confidential=True)
    [issue] = joint_issues(seen_by(chloe), now=NOON + timedelta(days=2))
    assert (issue.number, set(issue.units)) == (both.number, {"TI", "RH"})
