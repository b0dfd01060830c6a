"""Dates, delays and figures read well in both languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from guichet.ground.ui import wording

PACIFIC = ZoneInfo("America/Vancouver")
NOW = datetime(2026, 1, 15, 10, 42, tzinfo=PACIFIC)
N = wording.NBSP


@pytest.fixture(autouse=True)
def pacific(settings: Settings) -> None:
    settings.TIME_ZONE = "America/Vancouver"


def at(year: int, month: int, day: int, hour: int = 17, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PACIFIC).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "lang", "words"),
    [
        (at(2026, 3, 4), "fr", f"mercredi 4{N}mars, 17{N}h"),
        (at(2026, 3, 4), "en", f"Wednesday, March{N}4, 5{N}p.m."),
        (at(2026, 3, 1, 9, 5), "fr", f"dimanche 1er{N}mars, 9{N}h{N}05"),
        (at(2026, 3, 1, 9, 5), "en", f"Sunday, March{N}1, 9:05{N}a.m."),
        (at(2027, 3, 4), "fr", f"jeudi 4{N}mars{N}2027, 17{N}h"),
        (at(2027, 3, 4), "en", f"Thursday, March{N}4, 2027, 5{N}p.m."),
        (date(2026, 8, 6), "fr", f"jeudi 6{N}août"),
    ],
)
def test_a_moment_is_written_in_words(moment: datetime | date, lang: str, words: str) -> None:
    assert wording.when(moment, lang, NOW) == words


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [
        (0, 0, f"0{N}h", "midnight"),
        (0, 5, f"0{N}h{N}05", f"12:05{N}a.m."),
        (8, 2, f"8{N}h{N}02", f"8:02{N}a.m."),
        (12, 0, f"12{N}h", "noon"),
        (13, 30, f"13{N}h{N}30", f"1:30{N}p.m."),
    ],
)
def test_an_hour_is_written_as_people_write_it(hour: int, minute: int, french: str, english: str) -> None:
    moment = at(2026, 1, 15, hour, minute)
    assert wording.hour(moment, "fr") == french
    assert wording.hour(moment, "en") == english


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (at(2026, 1, 15, 8, 2), f"8{N}h{N}02", f"8:02{N}a.m."),
        (at(2026, 1, 14, 23, 59), "hier", "yesterday"),
        (at(2026, 1, 13), "mar.", "Tue"),
        (at(2026, 1, 16), "demain", "tomorrow"),
        (at(2026, 1, 8), f"8{N}janv.", f"Jan{N}8"),
        (at(2025, 12, 1), f"1er{N}déc.{N}2025", f"Dec{N}1, 2025"),
        (date(2026, 1, 15), "aujourd’hui", "today"),
    ],
)
def test_a_past_moment_is_written_briefly(moment: datetime | date, french: str, english: str) -> None:
    assert wording.ago(moment, "fr", NOW) == french
    assert wording.ago(moment, "en", NOW) == english


@pytest.mark.parametrize(
    ("away", "french", "english"),
    [
        (timedelta(minutes=38), f"reste 38{N}min", f"38{N}min left"),
        (timedelta(minutes=-40), f"en retard de 40{N}min", f"40{N}min late"),
        (timedelta(hours=5, minutes=20), f"reste 5{N}h", f"5{N}h left"),
        (timedelta(hours=2, minutes=5), f"reste 2{N}h{N}05", f"2{N}h{N}5{N}min left"),
        (timedelta(days=2, hours=3), f"reste 2{N}j", f"2{N}days left"),
        (timedelta(days=-1, hours=-3), f"en retard de 1{N}j", f"1{N}day late"),
    ],
)
def test_what_is_left_says_so_and_a_delay_says_so(away: timedelta, french: str, english: str) -> None:
    assert wording.left(NOW + away, "fr", NOW) == french
    assert wording.left(NOW + away, "en", NOW) == english


def test_a_duration_takes_the_unit_that_reads_best() -> None:
    assert wording.duration(timedelta(minutes=51), "fr") == f"51{N}min"
    assert wording.duration(timedelta(hours=3, minutes=52), "fr") == f"3{N}h{N}52"
    assert wording.duration(timedelta(hours=3, minutes=52), "en") == f"3{N}h{N}52{N}min"
    assert wording.duration(timedelta(days=3, hours=10), "fr") == f"3,4{N}j"
    assert wording.duration(timedelta(days=3, hours=10), "en") == f"3.4{N}days"


def test_figures_take_the_separators_of_their_language() -> None:
    assert wording.percent(0.88, "fr") == f"88{N}%"
    assert wording.percent(0.88, "en") == "88%"
    assert wording.percent(0.885, "fr", 1) == f"88,5{N}%"
    assert wording.percent(0.29, "en") == "29%"
    assert wording.decimal(2931, "fr") == f"2{N}931"
    assert wording.decimal(2931.5, "en") == "2,931.5"
    assert wording.decimal(10, "en", 0) == "10"


def test_file_sizes_take_the_unit_that_reads_best() -> None:
    assert wording.filesize(214_000, "fr") == f"214{N}ko"
    assert wording.filesize(1_240_000, "fr") == f"1,2{N}Mo"
    assert wording.filesize(1_240_000, "en") == f"1.2{N}MB"
    assert wording.filesize(12, "en") == f"12{N}bytes"
    assert wording.filesize(999_999, "fr") == f"1{N}Mo"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Léa Comeau", "LC"), ("Mireille Thibodeau", "MT"), ("Jean-Pierre de la Tour", "JT"), ("guichet", "G"), ("", "")],
)
def test_initials_leave_particles_out(name: str, letters: str) -> None:
    assert wording.initials(name) == letters


def test_a_number_is_cut_where_it_starts_to_tell_tickets_apart() -> None:
    assert wording.split_number("G-2026-482913-4") == ("G-2026-", "482913-4")
    assert wording.split_number("nothing") == ("", "nothing")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), st.sampled_from(["fr", "en"]))
def test_every_moment_can_be_written(moment: datetime, lang: str) -> None:
    assert wording.when(moment, lang, NOW)
    assert wording.ago(moment, lang, NOW)
    assert wording.left(moment, lang, NOW)
