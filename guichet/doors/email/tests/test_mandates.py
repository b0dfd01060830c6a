"""Whoever could act for somebody, and whoever let them, are told when that is over: once, each in their language."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from guichet.areas.people import actions as people
from guichet.areas.people.models import Delegation, Membership, Organisation, Person
from guichet.doors.email.mandates import compose_mandate
from guichet.doors.time.tick import tick
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, TODAY, a_person, seen_by

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.proves("CLI-03", "INT-01")]


@pytest.fixture
def marc(house: dict[str, Organisation]) -> Person:
    return a_person("marc@example.org", "Marc", "Gagnon", language="en")


def given(grantor: Person | Organisation, delegate: Person, **more: object) -> Delegation:
    wanted = people.NewDelegation(
        grantor=grantor,
        delegate=delegate,
        scopes=("lease",),
        starts_on=TODAY - DAY,
        **more,  # type: ignore[arg-type]
    )
    return people.delegate(wanted, by=seen_by(grantor) if isinstance(grantor, Person) else seen_by(delegate))


def letters() -> dict[str, str]:
    react()
    found = {}
    for row in Outgoing.objects.filter(kind="mandate").order_by("pk"):
        message = message_from_bytes(compose_mandate(row) or b"", policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        found[row.address] = f"{message['subject']}\n{body.get_content()}"
    return found


def test_a_right_that_ends_by_its_date_is_told_to_both_once_in_their_language(amina: Person, marc: Person) -> None:
    given(amina, marc, ends_on=TODAY)
    tick(now=NOON)
    assert letters() == {}, "its last day is included"
    for later in (DAY, DAY, 2 * DAY):
        tick(now=NOON + later)
    told = letters()
    assert Outgoing.objects.filter(kind="mandate").count() == 2
    assert "You no longer act for Amina" in told["marc@example.org"]
    assert "n’agit plus pour vous" in told["amina@example.org"] and "a pris fin le" in told["amina@example.org"]


def test_a_right_that_is_withdrawn_is_told_at_once_and_not_again_on_its_date(amina: Person, marc: Person) -> None:
    one = given(amina, marc, ends_on=TODAY)
    for _twice in range(2):
        people.revoke(one, by=seen_by(amina), now=NOON)
    tick(now=NOON + 3 * DAY)
    told = letters()
    assert Outgoing.objects.filter(kind="mandate").count() == 2
    assert "was withdrawn on" in told["marc@example.org"] and "a été retiré le" in told["amina@example.org"]


def test_nobody_is_told_that_what_goes_on_has_ended(amina: Person, marc: Person) -> None:
    given(amina, marc, ends_on=TODAY)
    given(amina, marc, ends_on=TODAY + 30 * DAY)
    tick(now=NOON + DAY)
    assert letters() == {}


def test_what_ended_long_ago_is_no_news(amina: Person, marc: Person) -> None:
    given(amina, marc, ends_on=TODAY)
    tick(now=NOON + 60 * DAY)
    assert letters() == {}


def test_the_right_to_act_for_an_office_is_told_to_whoever_heads_it(
    house: dict[str, Organisation], amina: Person, marc: Person
) -> None:
    Membership.objects.create(person=amina, organisation=house["BN-01"], role="member", starts_on=TODAY - 9 * DAY)
    people.compartment_of(house["BN-01"])
    wanted = people.NewDelegation(
        grantor=house["BN-01"], delegate=marc, scopes=("all",), starts_on=TODAY, ends_on=TODAY
    )
    people.delegate(wanted, by=seen_by(amina))
    tick(now=NOON + DAY)
    told, name = letters(), house["BN-01"].name
    assert name.en in told["marc@example.org"] and name.fr in told["amina@example.org"]
