"""Who receives people during each opening hour of a place, and where nobody there speaks both languages."""

from datetime import date, time

import pytest

from guichet.areas.catalogue.rules.rosters import Agent, roster_of

pytestmark = pytest.mark.proves("EQU-02")
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
OPENING = ((time(8, 30), time(12)), (time(13), time(15)))
BOTH, FRENCH = frozenset({"fr", "en"}), frozenset({"fr"})
MORNINGS = {"mon": ["08:30-11:30"], "tue": ["08:30-12:00", "13:00-15:00"]}


def lacking(day: date, *agents: Agent) -> list[str]:
    return [f"{one.start:%H:%M}" for one in roster_of(day, OPENING, agents) if not one.is_bilingual]


def test_an_opening_hour_without_a_bilingual_agent_all_the_while_is_flagged() -> None:
    part_time, always = Agent("Bruno", BOTH, MORNINGS), Agent("Julien", FRENCH, {})
    assert lacking(MONDAY, part_time, always) == ["11:00", "13:00", "14:00"], "half an hour is not the hour"
    assert lacking(TUESDAY, part_time, always) == []
    assert lacking(MONDAY) == ["08:30", "09:00", "10:00", "11:00", "13:00", "14:00"], "nobody is nobody bilingual"
    english = Agent("Owen", frozenset({"en"}), {})
    assert len(lacking(MONDAY, always, english)) == 6, "two languages at two windows are not one person who speaks both"


def test_whoever_is_away_is_not_there_and_the_hours_left_say_who_is() -> None:
    away = Agent("Bruno", BOTH, {}, away=(MONDAY, MONDAY))
    assert len(lacking(MONDAY, away)) == 6 and lacking(TUESDAY, away) == []
    first = roster_of(MONDAY, OPENING, [Agent("Julien", FRENCH, {}), away])[0]
    assert ([one.name for one in first.agents], first.spoken) == (["Julien"], ("fr",))


def test_a_place_open_until_midnight_has_its_last_hour() -> None:
    slots = roster_of(MONDAY, ((time(22), time(0)),), [Agent("Bruno", BOTH, {"mon": ["22:00-24:00"]})])
    assert [(one.start, one.end, one.is_bilingual) for one in slots] == [
        (time(22), time(23), True), (time(23), time(0), True),
    ]  # fmt: skip
