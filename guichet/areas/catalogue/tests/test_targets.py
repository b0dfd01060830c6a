"""A service's standard, written in four words, gives the moment a promise falls due."""

import pytest

from guichet.areas.catalogue.rules import BadTarget, Calendar, Target, Unit, describe
from guichet.areas.catalogue.tests.places import NIGHT_AND_DAY, VICTORIA, a_calendar, at


@pytest.mark.parametrize(
    ("text", "amount", "unit", "written"),
    [
        ("15 min", 15, Unit.MINUTES, "15 min"),
        ("4 h", 4, Unit.HOURS, "4 h"),
        ("5 bd", 5, Unit.BUSINESS_DAYS, "5 bd"),
        ("30 d", 30, Unit.CALENDAR_DAYS, "30 d"),
        ("now", 15, Unit.MINUTES, "15 min"),
        (" 5BD ", 5, Unit.BUSINESS_DAYS, "5 bd"),
    ],
)
@pytest.mark.proves("MES-02")
def test_a_target_is_read_and_written(text: str, amount: int, unit: Unit, written: str) -> None:
    target = Target.parse(text)

    assert target == Target(amount, unit)
    assert str(target) == written
    assert Target.parse(str(target)) == target


@pytest.mark.parametrize("text", ["", "soon", "5", "bd", "0 bd", "-1 h", "1.5 h", "5 weeks", "99999 d", None, 5])
def test_what_is_not_a_target_is_refused(text: object) -> None:
    with pytest.raises(BadTarget):
        Target.parse(text)


def test_a_target_of_nothing_cannot_be_built() -> None:
    with pytest.raises(BadTarget):
        Target(0, Unit.HOURS)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("now", "2026-03-04 10:00", "2026-03-04 10:15"),
        ("15 min", "2026-03-04 11:50", "2026-03-04 13:05"),
        ("4 h", "2026-03-06 15:00", "2026-03-09 11:00"),
        ("5 bd", "2026-03-04 10:00", "2026-03-11 16:30"),
        ("1 bd", "2026-03-04 07:00", "2026-03-05 16:30"),  # before opening: that day
        ("1 bd", "2026-03-04 12:30", "2026-03-05 16:30"),  # at the midday break: that day
        ("1 bd", "2026-03-04 16:30", "2026-03-06 16:30"),  # after closing: the next open day
        ("1 bd", "2026-03-07 10:00", "2026-03-10 16:30"),  # Saturday counts from Monday
        ("1 bd", "2026-09-29 10:00", "2026-10-01 16:30"),  # over the 30th of September
        ("2 bd", "2026-12-30 10:00", "2027-01-04 16:30"),
        ("30 d", "2026-03-04 10:00", "2026-04-03 10:00+"),  # falls on Good Friday
        ("7 d", "2026-03-04 10:00", "2026-03-11 10:00"),  # the same wall time after the clocks change
        ("3 d", "2026-03-04 10:00", "2026-03-09 08:30"),  # a Saturday: the next opening
        ("7 d", "2026-03-04 20:00", "2026-03-12 08:30"),
    ],
)
@pytest.mark.proves("MES-02")
def test_a_promise_falls_due_by_the_rule_of_its_unit(text: str, start: str, due: str) -> None:
    expected = "2026-04-06 08:30" if due.endswith("+") else due

    assert Target.parse(text).due_at(at(start), VICTORIA) == at(expected)


@pytest.mark.proves("MES-02")
def test_business_days_end_when_that_day_closes() -> None:
    hours = {"mon": "08:30-16:30", "tue": "08:30-12:00", "wed": "08:30-20:00"}
    calendar = Calendar.from_data({"tz": "America/Vancouver", "hours": hours})

    assert Target.parse("1 bd").due_at(at("2026-03-02 10:00"), calendar) == at("2026-03-03 12:00")
    assert Target.parse("2 bd").due_at(at("2026-03-02 10:00"), calendar) == at("2026-03-04 20:00")


def test_the_budget_is_the_business_time_until_due() -> None:
    start = at("2026-03-04 15:30")

    assert Target.parse("4 h").budget(start, VICTORIA).total_seconds() == 4 * 3600
    assert Target.parse("5 bd").budget(start, VICTORIA).total_seconds() == (1 + 5 * 7) * 3600
    assert Target.parse("1 bd").budget(start, a_calendar(closed=["2026-03-05"])).total_seconds() == (1 + 7) * 3600


@pytest.mark.parametrize("text", ["15 min", "3 h", "2 bd", "7 bd", "30 d"])
@pytest.mark.parametrize("start", ["2026-03-04 15:30", "2026-03-04 07:00", "2026-03-06 23:59", "2026-03-07 12:00"])
def test_nothing_falls_due_before_the_shortest_time(text: str, start: str) -> None:
    target = Target.parse(text)

    for calendar in (VICTORIA, NIGHT_AND_DAY):
        assert target.due_at(at(start), calendar) - at(start) >= target.shortest


@pytest.mark.parametrize(
    ("text", "fr", "en"),
    [
        ("5 bd", "5 jours ouvrables", "5 business days"),
        ("1 bd", "1 jour ouvrable", "1 business day"),
        ("4 h", "4 heures ouvrables", "4 business hours"),
        ("1 h", "1 heure ouvrable", "1 business hour"),
        ("30 d", "30 jours civils", "30 calendar days"),
        ("now", "15 minutes pendant les heures d’ouverture", "15 minutes during opening hours"),
    ],
)
@pytest.mark.proves("MES-02")
def test_a_target_is_said_in_both_languages(text: str, fr: str, en: str) -> None:
    target = Target.parse(text)

    assert describe(target, "fr") == describe(target, "fr-ca") == fr
    assert describe(target, "en") == en
