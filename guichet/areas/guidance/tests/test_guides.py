"""A guide leads through one service: its steps compute, and whoever did not have to ask afterwards is counted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from guichet.areas.catalogue.models import Service
from guichet.areas.guidance import actions, queries, rules
from guichet.areas.guidance.queries import Deflection
from guichet.areas.guidance.tests.paths import RISE, a_guide, both, item
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Contact, Ticket
from guichet.ground.access import SYSTEM
from tests.cast import NOON, TODAY, a_ticket, amina, bruno, chloe, fresh_catalogue, hiring, house, seen_by

__all__ = ["amina", "bruno", "chloe", "fresh_catalogue", "hiring", "house"]
pytestmark = pytest.mark.proves("CON-02")


def test_a_guide_may_ask_nothing_where_a_path_must_ask() -> None:
    assert rules.faults(a_guide()) == []
    assert [where for where, _why in rules.faults(a_guide(service=""))] == ["questions"]
    assert rules.from_data(rules.to_data(a_guide(retired=True))) == a_guide(retired=True)


@pytest.mark.parametrize("formula", ["(asked - then) * 2", "asked ** now", "", "__import__('os')"])
def test_a_sum_that_names_something_else_or_is_none_is_refused(formula: str) -> None:
    wrong = replace(a_guide(), items=(replace(item("rise"), calculator=replace(RISE, formula=formula)),))
    assert [where for where, _why in rules.faults(wrong)] == ["items[rise].calculator"]


@pytest.mark.parametrize(
    ("now", "asked", "result"),
    [("1 000", "1 050,00 $", "5.00"), ("1000", "", ""), ("0", "10", ""), ("abc", "2", ""), ("1000", "900", "-10.00")],
)
def test_a_sum_reads_figures_as_people_write_them_and_says_nothing_of_what_is_missing(
    now: str, asked: str, result: str
) -> None:
    assert rules.worked_out(RISE, {"now": now, "asked": asked}) == result


@pytest.mark.django_db
def test_whoever_finished_a_guide_and_did_not_get_in_touch_within_seven_days_is_counted(
    hiring: Service, amina: Person, bruno: Staff
) -> None:
    actions.configure_path(a_guide(), position=0, by=SYSTEM)
    about, other = a_ticket(amina, service=hiring), a_ticket(amina)
    Contact.objects.all().delete()
    for by, done in ((seen_by(amina), ["rise", "letter"]), (seen_by(amina), ["rise"]), (ANONYMOUS, ["rise", "letter"])):
        actions.mark(actions.keep("renew", {}, by=by, now=NOON), done, by=by, now=NOON)

    def told(days: int) -> Deflection:
        return queries.deflections(now=NOON + timedelta(days=days))["renew"]

    assert told(6) == Deflection(begun=2, finished=1, judged=0, asked=0), "it is too early to say"
    assert told(7) == Deflection(begun=2, finished=1, judged=1, asked=0) and told(7).spared == 1
    _heard(amina, other, days=2)
    _heard(amina, about, days=8)
    assert told(9).spared == 1, "another matter, or later, is another matter"
    _heard(amina, about, days=3)
    assert told(9) == Deflection(begun=2, finished=1, judged=1, asked=1) and told(9).spared == 0


def _heard(person: Person, ticket: Ticket, *, days: int) -> None:
    at = NOON + timedelta(days=days)
    Contact.objects.create(at=at, channel="phone", person=person, ticket=ticket, language="fr")


@pytest.mark.django_db
def test_what_the_office_wrote_of_a_guide_stays_when_a_scenario_is_loaded_again(chloe: Staff) -> None:
    actions.configure_path(a_guide(), position=0, by=SYSTEM)
    kept = actions.keep("renew", {}, by=ANONYMOUS, now=NOON)
    actions.write_guide(a_guide(name=both("Renewed")), read=1, by=seen_by(chloe))
    with pytest.raises(actions.ChangedMeanwhile), transaction.atomic():
        actions.write_guide(a_guide(name=both("Third")), read=1, by=seen_by(chloe))
    assert actions.configure_path(a_guide(), position=0, by=SYSTEM) == []
    assert queries.paths()["renew"].name == both("Renewed")
    found = queries.checklist(kept.code, on=TODAY)
    assert found and found.path.name == both("Renew"), "a list stays what it was"
    actions.write_guide(a_guide(retired=True), read=2, by=seen_by(chloe))
    assert "renew" not in queries.paths()
