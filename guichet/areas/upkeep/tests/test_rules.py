"""Which addresses a text holds, and when the night and the week begin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from guichet.areas.upkeep import rules

HERE = ZoneInfo("America/Vancouver")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [us](/services/), **[them](https://a.example/x?y=1)**.", ["/services/", "https://a.example/x?y=1"]),
        ("Voir « https://a.example/page », puis (https://b.example).", ["https://a.example/page", "https://b.example"]),
        ("[mail](mailto:a@example.org) [call](tel:+15550100) [here](#part) a/b", []),
        ("[a](https://a.example) https://a.example", ["https://a.example"]),
    ],
)
def test_the_addresses_of_pages_are_found_in_words(text: str, found: list[str]) -> None:
    assert rules.addresses_in(text) == found


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-03-03 02:00", True), (None, "2026-03-03 01:59", False),
        ("2026-03-03 02:10", "2026-03-03 23:00", False), ("2026-03-03 02:10", "2026-03-04 02:00", True),
    ],
)  # fmt: skip
def test_the_round_is_once_a_night(last: str | None, now: str, due: bool) -> None:
    assert rules.is_night(_at(last) if last else None, _at(now)) is due


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-03-02 07:00", True), (None, "2026-03-02 06:59", False), (None, "2026-03-07 09:00", False),
        ("2026-03-02 07:00", "2026-03-06 09:00", False), ("2026-03-06 09:00", "2026-03-09 09:00", True),
        ("2026-12-31 09:00", "2027-01-01 09:00", False), ("2026-12-31 09:00", "2027-01-04 09:00", True),
    ],
)  # fmt: skip
def test_the_letters_leave_once_a_week_by_day(last: str | None, now: str, due: bool) -> None:
    assert rules.is_week_due(_at(last) if last else None, _at(now)) is due


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)
