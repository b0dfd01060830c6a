"""Whatever the place, the instant and the amount, business time adds up: checked against a plain day-by-day count."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.catalogue.rules import Calendar, Target, Unit
from guichet.areas.catalogue.tests.places import NIGHT_AND_DAY, PARIS, TORONTO, VICTORIA, a_calendar

SPLIT_SHIFT = Calendar.from_data(
    {
        "tz": "America/Toronto",
        "hours": {"tue": ["00:00-02:30", "22:00-24:00"], "sat": ["09:00-12:00"], "sun": ["00:00-03:00"]},
        "holidays": "CA-QC",
        "closed": ["2030-06-04"],
        "open": ["2030-12-25"],
    }
)
places = st.sampled_from([VICTORIA, TORONTO, PARIS, NIGHT_AND_DAY, SPLIT_SHIFT, a_calendar("Europe/Paris", "")])
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
# Within a week of the moment the clocks move, in either direction, in all three places.
moving_clocks = st.builds(
    lambda year, month, offset: datetime(year, month, 1, tzinfo=UTC) + offset,
    st.integers(2020, 2035),
    st.sampled_from([3, 4, 10, 11]),
    st.timedeltas(timedelta(-7), timedelta(14)),
)
starts = instants | moving_clocks
amounts = st.timedeltas(timedelta(0), timedelta(hours=600)) | st.integers(0, 60).map(lambda n: timedelta(hours=n))


def counted_day_by_day(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """Business time from a to b the slow way, one local day after another."""
    total, day = timedelta(0), calendar.local_day(a)
    while day <= calendar.local_day(b):
        for opens, closes in calendar.intervals_on(day):
            last = day + timedelta(days=1) if closes == closes.min else day
            start = datetime.combine(day, opens, calendar.zone).astimezone(UTC)
            end = datetime.combine(last, closes, calendar.zone).astimezone(UTC)
            total += max(min(end, b) - max(start, a), timedelta(0))
        day += timedelta(days=1)
    return total


@pytest.mark.proves("BIL-05", "MES-02")
@given(places, starts, amounts)
def test_what_was_added_is_what_is_measured(calendar: Calendar, start: datetime, business: timedelta) -> None:
    assert calendar.between(start, calendar.add(start, business)) == business


@pytest.mark.proves("MES-02")
@given(places, starts, amounts, amounts)
def test_adding_more_never_ends_earlier(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    assert calendar.add(start, min(one, two)) <= calendar.add(start, max(one, two))


@pytest.mark.proves("MES-02")
@given(places, starts, st.timedeltas(timedelta(0), timedelta(30)), amounts)
def test_starting_later_never_ends_earlier(
    calendar: Calendar, start: datetime, delay: timedelta, business: timedelta
) -> None:
    assert calendar.add(start, business) <= calendar.add(start + delay, business)


@pytest.mark.proves("MES-02")
@given(places, starts, amounts, amounts)
def test_adding_twice_is_adding_once(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    once = calendar.add(start, one + two)
    twice = calendar.add(calendar.add(start, one), two)

    assert calendar.between(once, twice) == timedelta(0)


@pytest.mark.proves("BIL-05")
@given(places, starts, st.timedeltas(timedelta(0), timedelta(60)))
def test_the_measure_agrees_with_a_day_by_day_count(calendar: Calendar, a: datetime, span: timedelta) -> None:
    assert calendar.between(a, a + span) == counted_day_by_day(calendar, a, a + span)
    assert calendar.between(a + span, a) == -calendar.between(a, a + span)


@pytest.mark.proves("BIL-05")
@given(places, starts, starts, starts)
def test_the_measure_of_a_whole_is_the_sum_of_its_parts(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@given(places, starts)
def test_the_next_opening_is_open_and_nothing_was_open_before_it(calendar: Calendar, start: datetime) -> None:
    opening = calendar.next_opening(start)

    assert calendar.is_open(opening)
    assert calendar.between(start, opening) == timedelta(0)
    assert calendar.is_open(start) == (opening == start)


@pytest.mark.proves("MES-02")
@given(places, starts, st.integers(1, 90), st.sampled_from(Unit))
def test_a_promise_never_falls_due_in_its_past_and_says_its_budget(
    calendar: Calendar, start: datetime, amount: int, unit: Unit
) -> None:
    target = Target(amount, unit)
    due = target.due_at(start, calendar)

    assert due > start
    assert target.budget(start, calendar) == calendar.between(start, due)
    assert due <= Target(amount + 1, unit).due_at(start, calendar)


@given(places, starts, st.integers(0, 300))
def test_the_nth_open_day_is_open_and_is_the_nth(calendar: Calendar, start: datetime, n: int) -> None:
    first = calendar.local_day(start)
    day = calendar.nth_open_day(first, n)
    after = (first + timedelta(days=offset) for offset in range(1, (day - first).days + 1))

    assert calendar.is_open_day(day)
    assert sum(map(calendar.is_open_day, after)) == (n if n or calendar.is_open_day(first) else 1)
