"""Consult, delegate, hand over at the desk: each is chosen with its consequence in sight."""

from html import unescape

import pytest
from django.urls import reverse

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Message, Task, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from tests.cast import a_staff, a_ticket

pytestmark = pytest.mark.django_db
House = dict[str, Organisation]


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket of Bruno."""
    return a_ticket(amina, owner=bruno, title="Une lampe")


def test_an_expert_is_consulted_by_name_and_sees_only_what_the_question_needs(
    ticket: Ticket, bruno: Staff, ines: Staff, house: House, enter: Enter
) -> None:
    client = enter(bruno)
    assert f'<option value="{house["TI"].pk}-{ines.pk}">TI · Ines Costa</option>' in page_of(client, ticket)
    sent = {"way": "consult", "unit": f"{house['TI'].pk}-{ines.pk}", "title": "Quelle norme ?", "due": "1 bd"}
    post(client, "desk-new-task", ticket, **sent)
    task = Task.rows.get()
    assert (task.question, task.outside, task.mandatory, task.assignee) == (True, False, False, ines)
    assert "Question" in page_of(client, ticket)
    expert = unescape(enter(ines).get(reverse("desk-task", args=[task.pk])).content.decode())
    assert "A question: answer it" in expert
    assert "Diallo" not in expert


def test_a_task_is_delegated_as_before(ticket: Ticket, bruno: Staff, house: House, enter: Enter) -> None:
    sent = {"way": "delegate", "unit": str(house["TI"].pk), "title": "Poser", "due": "2 bd", "mandatory": "1"}
    post(enter(bruno), "desk-new-task", ticket, **sent)
    task = Task.rows.get()
    assert (task.question, task.outside, task.mandatory, task.assignee) == (False, True, True, None)


@pytest.mark.parametrize("unit", ["", "x", "1-2", "999999"])
def test_a_unit_that_is_none_is_refused_and_nothing_typed_is_lost(
    unit: str, ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    sent = {"way": "consult", "unit": unit, "title": "Quelle norme ?", "due": "1 bd", "instructions": "Voici."}
    response = post(enter(bruno), "desk-new-task", ticket, **sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Quelle norme ?" in html and "Voici." in html
    assert 'id="way-consult" checked' in html


def test_a_request_is_handed_over_with_words_for_the_colleague(
    ticket: Ticket, bruno: Staff, house: House, enter: Enter
) -> None:
    lea = a_staff(house, "CS", "Lea", "Comeau", "agent")
    client = enter(bruno)
    html = page_of(client, ticket)
    assert "the client is told their first name" in html
    post(client, "desk-handing", ticket, owner=lea.pk, words="Presse.")
    ticket.refresh_from_db()
    assert ticket.owner == lea
    assert "Désormais, Lea s’occupe" in Message.objects.filter(kind="news").latest("pk").body
    assert "Presse." in page_of(client, ticket)


def test_a_hand_over_to_nobody_is_refused_and_keeps_the_words(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    response = post(enter(bruno), "desk-handing", ticket, owner=bruno.pk, words="Presse.")
    assert response.status_code == 422
    assert "is in charge already" in unescape(response.content.decode())
    assert "Presse." in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_three_consequences_stand_where_one_chooses(
    language: str, ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    html = unescape(page_of(enter(bruno, language), ticket))
    said = {
        "fr": ("la demande et son délai restent à vous", "votre promesse au client reste la vôtre", "passez la main"),
        "en": ("the request and its clock stay with you", "your promise to the client stays yours", "hand it over"),
    }[language]
    assert all(words in html for words in said)
