"""Where do I begin? Questions without JavaScript, a list with a code, and a person who gets it."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.areas.catalogue.models import Service
from guichet.areas.guidance import actions, queries
from guichet.areas.guidance.models import Checklist
from guichet.areas.guidance.tests.paths import a_path
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.portal.tests.conftest import SignIn
from guichet.ground.access import SYSTEM
from tests.cast import NOON, TODAY

pytestmark = pytest.mark.django_db

ALL = "premises=some&lease=open&staff=yes"


@pytest.fixture(autouse=True)
def path(hiring: Service) -> None:
    actions.configure_path(a_path(service=hiring.code), position=0, by=SYSTEM)


def words(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


@pytest.mark.proves("CAT-04")
def test_one_question_at_a_time_and_what_was_said_goes_along(client: Client) -> None:
    first = words(client.get("/start/opening/"))
    assert "premises? (en)" in first
    assert "lease? (en)" not in first
    second = words(client.get("/start/opening/?premises=some&sent=1"))
    assert "lease? (en)" in second
    assert '<input type="hidden" name="premises" value="some">' in second


@pytest.mark.proves("CAT-04")
def test_the_list_names_each_thing_with_its_reason_and_its_service(client: Client, hiring: Service) -> None:
    page = words(client.get(f"/start/opening/?{ALL}"))
    assert re.findall(r"<b>Do (\w+) \(en\)</b>", page) == ["begin", "read", "insure", "hire"]
    assert "because of insure (en)" in page
    assert f'href="/services/{hiring.code}/"' in page
    assert not Checklist.objects.exists()


def test_nothing_chosen_is_said_at_the_question_and_loses_nothing(client: Client) -> None:
    # What the form sends when the second question is left empty.
    response = client.get("/start/opening/?premises=some&sent=1&lease=")
    assert response.status_code == 422
    page = words(response)
    assert "Choose the answer that comes nearest." in page
    assert '<input type="hidden" name="premises" value="some">' in page


@pytest.mark.proves("CAT-04", "CAN-05")
def test_a_list_is_kept_marked_and_opened_again_by_its_code(client: Client) -> None:
    kept = client.post("/start/opening/", {"premises": "some", "lease": "open", "staff": "yes"})
    row = Checklist.objects.get()
    assert kept.headers["Location"] == f"/lists/{row.code}/"
    client.post(f"/lists/{row.code}/", {"done": ["begin", "hire"]})
    again = Client().post("/lists/", {"code": f"{row.code[:4]} {row.code[4:8]}-{row.code[8:]}".upper()})
    assert again.headers["Location"] == f"/lists/{row.code}/"
    page = words(Client().get(f"/lists/{row.code}/"))
    assert "2 things left to do." in page
    assert f"{row.code[:4]}-{row.code[4:8]}-{row.code[8:]}" in page


def test_a_wrong_code_says_so_and_five_make_one_wait(client: Client) -> None:
    for _turn in range(5):
        wrong = client.post("/lists/", {"code": "abcd-efgh-jkmn"})
        assert wrong.status_code in {422, 429}
    assert client.post("/lists/", {"code": "abcd-efgh-jkmn"}).status_code == 429
    row = actions.keep("opening", {"premises": "none", "staff": "no"}, by=ANONYMOUS, now=NOON)
    assert client.get(f"/lists/{row.code}/").status_code == 404  # guessing by address waits too


def test_a_list_that_does_not_exist_is_not_there(client: Client) -> None:
    assert client.get("/lists/zzzzzzzzzzzz/").status_code == 404
    assert client.get("/start/nowhere/").status_code == 404


@pytest.mark.proves("CAT-04", "CAT-07")
def test_a_signed_in_client_hands_their_list_to_a_person(sign_in: SignIn, amina: Person, bruno: Staff) -> None:
    visitor = sign_in(amina)
    visitor.post("/start/opening/", {"premises": "none", "staff": "yes"})
    row = Checklist.objects.get()
    assert f"/lists/{row.code}/" in words(visitor.get("/mine/"))
    form = words(visitor.get(f"/ask/?list={row.code}"))
    key = re.search(r'name="key" value="(\w+)"', form)
    assert key
    said = {
        "body": "Aidez-moi avec ma liste.",
        "language": "fr",
        "key": key[1],
        "checklist": row.code,
        "behalf": "self",
    }
    sent = visitor.post("/ask/", {**said, "checklist": row.code})
    assert sent.status_code == 302, words(sent)
    found = queries.checklist_of_ticket(Ticket.rows.get(), on=TODAY)
    assert found is not None
    assert found.row == row
