"""A promise stops while the client is waited for, starts again with what was left, and is kept or not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.catalogue.rules import Calendar, Target, Unit
from guichet.areas.sla.rules import AlreadyPaused, NotPaused, OutOfOrder, PromiseState, Status

H = timedelta(hours=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS = {day: ["08:30-12:00", "13:00-16:30"] for day in WEEKDAYS}
PLACES = [
    Calendar.from_data({"tz": tz, "hours": HOURS, "holidays": place})
    for tz, place in (("America/Vancouver", "CA-BC"), ("America/Toronto", "CA-ON"), ("Europe/Paris", "FR"))
]
OFFICE = PLACES[0]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=OFFICE.zone).astimezone(UTC)


def a_promise(start: str = "03-04 10:00", target: str = "4 h") -> PromiseState:
    return PromiseState.starting(at(start), Target.parse(target), OFFICE)


def test_a_promise_starts_with_its_whole_budget() -> None:
    promise = a_promise()

    assert (promise.budget, promise.remaining, promise.due_at) == (4 * H, 4 * H, at("03-04 15:00"))


@pytest.mark.proves("BIL-05", "MES-02")
def test_a_wait_pushes_the_due_moment_back_by_its_business_time() -> None:
    paused = a_promise().pause(at("03-04 11:00"), OFFICE)
    resumed = paused.resume(at("03-09 09:00"), OFFICE)

    assert paused.remaining == 3 * H
    assert resumed.due_at == at("03-09 12:00")
    assert resumed.paused_at is None


def test_a_wait_outside_opening_hours_changes_nothing() -> None:
    promise = a_promise("03-06 10:00", "5 bd")

    assert promise.pause(at("03-07 10:00"), OFFICE).resume(at("03-08 10:00"), OFFICE).due_at == promise.due_at


def test_a_wait_never_brings_nearer_a_promise_due_at_an_opening() -> None:
    promise = a_promise("03-04 10:00", "3 d")

    assert promise.due_at == at("03-09 08:30")
    assert promise.pause(at("03-05 10:00"), OFFICE).resume(at("03-05 10:00"), OFFICE).due_at == promise.due_at


def test_a_broken_promise_is_not_mended_by_a_wait() -> None:
    paused = a_promise().pause(at("03-04 16:00"), OFFICE)
    resumed = paused.resume(at("03-05 10:00"), OFFICE)

    assert paused.remaining == timedelta(0)
    assert paused.status(at("03-04 16:00")) is Status.OVERDUE
    assert resumed.due_at == at("03-04 15:00")
    assert resumed.status(at("03-05 10:00")) is Status.OVERDUE


def test_a_wait_from_the_very_moment_due_leaves_the_promise_unbroken() -> None:
    resumed = a_promise().pause(at("03-04 15:00"), OFFICE).resume(at("03-05 10:00"), OFFICE)

    assert resumed.due_at == at("03-05 10:00")


def test_pausing_twice_resuming_what_runs_and_going_back_in_time_are_refused() -> None:
    paused = a_promise().pause(at("03-04 11:00"), OFFICE)

    with pytest.raises(AlreadyPaused):
        paused.pause(at("03-04 11:30"), OFFICE)
    with pytest.raises(NotPaused):
        a_promise().resume(at("03-04 11:30"), OFFICE)
    with pytest.raises(OutOfOrder):
        paused.resume(at("03-04 10:30"), OFFICE)


@pytest.mark.proves("MES-02")
def test_a_promise_is_open_then_overdue_then_met_or_missed() -> None:
    promise = a_promise()

    assert promise.status(at("03-04 15:00")) is Status.OPEN
    assert promise.status(at("03-04 15:01")) is Status.OVERDUE
    assert promise.settle(at("03-04 15:00")).status(at("03-09 10:00")) is Status.MET
    assert promise.settle(at("03-04 15:01")).status(at("03-09 10:00")) is Status.MISSED


@pytest.mark.proves("MES-02")
def test_a_promise_waiting_for_the_client_is_neither_late_nor_missed() -> None:
    paused = a_promise().pause(at("03-04 11:00"), OFFICE)

    assert paused.status(at("03-30 10:00")) is Status.PAUSED
    assert paused.settle(at("03-30 10:00")).status(at("03-30 10:00")) is Status.MET


def test_the_time_left_is_frozen_by_a_pause_and_negative_when_overdue() -> None:
    promise = a_promise()
    paused = promise.pause(at("03-04 11:00"), OFFICE)

    assert promise.time_left(at("03-04 14:00"), OFFICE) == H
    assert promise.time_left(at("03-04 16:00"), OFFICE) == -H
    assert paused.time_left(at("03-30 10:00"), OFFICE) == 3 * H


@pytest.mark.proves("BIL-05", "MES-02")
@given(
    st.sampled_from(PLACES),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)),
    st.builds(Target, st.integers(1, 40), st.sampled_from(Unit)),
    st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(9)), st.timedeltas(timedelta(0), timedelta(20)))),
)
def test_pausing_and_resuming_keeps_what_was_left(
    calendar: Calendar, start: datetime, target: Target, waits: list[tuple[timedelta, timedelta]]
) -> None:
    promise, now = PromiseState.starting(start, target, calendar), start
    for work, wait in waits:
        paused = promise.pause(now + work, calendar)
        resumed = paused.resume(now + work + wait, calendar)
        now += work + wait
        if paused.paused_at is not None and paused.paused_at <= promise.due_at:
            assert calendar.between(now, resumed.due_at) == paused.remaining == promise.time_left(now - wait, calendar)
            assert resumed.status(now) is Status.OPEN
        else:
            assert resumed.status(now) is Status.OVERDUE
        assert resumed.due_at >= promise.due_at
        promise = resumed
