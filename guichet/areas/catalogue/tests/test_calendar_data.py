"""A calendar is read from, and written to, words that an administrator can check."""

import json
from datetime import date

import pytest

from guichet.areas.catalogue.rules import BadCalendar, Calendar
from guichet.areas.catalogue.tests.places import NIGHT_AND_DAY, OFFICE_HOURS, VICTORIA, a_calendar

GOOD: dict[str, object] = {
    "tz": "America/Vancouver",
    "hours": OFFICE_HOURS,
    "holidays": "CA-BC",
    "closed": ["2026-12-24"],
    "open": [],
}


def test_a_calendar_comes_back_as_it_was_written() -> None:
    assert Calendar.from_data(GOOD).to_data() == GOOD


@pytest.mark.parametrize("calendar", [VICTORIA, NIGHT_AND_DAY, a_calendar(closed=["2026-12-24"], open=["2026-03-07"])])
def test_a_calendar_survives_json(calendar: Calendar) -> None:
    assert Calendar.from_data(json.loads(json.dumps(calendar.to_data()))) == calendar


def test_dates_may_be_real_dates_and_lists_may_be_missing() -> None:
    calendar = Calendar.from_data({"tz": "Europe/Paris", "hours": {"mon": "09:00-12:00"}, "closed": [date(2026, 1, 5)]})

    assert calendar.closed == {date(2026, 1, 5)}
    assert calendar.opened == frozenset()
    assert calendar.country == ""


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"tz": "America/Vankouver"}, "tz"),
        ({"tz": ""}, "tz"),
        ({"tz": None}, "tz"),
        ({"tz": "../etc/passwd"}, "tz"),
        ({"tz": 7}, "tz"),
        ({"hours": None}, "hours"),
        ({"hours": {"lun": ["08:30-12:00"]}}, "hours.lun"),
        ({"hours": {"mon": ["8h30 à midi"]}}, "hours.mon"),
        ({"hours": {"mon": ["08:30-25:00"]}}, "hours.mon"),
        ({"hours": {"mon": ["12:00-08:30"]}}, "hours.mon"),
        ({"hours": {"mon": ["08:30-12:00", "11:00-16:30"]}}, "hours.mon"),
        ({"hours": {"mon": ["08:30-24:00", "11:00-16:30"]}}, "hours.mon"),
        ({"hours": {"mon": 830}}, "hours.mon"),
        ({"hours": {"mon": [830]}}, "hours.mon"),
        ({"holidays": "CA-ZZ"}, "holidays"),
        ({"holidays": "XX"}, "holidays"),
        ({"holidays": "-BC"}, "holidays"),
        ({"closed": ["24 December"]}, "closed"),
        ({"closed": "2026-12-24"}, "closed"),
        ({"open": ["2026-12-24"]}, "open"),
        ({"opening": []}, "opening"),
    ],
)
def test_a_mistake_is_named_by_its_key(change: dict[str, object], key: str) -> None:
    with pytest.raises(BadCalendar) as refusal:
        Calendar.from_data(GOOD | change)

    assert refusal.value.key == key
    assert str(refusal.value).startswith(f"{key}: ")
