"""Peek and page: acting without leaving the list, the next of the list one came from, the way back to one's row."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
BESIDE = {"hx-request": "true", "x-peek": "1", "hx-current-url": "http://testserver/desk/lists/mine/"}


@pytest.fixture
def three(amina: Person, bruno: Staff) -> list[Ticket]:
    """Three tickets of Bruno, in the order in which they fall due."""
    return [a_ticket(amina, owner=bruno, title=f"Demande {n}", at=NOON - timedelta(hours=9 - n)) for n in range(3)]


def links(client: Client, address: str) -> list[str]:
    html = client.get(address).content.decode()
    return [one.replace("&amp;", "&") for one in re.findall(r'<a class="tk__no" href="([^"]+)"', html)]


def address_in(html: str, key: str) -> str:
    found = re.search(rf'<a href="([^"]+)" data-key="{key}">', html)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_row_opened_leads_to_the_next_of_its_list_and_back_to_its_place(
    three: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client = enter(bruno)
    following: Any = None
    for number in (0, 1):
        page = client.get(links(client, "/desk/lists/mine/?language=fr")[number]).content.decode()
        following = client.get(address_in(page, "j"), follow=True)
        assert three[number + 1].title in following.content.decode()
        assert address_in(page, "b") == f"/desk/lists/mine/?language=fr#tk-{three[number].number}"
    last = client.get(address_in(following.content.decode(), "j"), follow=True)
    assert "That was the last one of this list." in last.content.decode()
    assert last.redirect_chain[-1][0] == "/desk/lists/mine/?language=fr"


def test_the_next_one_follows_the_place_of_a_row_that_left_the_list(
    three: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client = enter(bruno)
    first = links(client, "/desk/lists/mine/")[0]
    actions.resolve(three[0], by=seen_by(bruno), now=NOON, code="answered", body="Voilà.")
    page = client.get(first).content.decode()
    assert three[1].title in client.get(address_in(page, "j"), follow=True).content.decode()


def test_resolve_and_next_answers_then_opens_the_next_with_a_way_to_take_it_back(
    three: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client = enter(bruno)
    first = links(client, "/desk/lists/mine/")[0]
    sent = {"code": "answered", "body": "Voilà.", "then": "next"}
    address = reverse("desk-resolution", args=[three[0].number])
    response = client.post(address, sent, headers={"referer": f"http://testserver{first}"}, follow=True)
    html = response.content.decode()
    assert three[1].title in html
    assert f'<a href="{reverse("desk-ticket", args=[three[0].number])}">{three[0].number}</a> is done.' in html
    current = {"hx-request": "true", "hx-current-url": f"http://testserver{links(client, '/desk/lists/mine/')[0]}"}
    led = client.post(reverse("desk-resolution", args=[three[1].number]), sent, headers=current)
    assert led["HX-Redirect"].startswith("/desk/lists/mine/next/?at=")


def test_without_scripts_a_verb_keeps_the_list_that_one_came_from(
    three: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client = enter(bruno)
    first = links(client, "/desk/lists/mine/")[0]
    address = reverse("desk-notes", args=[three[0].number])
    response = client.post(address, {"body": "Note"}, headers={"referer": f"http://testserver{first}"})
    assert response["Location"] == f"{first}#note"


def test_the_panel_acts_without_leaving_the_list(
    three: list[Ticket], bruno: Staff, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, number = enter(bruno), three[0].number
    client.get(reverse("desk-peek", args=[number]), headers=BESIDE)
    with django_assert_max_num_queries(14):
        panel = client.get(reverse("desk-peek", args=[number]), headers=BESIDE).content.decode()
    assert "data-peek-close" in panel
    assert "<html" not in panel
    note = client.post(reverse("desk-notes", args=[number]), {"body": "À rappeler."}, headers=BESIDE).content.decode()
    assert "À rappeler." in note
    assert "ticketpage--peek" in note
    wrong = client.post(reverse("desk-notes", args=[number]), {"body": ""}, headers=BESIDE)
    assert wrong.status_code == 422
    assert "ticketpage--peek" in wrong.content.decode()
    done = client.post(
        reverse("desk-resolution", args=[number]),
        {"code": "answered", "body": "Voilà.", "then": "next"},
        headers=BESIDE,
    )
    assert done["HX-Trigger-After-Settle"] == "guichet:next"


def test_without_scripts_the_panel_is_the_page(three: list[Ticket], bruno: Staff, enter: Enter) -> None:
    response = enter(bruno).get(reverse("desk-peek", args=[three[0].number]))
    assert response["Location"] == reverse("desk-ticket", args=[three[0].number])


def test_a_forged_origin_is_no_origin(three: list[Ticket], bruno: Staff, enter: Enter) -> None:
    client, page = enter(bruno), reverse("desk-ticket", args=[three[0].number])
    for query in ("?from=nothing&at=-1", "?from=mine&at=x", "?from=mine%3Fservice%3DZ99"):
        assert 'data-key="b"' not in client.get(page + query).content.decode()
    assert client.get("/desk/lists/mine/next/?at=zzz").status_code == 302
    assert client.get("/desk/lists/mine/next/?at=9999999999999999-1").status_code == 302


@pytest.mark.proves("PRE-01")
def test_the_panel_shows_nothing_that_the_page_would_not(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Any, enter: Enter
) -> None:
    hiring.confidential = True
    hiring.save()
    ticket = a_ticket(amina, owner=chloe, service=hiring, title="Très privé")
    assert enter(bruno).get(reverse("desk-peek", args=[ticket.number]), headers=BESIDE).status_code == 404
