"""Whatever the day it is made on, the score of the demonstration asks nothing of the desk that the desk refuses."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest

from guichet.doors.demo.acts import SPOKEN, Act
from guichet.doors.demo.making import Order, score
from guichet.doors.demo.material import read
from guichet.doors.demo.run import END_OF_A_PAST_DAY, load_institution

# Over the demonstration's length of time, on every day of the week.
DAYS = [date(2026, 1, 6) + timedelta(days=61 * number) for number in range(7)]
ENDS, BEGINS_AGAIN = {"resolve", "cancel", "confirm", "close"}, {"reject"}
NEEDS_AN_OPEN_MATTER = {
    "take", "sort", "reply", "ask", "note", "plan", "drop", "accept", "block", "unblock", "send_back", "resend",
    "finish", "resolve", "cancel",
}  # fmt: skip
AFTER_A_LOW_PULSE = "call_back"


@pytest.fixture
def institution(db: None) -> None:
    load_institution(datetime.combine(date(2024, 1, 1), time(), UTC))


def refusals(acts: Sequence[Act]) -> Iterator[Act]:
    """Give the acts of one matter that come when it is over, or before it began."""
    is_open = called_back = False
    for act in acts:
        called_back |= act.step == AFTER_A_LOW_PULSE
        if act.verb in NEEDS_AN_OPEN_MATTER and not is_open and not called_back:
            yield act
        if act.verb in BEGINS_AGAIN or act.verb == "open":
            is_open = True
        elif act.verb in ENDS:
            is_open = False


@pytest.mark.usefixtures("institution")
def test_no_matter_is_worked_on_after_its_end_whatever_the_day() -> None:
    assert {day: refused for day in DAYS if (refused := list(refused_of(day)))} == {}


def refused_of(day: date) -> Iterator[Act]:
    end = datetime.combine(day, END_OF_A_PAST_DAY, ZoneInfo("America/Vancouver"))
    acts, _cases = score(Order(end=end), read(day))
    for _case, own in groupby(sorted(acts, key=lambda act: act.case), key=lambda act: act.case):
        yield from refusals(list(own))


@pytest.mark.proves("VAL-01")
@pytest.mark.usefixtures("institution")
def test_calls_and_visits_tell_what_failed_as_often_as_it_does() -> None:
    end = datetime.combine(DAYS[0], END_OF_A_PAST_DAY, ZoneInfo("America/Vancouver"))
    _acts, cases = score(Order(end=end, fraction=0.2), read(DAYS[0]))
    heard = [case for case in cases.values() if case.channel in SPOKEN]
    classified = [case for case in heard if case.value_class]
    failed = [case for case in classified if case.value_class == "failure"]
    assert 0.02 < 1 - len(classified) / len(heard) < 0.1
    assert 0.26 < len(failed) / len(classified) < 0.36
    causes = Counter(case.failure_cause for case in failed)
    assert causes.most_common(1)[0][0] == "follow_up"
    assert all(case.failure_cause for case in failed)
    assert not any(case.value_class for case in cases.values() if case.channel not in SPOKEN)
