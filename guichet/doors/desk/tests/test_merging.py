"""Joining requests from the desk: chosen, read as one, joined, separated; every refusal in words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from tests.cast import a_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


@pytest.fixture
def first(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Le chauffage du bureau", body="Il fait très froid depuis lundi.")


@pytest.fixture
def second(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Chauffage", body="Depuis lundi il fait froid, encore.")


@pytest.fixture
def unlike(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Une chaise", body="Ma chaise grince.")


def chosen(desk: Client, ticket: Ticket, typed: str) -> tuple[int, str]:
    response = desk.get(reverse("desk-merging", args=[ticket.number]), {"with": typed} if typed else {})
    return response.status_code, response.content.decode()


def test_the_same_person_with_the_same_words_is_suggested_and_nothing_is_joined(
    desk: Client, first: Ticket, second: Ticket, unlike: Ticket
) -> None:
    status, html = chosen(desk, first, "")
    assert status == 200
    assert html.count("much the same words") == 1
    assert html.index("Chauffage</span>") < html.index("Une chaise")
    assert Ticket.rows.filter(state="merged").count() == 0


def test_both_are_read_as_one_then_joined_then_separated(desk: Client, first: Ticket, second: Ticket) -> None:
    _status, html = chosen(desk, first, second.number)
    assert html.index("très froid depuis lundi") < html.index("il fait froid, encore")

    sent = {"with": second.number, "stays": "this", "reason": "asked_twice"}
    assert post(desk, "desk-merging", first, **sent).status_code == 302
    html = page_of(desk, first)
    assert "Joined to this request" in html
    assert "il fait froid, encore" in html
    old = desk.get(reverse("desk-ticket", args=[second.number]))
    assert (old.status_code, old["Location"]) == (302, reverse("desk-ticket", args=[first.number]))

    assert post(desk, "desk-unmerging", first, other=second.number).status_code == 302
    assert "Joined to this request" not in page_of(desk, first)
    assert Ticket.rows.get(pk=second.pk).is_open


@pytest.mark.proves("A08")
def test_a_number_that_one_may_not_see_is_like_one_that_never_was(
    desk: Client, first: Ticket, second: Ticket, chloe: Staff
) -> None:
    Ticket.rows.filter(pk=second.pk).update(confidential=True, owner=chloe)
    hidden = chosen(desk, first, second.number)
    unknown = chosen(desk, first, "G-2026-000001-1")
    assert hidden[0] == unknown[0] == 422
    assert "has this number" in hidden[1]
    assert "Joined to" not in page_of(desk, first)


@pytest.mark.parametrize("typed", ["nonsense", "G-2026-1"])
def test_what_is_no_number_is_said_and_kept(desk: Client, first: Ticket, typed: str) -> None:
    status, html = chosen(desk, first, typed)
    assert status == 422
    assert f'value="{typed}"' in html


def test_another_wall_is_refused_with_a_sentence(desk: Client, first: Ticket, etienne: Person, bruno: Staff) -> None:
    rival = a_ticket(etienne, owner=bruno)
    status, html = chosen(desk, first, rival.number)
    assert status == 422
    assert "two different walls" in html
    sent = {"with": rival.number, "stays": "this", "reason": "same_matter"}
    assert post(desk, "desk-merging", first, **sent).status_code == 422
    assert Ticket.rows.filter(state="merged").count() == 0


def test_a_page_with_joined_requests_costs_a_few_queries_more(
    desk: Client, first: Ticket, second: Ticket, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post(desk, "desk-merging", first, **{"with": second.number, "stays": "this", "reason": "asked_twice"})
    page_of(desk, first)
    with django_assert_max_num_queries(20):
        page_of(desk, first)


def test_words_typed_on_a_request_joined_meanwhile_are_kept(desk: Client, first: Ticket, second: Ticket) -> None:
    post(desk, "desk-merging", first, **{"with": second.number, "stays": "this", "reason": "asked_twice"})
    response: Any = post(desk, "desk-replies", second, body="Bonjour.")
    assert response.status_code == 422
    assert "joined to another meanwhile" in response.content.decode()
