"""Two people at one ticket: nobody writes to the client unaware of the other."""

import pytest
from django.test import Client

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
WORDS = [("desk-replies", {}), ("desk-questions", {}), ("desk-resolution", {"code": "answered"})]


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Chaise")


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    return enter(bruno)


def last_seen(html: str) -> str:
    return html.split('id="seen-reply" value="')[1].split('"')[0]


@pytest.mark.parametrize(("name", "more"), WORDS)
def test_two_public_answers_do_not_leave_unaware_of_each_other(
    desk: Client, ticket: Ticket, chloe: Staff, name: str, more: dict[str, str]
) -> None:
    seen = last_seen(page_of(desk, ticket))
    actions.reply(ticket, by=seen_by(chloe), now=NOON, body="Elle arrive lundi.")
    refused = post(desk, name, ticket, body="Elle arrive mardi.", seen=seen, **more)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Chloe Roy wrote to the client while you were writing. Nothing was sent" in html
    assert (
        html.index("data-meanwhile") < html.rindex("Elle arrive lundi.") < html.index("Elle arrive mardi.</textarea>")
    )
    assert "anyway" in html
    assert not Message.objects.filter(ticket=ticket, body="Elle arrive mardi.").exists()
    assert post(desk, name, ticket, body="Elle arrive mardi.", seen=last_seen(html), **more).status_code == 302
    assert Message.objects.filter(ticket=ticket, body="Elle arrive mardi.").exists()


def test_an_answer_does_not_cross_the_clients_own_words(desk: Client, ticket: Ticket, amina: Person) -> None:
    seen = last_seen(page_of(desk, ticket))
    words = actions.ClientWords(body="Finalement, une table.", channel="web", person=amina)
    actions.write(ticket, by=seen_by(amina), now=NOON, said=words)
    refused = post(desk, "desk-replies", ticket, body="La chaise arrive.", seen=seen)
    assert refused.status_code == 422
    assert "The client wrote while you were writing." in refused.content.decode()


def test_ones_own_words_and_taken_back_ones_stop_nobody(
    desk: Client, ticket: Ticket, bruno: Staff, chloe: Staff
) -> None:
    seen = last_seen(page_of(desk, ticket))
    actions.reply(ticket, by=seen_by(bruno), now=NOON, body="Un instant.")
    words = actions.reply(ticket, by=seen_by(chloe), now=NOON, body="Elle arrive lundi.")
    actions.unsend(ticket, words, by=seen_by(chloe), now=NOON)
    assert post(desk, "desk-replies", ticket, body="Elle arrive mardi.", seen=seen).status_code == 302


def test_a_refusal_for_another_reason_shows_the_words_too(desk: Client, ticket: Ticket, chloe: Staff) -> None:
    seen = last_seen(page_of(desk, ticket))
    actions.reply(ticket, by=seen_by(chloe), now=NOON, body="Elle arrive lundi.")
    refused = post(desk, "desk-replies", ticket, body=" ", seen=seen)
    assert "data-meanwhile" in refused.content.decode()
