"""The same person twice, from their card: suggested, compared field by field, made one, made two again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.people.models import Membership, Person, PersonMerge, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of
from tests.cast import TODAY, a_person, a_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


@pytest.fixture
def again(house: object) -> Person:
    return a_person("amina@elsewhere.example", "Amina", "Diallo", language="en", group="citizen")


@pytest.mark.proves("CLI-01")
def test_two_records_are_compared_made_one_and_made_two_again(
    desk: Client, amina: Person, again: Person, bruno: Staff
) -> None:
    lamp = a_ticket(again, owner=bruno, title="Une lampe")
    card, merging = reverse("desk-person", args=[amina.pk]), reverse("desk-person-merging", args=[amina.pk])
    assert "nearly the same address" in desk.get(card).content.decode()
    assert "Perhaps the same person" in page_of(desk, lamp)
    side = desk.get(merging, {"with": again.pk}).content.decode()
    assert "amina@elsewhere.example" in side and "amina@example.org" in side
    assert not PersonMerge.objects.exists()

    assert desk.post(merging, {"with": again.pk, "stays": "this"}).status_code == 302
    assert Ticket.rows.get(pk=lamp.pk).requester == amina
    old = desk.get(reverse("desk-person", args=[again.pk]))
    assert (old.status_code, old["Location"]) == (302, card)
    assert "Make them two again" in desk.get(card).content.decode()
    assert "made one of two records" in page_of(desk, lamp)

    assert desk.post(reverse("desk-person-unmerging", args=[amina.pk]), {"with": again.pk}).status_code == 302
    assert Ticket.rows.get(pk=lamp.pk).requester == again
    assert desk.post(reverse("desk-person-unmerging", args=[amina.pk]), {"with": again.pk}).status_code == 302
    assert "or are not one" in desk.get(card).content.decode()


@pytest.mark.proves("GOU-06")
def test_a_wall_is_said_and_nothing_moves(desk: Client, amina: Person, again: Person, house: Any) -> None:
    Membership.objects.create(person=again, organisation=house["LV-01"], role="office_staff", starts_on=TODAY)
    merging = reverse("desk-person-merging", args=[amina.pk])
    for response in (desk.get(merging, {"with": again.pk}), desk.post(merging, {"with": again.pk, "stays": "this"})):
        assert response.status_code == 422
        assert "a wall stands between them" in response.content.decode()
    assert not PersonMerge.objects.exists()
