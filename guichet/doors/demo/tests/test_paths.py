"""The guided paths of the demonstration: each persona gets exactly their list."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from guichet.areas.guidance import actions, queries, rules
from guichet.areas.knowledge.queries import article_by_slug, documents_of, slugs
from guichet.areas.people.models import Person
from guichet.doors.demo.material import SCENARIO
from guichet.doors.scenario.load import load_file
from guichet.ground.files import store
from tests.cast import NOON, TODAY, fresh_catalogue, seen_by

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


@pytest.mark.proves("CAT-04", "CON-02")
def test_each_persona_gets_exactly_their_list_and_the_lease_is_renewed_from_its_guide() -> None:
    load_file(SCENARIO, now=NOON)
    known = queries.paths()
    for who, (code, answers, expected) in LISTS.items():
        lines = queries.lines_of(known[code], rules.kept(known[code], answers), on=TODAY)
        assert [line.item.key for line in lines] == expected, who
        assert all(line.offer for line in lines), who
    _renew_the_lease()


def _renew_the_lease() -> None:
    """An office goes through the guide with its model letter, needs nobody for a week, and is counted."""
    jonas = Person.objects.get(user=None, contact_points__value="jonas.pelletier@example.org")
    guide = queries.paths()["renew-the-lease"]
    assert not guide.questions and "office_staff" in guide.groups
    assert {one.article for one in guide.items if one.article} <= slugs()
    letter = documents_of(article_by_slug("renewing-your-lease"), "fr")[0]
    with ZipFile(BytesIO(store.read(letter.file))) as opened:
        assert opened.namelist()[0] == "mimetype" and "nous vous demandons" in opened.read("content.xml").decode()
    me = seen_by(jonas)
    kept = actions.keep("renew-the-lease", {}, by=me, now=NOON)
    actions.mark(kept, [one.key for one in guide.items], by=me, now=NOON)
    assert queries.deflections(now=NOON + timedelta(days=8))["renew-the-lease"].spared == 1
