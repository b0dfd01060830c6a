"""Closures and sitting weeks count like hours and holidays do."""

from datetime import timedelta

import pytest

from guichet.areas.catalogue.rules import BadCalendar, Calendar, Target
from guichet.areas.catalogue.tests.places import VICTORIA, a_calendar, at

CLOSED = {"from": "2026-03-04", "until": "2026-03-06", "fr": "Déménagement", "en": "Moving"}
SITS = {"from": "2026-03-09", "until": "2026-03-12"}
LONG_DAYS = dict.fromkeys(("mon", "tue", "wed", "thu"), "08:00-20:00")


def test_no_time_passes_during_a_closure() -> None:
    moving = a_calendar(closures=[CLOSED])
    start = at("2026-03-03 10:00")
    assert moving.between(at("2026-03-04 00:00"), at("2026-03-07 00:00")) == timedelta(0)
    assert Target.parse("1 bd").due_at(start, VICTORIA) == at("2026-03-04 16:30")
    assert Target.parse("1 bd").due_at(start, moving) == at("2026-03-09 16:30")


def test_the_days_are_longer_while_the_assembly_sits() -> None:
    house = a_calendar(sitting=[SITS], sitting_hours=LONG_DAYS)
    assert house.between(at("2026-03-09 00:00"), at("2026-03-13 00:00")) == timedelta(hours=48)
    assert house.between(at("2026-03-16 00:00"), at("2026-03-17 00:00")) == timedelta(hours=7)
    assert not house.is_open_day(at("2026-03-13 12:00").date().replace(day=14))


def test_a_closure_counts_even_while_the_assembly_sits_and_a_day_opened_by_exception_before_all() -> None:
    house = a_calendar(closures=[CLOSED], sitting=[CLOSED], sitting_hours=LONG_DAYS, open=["2026-03-05"])
    assert house.between(at("2026-03-04 00:00"), at("2026-03-07 00:00")) == timedelta(hours=7)


def test_what_is_written_is_what_is_read() -> None:
    house = a_calendar(closures=[CLOSED], sitting=[SITS], sitting_hours=LONG_DAYS)
    assert Calendar.from_data(house.to_data(), house.code) == house


@pytest.mark.parametrize(
    "row", [{"from": "2026-03-04"}, {**CLOSED, "until": "2026-03-01"}, {**CLOSED, "en": ""}, "2026-03-04"]
)
def test_a_stretch_that_cannot_be_is_refused(row: object) -> None:
    with pytest.raises(BadCalendar):
        a_calendar(closures=[row])
