"""The guided paths of the demonstration: each persona gets exactly their list."""

import pytest

from guichet.areas.guidance import queries, rules
from guichet.doors.demo.material import SCENARIO
from guichet.doors.scenario.load import load_file
from tests.cast import NOON, TODAY, fresh_catalogue

__all__ = ["fresh_catalogue"]
pytestmark = pytest.mark.django_db

LISTS = {
    "a new member, without premises, who hires and lives far away": (
        "new-member", {"mandate": "first", "premises": "none", "team": "hire", "distance": "far"},
        ["companion", "pass", "account", "pay", "computer", "lease", "line", "insurance", "security", "hire",
         "employer", "travel", "budget", "stationery"],
    ),
    "a member who comes back and keeps the office": (
        "new-member", {"mandate": "again", "premises": "kept", "team": "later", "distance": "near"},
        ["pass", "budget"],
    ),
    "a baker with premises, two employees and an oven that sells": (
        "small-business", {"place": "shop", "staff": "some", "sales": "above"},
        ["register", "permit", "insurance", "tax"],
    ),
    "a widower who stays at home": (
        "after-a-death", {"who": "spouse", "funeral": "settled", "home": "stay"}, ["notify", "allowance", "pension"],
    ),
}  # fmt: skip


@pytest.mark.proves("CAT-04")
def test_each_persona_gets_exactly_their_list() -> None:
    load_file(SCENARIO, now=NOON)
    known = queries.paths()
    for who, (code, answers, expected) in LISTS.items():
        lines = queries.lines_of(known[code], rules.kept(known[code], answers), on=TODAY)
        assert [line.item.key for line in lines] == expected, who
        assert all(line.offer for line in lines), who
