"""Pull, push and absence, as the desk shows them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.triage.actions import cover
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON, TODAY, a_staff, a_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def wei(house: Any) -> Staff:
    """A second agent."""
    return a_staff(house, "CS", "Wei", "Chen", "agent")


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


def ask_next(client: Client) -> str:
    return client.post(reverse("desk-next-request"), follow=True).content.decode()


@pytest.mark.proves("TRI-03")
def test_the_next_one_is_the_most_pressing_that_one_may_have(
    desk: Client, amina: Person, bruno: Staff, wei: Staff, house: Any
) -> None:
    bruno.conflicts = ["AZUR"]
    bruno.save()
    forbidden, ordinary, urgent = a_ticket(amina, holder=house["BN-01"]), a_ticket(amina), a_ticket(amina)
    Ticket.rows.filter(pk__in=[forbidden.pk, urgent.pk]).update(priority=1)
    of_a_colleague = a_ticket(amina, owner=wei)
    assert urgent.number in ask_next(desk)
    assert ordinary.number in ask_next(desk)
    assert "Nothing waits to be taken." in ask_next(desk)
    assert [fresh(one).owner for one in (forbidden, urgent, ordinary, of_a_colleague)] == [None, bruno, bruno, wei]
    assert "asked for the next one" in page_of(desk, urgent)


def test_whoever_holds_enough_is_given_no_more(desk: Client, amina: Person, bruno: Staff) -> None:
    bruno.load_cap = 1
    bruno.save()
    mine, nobodys = a_ticket(amina, owner=bruno), a_ticket(amina)
    assert mine.number in ask_next(desk)
    assert "which is your limit" in ask_next(desk)
    assert fresh(nobodys).owner is None


@pytest.mark.proves("TRI-01")
def test_a_ticket_goes_to_whoever_is_best_placed_and_says_why(
    desk: Client, amina: Person, bruno: Staff, wei: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    post(desk, "desk-placing", ticket)
    assert fresh(ticket).owner == wei
    assert "Wei Chen is in charge instead of Bruno Tremblay (because: speaks the language" in page_of(desk, ticket)


def test_it_stays_where_it_is_when_nobody_else_may(desk: Client, amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    response = post(desk, "desk-placing", ticket)
    assert response.status_code == 422
    assert "Nobody else who is here" in response.content.decode()


@pytest.mark.proves("TRI-03")
def test_an_absence_moves_what_one_has_on_its_first_day_and_tells_the_client(
    desk: Client, amina: Person, bruno: Staff, wei: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    tomorrow = TODAY + timedelta(days=1)
    said = {"who": bruno.pk, "since": tomorrow, "until": tomorrow + timedelta(days=4), "substitute": wei.pk}
    assert "Wei Chen stands in" in desk.post(reverse("desk-absence"), said, follow=True).content.decode()
    assert cover(by=SYSTEM, now=NOON) == 0
    assert cover(by=SYSTEM, now=NOON + timedelta(days=1)) == 1
    assert cover(by=SYSTEM, now=NOON + timedelta(days=1)) == 0
    assert fresh(ticket).owner == wei
    news = Message.objects.filter(ticket=ticket, kind="news").get()
    assert news.body == "Désormais, Wei Chen s’occupe de votre demande. Ce qui vous a été promis reste promis."
    with clock.at(NOON + timedelta(days=1)):
        assert "stands in for somebody who is away" in page_of(desk, ticket)


def test_a_substitute_who_may_not_is_replaced_by_somebody_who_may(
    amina: Person, bruno: Staff, wei: Staff, house: Any
) -> None:
    third = a_staff(house, "CS", "Ada", "Roy", "agent")
    ticket = a_ticket(amina, owner=bruno, holder=house["BN-01"])
    Staff.objects.filter(pk=wei.pk).update(conflicts=["BN-01"])
    Staff.objects.filter(pk=bruno.pk).update(away_from=TODAY, away_until=TODAY, substitute=wei)
    assert cover(by=SYSTEM, now=NOON) == 1
    assert fresh(ticket).owner == third


@pytest.mark.parametrize(
    "change",
    [
        {"away_from": TODAY, "away_until": TODAY}, {"active": False}, {"roles": ["manager"]}, {"unit": "SEC"},
    ],
)  # fmt: skip
def test_a_substitute_who_is_away_or_gone_since_is_replaced_too(
    amina: Person, bruno: Staff, wei: Staff, house: Any, change: dict[str, Any]
) -> None:
    third = a_staff(house, "CS", "Ada", "Roy", "agent")
    ticket = a_ticket(amina, owner=bruno)
    Staff.objects.filter(pk=wei.pk).update(**change | ({"unit": house["SEC"]} if "unit" in change else {}))
    Staff.objects.filter(pk=bruno.pk).update(away_from=TODAY, away_until=TODAY, substitute=wei)
    assert cover(by=SYSTEM, now=NOON) == 1
    assert fresh(ticket).owner == third


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"until": TODAY - timedelta(days=1)}, "The last day must come after"),
        ({"since": ""}, "Give a date."),
        ({"substitute": "bruno"}, "Choose a colleague of the window"),
        ({"substitute": 999_999}, "Choose one of the list."),
    ],
)
def test_an_absence_that_cannot_be_is_refused_with_what_was_typed(
    desk: Client, bruno: Staff, wei: Staff, change: dict[str, Any], words: str
) -> None:
    said = {"who": bruno.pk, "since": TODAY, "until": TODAY + timedelta(days=2), "substitute": wei.pk} | change
    said["substitute"] = bruno.pk if said["substitute"] == "bruno" else said["substitute"]
    response = desk.post(reverse("desk-absence"), said)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert f'name="until" value="{said["until"]}"' in page


def test_only_a_lead_says_that_somebody_else_is_away(
    desk: Client, bruno: Staff, wei: Staff, chloe: Staff, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    said = {"who": wei.pk, "since": TODAY, "until": TODAY, "substitute": bruno.pk}
    assert desk.post(reverse("desk-absence"), said).status_code == 422
    assert desk.post(reverse("desk-absence"), {"who": wei.pk, "back": "1"}).status_code == 404
    lead = enter(chloe)
    lead.post(reverse("desk-absence"), said)
    wei.refresh_from_db()
    assert wei.substitute == bruno
    lead.get(reverse("desk-absence"))
    with django_assert_max_num_queries(5):
        lead.get(reverse("desk-absence"))
    lead.post(reverse("desk-absence"), {"who": wei.pk, "back": "1"})
    wei.refresh_from_db()
    assert wei.away_until is None
