"""A list is kept under a code, marked, handed over, and forgotten when nobody uses it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from guichet.areas.guidance import actions, queries
from guichet.areas.guidance.models import Checklist, GuidedPath
from guichet.areas.guidance.tests.paths import a_path
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.ground.access import SYSTEM
from tests.cast import NOON, TODAY, a_ticket, amina, bruno, fresh_catalogue, house, seen_by

__all__ = ["amina", "bruno", "fresh_catalogue", "house"]
pytestmark = pytest.mark.django_db

ALL = {"premises": "some", "lease": "open", "staff": "yes"}


@pytest.fixture(autouse=True)
def path() -> None:
    actions.configure_path(a_path(), position=0, by=SYSTEM)


def kept(answers: dict[str, str] = ALL) -> Checklist:
    return actions.keep("opening", answers, by=ANONYMOUS, now=NOON)


@pytest.mark.proves("CAT-04", "CAN-05")
def test_a_code_opens_a_list_however_it_is_read_out() -> None:
    code = kept().code
    grouped = f" {code[:4]}-{code[4:8]} {code[8:]}".upper().replace("0", "O")
    found = queries.checklist(grouped, on=TODAY)
    assert found is not None
    assert [line.item.key for line in found.lines] == ["begin", "read", "insure", "hire"]
    assert queries.checklist("abcd-efgh-jkmn", on=TODAY) is None


def test_nothing_is_kept_before_every_question_is_answered() -> None:
    with pytest.raises(actions.NotAnswered), transaction.atomic():
        kept({"premises": "some"})
    assert not Checklist.objects.exists()


def test_what_is_done_is_what_was_named_and_nothing_foreign() -> None:
    row = kept({"premises": "none", "staff": "yes"})
    actions.mark(row, ["hire", "insure", "nonsense"], by=ANONYMOUS, now=NOON)
    found = queries.checklist(row.code, on=TODAY)
    assert found is not None
    assert (found.row.done, found.left) == (["hire"], 1)


def test_a_list_stays_what_it_was_when_the_path_changes() -> None:
    row = kept()
    fewer = replace(a_path(), items=a_path().items[:1])
    actions.configure_path(fewer, position=0, by=SYSTEM)
    found = queries.checklist(row.code, on=TODAY)
    assert found is not None
    assert len(found.lines) == 4
    assert len(queries.paths()["opening"].items) == 1


def test_the_same_path_twice_is_one_version() -> None:
    assert actions.configure_path(a_path(), position=0, by=SYSTEM) == []
    assert GuidedPath.objects.count() == 1


@pytest.mark.proves("CAT-07")
def test_a_signed_in_client_finds_their_lists_again(amina: Person) -> None:
    actions.keep("opening", ALL, by=seen_by(amina), now=NOON)
    assert [one.path.code for one in queries.checklists_of(amina.pk, on=TODAY)] == ["opening"]


def test_a_list_handed_over_stands_beside_the_request(amina: Person, bruno: Staff) -> None:
    ticket, row = a_ticket(amina, owner=bruno), kept()
    actions.hand(row, ticket, by=ANONYMOUS, now=NOON)
    found = queries.checklist_of_ticket(ticket, on=TODAY)
    assert found is not None
    assert found.row == row


def test_a_list_that_nobody_used_for_more_than_a_year_is_thrown_away() -> None:
    row = kept()
    assert actions.drop_unused(by=SYSTEM, now=NOON + timedelta(days=399)) == 0
    assert actions.drop_unused(by=SYSTEM, now=NOON + timedelta(days=401)) == 1
    assert queries.checklist(row.code, on=TODAY) is None
