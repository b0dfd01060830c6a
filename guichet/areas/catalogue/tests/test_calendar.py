"""A calendar knows when it is open, and adds and measures business time."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest

from guichet.areas.catalogue.rules import Calendar, ClosedDay, NeverOpen, OpeningHours
from guichet.areas.catalogue.tests.places import NIGHT_AND_DAY, PARIS, TORONTO, VICTORIA, a_calendar, at

H = timedelta(hours=1)
MIN = timedelta(minutes=1)
BC_2026 = ["01-01", "02-16", "04-03", "05-18", "07-01", "08-03", "09-07", "09-30", "10-12", "11-11", "12-25"]


@pytest.mark.parametrize(
    ("start", "business", "end"),
    [
        ("2026-03-04 09:00", 2 * H, "2026-03-04 11:00"),
        ("2026-03-04 11:00", 2 * H, "2026-03-04 14:00"),  # over the midday break
        ("2026-03-04 12:30", H, "2026-03-04 14:00"),  # from inside the break
        ("2026-03-04 08:30", 7 * H, "2026-03-04 16:30"),  # exactly one day ends at closing time
        ("2026-03-04 08:30", 7 * H + MIN, "2026-03-05 08:31"),
        ("2026-03-04 06:00", H, "2026-03-04 09:30"),  # before opening
        ("2026-03-04 16:30", H, "2026-03-05 09:30"),  # at closing time the day is over
        ("2026-03-06 15:30", 2 * H, "2026-03-09 09:30"),  # over the weekend when the clocks spring forward
        ("2026-10-30 15:30", 2 * H, "2026-11-02 09:30"),  # over the weekend when they fall back
        ("2026-04-02 16:00", H, "2026-04-06 09:00"),  # Good Friday
        ("2026-09-29 16:00", H, "2026-10-01 09:00"),  # 30 September
        ("2026-12-31 16:00", H, "2027-01-04 09:00"),  # over the new year
        ("2026-12-31 16:00", H / 2, "2026-12-31 16:30"),  # the last moment of the year
        ("2026-03-07 10:00", timedelta(0), "2026-03-09 08:30"),  # nothing, from a closed instant
        ("2026-03-04 10:00", timedelta(0), "2026-03-04 10:00"),
    ],
)
@pytest.mark.proves("BIL-05", "MES-02")
def test_business_time_is_added_over_breaks_nights_weekends_and_holidays(
    start: str, business: timedelta, end: str
) -> None:
    assert VICTORIA.add(at(start), business) == at(end)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2026-03-04 09:00", "2026-03-04 16:00", 6 * H),
        ("2026-03-04 12:00", "2026-03-04 13:00", timedelta(0)),
        ("2026-03-06 16:00", "2026-03-09 09:00", H),
        ("2026-03-07 09:00", "2026-03-08 17:00", timedelta(0)),
        ("2026-03-09 09:00", "2026-03-06 16:00", -H),
        ("2025-12-31 16:00", "2026-01-02 09:00", H),
        ("2026-01-02 09:00", "2025-12-31 16:00", -H),
        ("2026-01-01 00:00", "2027-01-01 00:00", 250 * 7 * H),  # 261 weekdays less 11 holidays
        ("2026-01-01 00:00", "2028-01-01 00:00", 2 * 250 * 7 * H),  # Christmas 2027 is observed on the Monday
    ],
)
@pytest.mark.proves("BIL-05", "MES-02")
def test_business_time_is_measured_between_two_instants(a: str, b: str, expected: timedelta) -> None:
    assert VICTORIA.between(at(a), at(b)) == expected


@pytest.mark.proves("BIL-05")
def test_days_of_23_and_25_hours_are_counted_as_long_as_they_are() -> None:
    def length(day: str, after: str) -> timedelta:
        return NIGHT_AND_DAY.between(at(f"{day} 00:00"), at(f"{after} 00:00"))

    assert length("2026-03-07", "2026-03-08") == 24 * H
    assert length("2026-03-08", "2026-03-09") == 23 * H
    assert length("2026-11-01", "2026-11-02") == 25 * H


@pytest.mark.proves("BIL-05")
def test_intervals_that_meet_inside_the_hour_skipped_in_spring_are_not_counted_twice() -> None:
    night = Calendar.from_data(
        {"tz": "America/Vancouver", "hours": {"sun": ["00:00-02:15", "02:15-02:30", "02:30-03:00", "03:00-06:00"]}}
    )

    assert night.between(at("2026-03-08 00:00"), at("2026-03-08 12:00")) == 5 * H
    assert night.between(at("2026-11-01 00:00"), at("2026-11-01 12:00")) == 7 * H


def test_a_place_is_open_from_the_start_of_an_opening_and_closed_from_its_end() -> None:
    open_at = {
        hour: VICTORIA.is_open(at(f"2026-03-04 {hour}")) for hour in ("08:29", "08:30", "12:00", "13:00", "16:30")
    }

    assert open_at == {"08:29": False, "08:30": True, "12:00": False, "13:00": True, "16:30": False}
    assert not VICTORIA.is_open(at("2026-09-30 10:00"))
    assert not VICTORIA.is_open(at("2026-12-31 20:00"))


def test_an_ambiguous_local_hour_is_understood_from_its_fold() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NIGHT_AND_DAY.zone)
    second = first.replace(fold=1)

    assert NIGHT_AND_DAY.is_open(first)
    assert NIGHT_AND_DAY.is_open(second)
    assert NIGHT_AND_DAY.between(first, second) == H


def test_openings_follow_each_other_and_the_first_starts_now_when_it_is_open() -> None:
    openings = list(islice(VICTORIA.openings_from(at("2026-12-31 10:00")), 3))

    assert openings == [
        (at("2026-12-31 10:00"), at("2026-12-31 12:00")),
        (at("2026-12-31 13:00"), at("2026-12-31 16:30")),
        (at("2027-01-04 08:30"), at("2027-01-04 12:00")),
    ]


def test_the_next_opening_is_now_when_open_and_in_utc() -> None:
    assert VICTORIA.next_opening(at("2026-03-04 10:00")) == at("2026-03-04 10:00")
    assert VICTORIA.next_opening(at("2026-03-04 12:30")) == at("2026-03-04 13:00")
    assert VICTORIA.next_opening(at("2026-03-06 18:00")) == at("2026-03-09 08:30")
    assert VICTORIA.next_opening(at("2026-03-06 18:00")).tzinfo is UTC


def test_the_closing_of_a_day_is_the_end_of_its_last_opening() -> None:
    assert VICTORIA.closing_of(date(2026, 3, 4)) == at("2026-03-04 16:30")
    with pytest.raises(ClosedDay):
        VICTORIA.closing_of(date(2026, 9, 30))


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        ("2026-03-04", 0, "2026-03-04"),
        ("2026-03-07", 0, "2026-03-09"),
        ("2026-03-04", 1, "2026-03-05"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-03-04", 5, "2026-03-11"),
        ("2026-09-29", 1, "2026-10-01"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-12-24", 250, "2027-12-24"),
    ],
)
@pytest.mark.proves("MES-02")
def test_open_days_are_counted_after_the_start(start: str, n: int, day: str) -> None:
    assert VICTORIA.nth_open_day(date.fromisoformat(start), n) == date.fromisoformat(day)


def test_dates_can_be_closed_or_opened_by_exception() -> None:
    office = a_calendar(closed=["2026-12-24"], open=["2026-09-30", "2026-03-07"])

    assert not office.is_open(at("2026-12-24 10:00"))
    assert office.is_open(at("2026-09-30 10:00"))
    assert office.is_open(at("2026-03-07 10:00")), "a Saturday opened by exception keeps the hours of the week"
    assert office.closing_of(date(2026, 3, 7)) == at("2026-03-07 16:30")


@pytest.mark.proves("MES-02")
def test_british_columbia_has_eleven_holidays_in_2026_with_the_30th_of_september() -> None:
    names = VICTORIA.holidays_in(2026)

    assert [f"{day:%m-%d}" for day in names] == BC_2026
    assert names[date(2026, 9, 30)].fr == "Journée nationale de la vérité et de la réconciliation"
    assert names[date(2026, 9, 30)].en == "National Day for Truth and Reconciliation"
    assert names[date(2026, 8, 3)].fr == "Jour de la Colombie-Britannique"
    assert names[date(2026, 1, 1)].fr == "Jour de l’an"
    assert names[date(2026, 9, 7)] == ("Fête du Travail", "Labour Day")


def test_every_place_names_its_holidays_in_both_languages() -> None:
    assert PARIS.holiday_on(date(2026, 7, 14)) == ("Fête nationale", "National Day")
    assert TORONTO.holiday_on(date(2026, 7, 1)) == ("Fête du Canada", "Canada Day")
    assert TORONTO.holiday_on(date(2026, 7, 2)) is None
    assert NIGHT_AND_DAY.holidays_in(2026) == {}


def test_a_calendar_without_hours_says_that_it_never_opens() -> None:
    closed = Calendar.from_data({"tz": "America/Vancouver", "hours": {}}, code="attic")

    with pytest.raises(NeverOpen, match="attic"):
        closed.add(at("2026-03-04 10:00"), H)
    with pytest.raises(NeverOpen):
        closed.next_opening(at("2026-03-04 10:00"))
    with pytest.raises(NeverOpen):
        closed.nth_open_day(date(2026, 3, 4), 1)
    assert closed.between(at("2026-03-04 10:00"), at("2027-03-04 10:00")) == timedelta(0)


def test_naive_instants_and_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        VICTORIA.add(datetime(2026, 3, 4, 10), H)
    with pytest.raises(ValueError, match="forwards"):
        VICTORIA.add(at("2026-03-04 10:00"), -H)
    with pytest.raises(ValueError, match="forwards"):
        VICTORIA.nth_open_day(date(2026, 3, 4), -1)


def test_equal_calendars_share_the_openings_they_have_laid_out() -> None:
    one, other = a_calendar(), a_calendar()

    assert one == other
    assert next(one._years_from(at("2026-03-04 10:00"))) is next(other._years_from(at("2026-03-04 10:00")))


def test_hours_can_be_given_by_weekday_number() -> None:
    hours = OpeningHours.of({0: ((time(9), time(12)),)})

    assert Calendar("America/Vancouver", hours).next_opening(at("2026-03-04 10:00")) == at("2026-03-09 09:00")
