"""What a process keeps of the catalogue: made once, made again when something changed, seen within seconds."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue.actions import CalendarForm, Timing, publish_plan, revise, revise_calendar
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import every_offer, offer, offers, offers_of
from guichet.areas.catalogue.queries import kept as keeping
from guichet.areas.catalogue.queries.offers import DAYS_KEPT
from guichet.areas.catalogue.queries.plans import newest_plan, steps_in
from guichet.areas.catalogue.tests.test_versions import wanted
from guichet.areas.people.models import Staff
from guichet.ground import recent
from guichet.ground.bilingual import Bilingual
from tests.cast import HOURS, NOON, TODAY, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-01")]


class Clock:
    """The seconds of the process, which a test makes pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        monkeypatch.setattr("time.monotonic", lambda: self.now)

    def pass_by(self) -> None:
        """Let a little more time pass than something is kept."""
        self.now += keeping.KEPT_FOR + 1


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what changes the catalogue tell nothing to this process, as another one would."""
    for module in ("declaring", "editing", "plans"):
        monkeypatch.setattr(f"guichet.areas.catalogue.actions.{module}.forget", lambda: None)


def test_as_long_as_nothing_changes_one_question_in_five_seconds_is_all(
    hiring: Service, seconds: Clock, django_assert_num_queries: Any
) -> None:
    first = offers(TODAY)
    with django_assert_num_queries(0):
        assert offers(TODAY) is first and offer(hiring.pk, on=TODAY) is first[hiring.pk]
    for _turn in range(3):
        seconds.pass_by()
        with django_assert_num_queries(1):
            assert offers(TODAY) is first and every_offer(TODAY) and offers_of([hiring.pk], on=TODAY) == first


def test_what_another_process_writes_shows_within_seconds(
    hiring: Service, chloe: Staff, seconds: Clock, elsewhere: None
) -> None:
    assert offer(hiring.pk, on=TODAY).summary.en != "Rewritten"
    said = wanted(hiring, summary=Bilingual("Récrit", "Rewritten"), responsible=chloe.pk)
    revise(hiring, by=seen_by(chloe), now=NOON, wanted=said, timing=Timing(version=hiring.version))
    seconds.pass_by()
    assert offer(hiring.pk, on=TODAY).summary.en == "Rewritten"

    hours = {"tz": "America/Vancouver", "hours": {**HOURS, "sat": ["09:00-12:00"]}, "holidays": "CA-BC"}
    revise_calendar(CalendarForm(code="default", data=hours), by=seen_by(chloe), now=NOON)
    seconds.pass_by()
    assert offer(hiring.pk, on=TODAY).calendar.version == 2

    plan = newest_plan(hiring)
    *others, last = steps_in(plan)
    steps = (*others, replace(last, unit="CS", due="9 bd"))
    publish_plan(hiring, steps=steps, base=plan.version if plan else 0, by=seen_by(chloe), now=NOON)
    seconds.pass_by()
    assert str(offer(hiring.pk, on=TODAY).plan[-1].due) == "9 bd"


def test_a_change_that_was_given_up_is_not_taken_for_the_one_after_it(
    hiring: Service, chloe: Staff, seconds: Clock, elsewhere: None
) -> None:
    def write(words: str, minutes: int) -> None:
        hiring.refresh_from_db()
        said = wanted(hiring, summary=Bilingual(words, words), responsible=chloe.pk)
        moment = NOON + timedelta(minutes=minutes)
        revise(hiring, by=seen_by(chloe), now=moment, wanted=said, timing=Timing(version=hiring.version))

    with transaction.atomic():
        write("Given up", 1)
        seconds.pass_by()
        assert offer(hiring.pk, on=TODAY).summary.en == "Given up"
        transaction.set_rollback(True)
    write("Kept", 2)
    seconds.pass_by()
    assert offer(hiring.pk, on=TODAY).summary.en == "Kept"


def test_only_the_days_asked_for_last_are_kept(hiring: Service, django_assert_num_queries: Any) -> None:
    offers(TODAY)
    with django_assert_num_queries(0):
        for day in range(3 * DAYS_KEPT):
            assert hiring.pk in offers(TODAY + timedelta(days=day))
    shelf: Any = recent._standing["catalogue:shelf"][1]
    assert len(shelf.days) == DAYS_KEPT and len(shelf.sheets[hiring.pk].made) == 1
