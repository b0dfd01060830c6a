"""Delays counted from the day of an arrival or a departure."""

from datetime import date

import pytest
from django.utils.translation import override

from guichet.areas.catalogue.rules import BadTarget, Calendar, Target
from guichet.areas.catalogue.rules.dated import Dated, due_of, due_words

HOURS = {day: ["08:30-12:00", "13:00-16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDAR = Calendar.from_data({"tz": "America/Vancouver", "hours": HOURS, "holidays": "CA-BC"}, "default")
TUESDAY = date(2026, 3, 3)


@pytest.mark.proves("INT-01")
@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("D", date(2026, 3, 3)), ("D-2 bd", date(2026, 2, 27)), ("D+4 bd", date(2026, 3, 9)),
        ("D-10 d", date(2026, 2, 21)), ("J+30 d", date(2026, 4, 2)), ("d - 1 bd", date(2026, 3, 2)),
    ],
)  # fmt: skip
def test_a_delay_is_counted_from_the_day(text: str, on: date) -> None:
    assert Dated.parse(text).on(TUESDAY, CALENDAR) == on


def test_it_falls_due_as_the_window_closes_and_never_on_a_closed_day() -> None:
    assert Dated.parse("D-2 bd").due_at(TUESDAY, CALENDAR) == CALENDAR.closing_of(date(2026, 2, 27))
    assert Dated.parse("D-10 d").due_at(TUESDAY, CALENDAR) == CALENDAR.closing_of(date(2026, 2, 20)), "a Saturday"


def test_what_is_written_is_read_again() -> None:
    for text in ("D", "D-2 bd", "D+30 d"):
        assert str(due_of(text)) == text
    assert due_of("2 bd") == Target.parse("2 bd")
    for wrong in ("", "D+", "D-2 h", "soon", None, 3):
        with pytest.raises(BadTarget):
            due_of(wrong)


def test_it_is_said_in_both_languages() -> None:
    said = {}
    for lang in ("fr", "en"):
        with override(lang):
            said[lang] = [due_words(Dated.parse(text), lang) for text in ("D", "D-1 bd", "D+30 d")]
    assert said["en"] == ["on the day", "1 business day before the day", "30 days after the day"]
    assert said["fr"] == ["le jour même", "1 jour ouvrable avant le jour", "30 jours après le jour"]
