"""Splitting a request from the desk: chosen, read as two, split, undone; every refusal in words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Attachment, Message, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from tests.cast import *  # noqa: F403
from tests.cast import a_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    from guichet.areas.tickets.actions import Upload

    upload = Upload("photo.png", "image/png", b"PNG")
    return a_ticket(amina, owner=bruno, title="Le bail", body="Le bail finit. L’imprimante fume.", uploads=(upload,))


def chosen(ticket: Ticket, **more: Any) -> dict[str, Any]:
    words = Message.objects.get(ticket=ticket, kind="opening")
    file = Attachment.objects.get(message=words)
    return {"message": words.pk, "file": file.pk, "title": "L’imprimante", **more}


@pytest.mark.proves("BIL-01")
def test_words_are_chosen_read_as_two_then_split_then_undone(desk: Client, ticket: Ticket) -> None:
    address = reverse("desk-splitting", args=[ticket.number])
    assert "L’imprimante fume." in desk.get(address).content.decode()
    preview = desk.get(address, chosen(ticket)).content.decode()
    assert "Two requests, two answers" in preview and "photo.png" in preview and "First answer promised" in preview
    assert Ticket.rows.count() == 1

    assert post(desk, "desk-splitting", ticket, **chosen(ticket, seen=0)).status_code == 302
    born = Ticket.rows.exclude(pk=ticket.pk).get()
    first, second = page_of(desk, ticket), page_of(desk, born)
    assert f"goes on in {born.number}" in first and "Undo the split" in first
    assert f"Bruno Tremblay split this request from {ticket.number}" in second and "photo.png" in second

    assert post(desk, "desk-splitting", ticket, **chosen(ticket, seen=0)).status_code == 422
    assert post(desk, "desk-unsplitting", ticket, other=born.number).status_code == 302
    whole = page_of(desk, ticket)
    assert "goes on in" not in whole and "Joined to this request" in whole
    assert Ticket.rows.get(pk=born.pk).is_merged


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"message": []}, "Choose at least one message of the client."),
        ({"title": ""}, "Say in a few words what the other matter is."),
        ({"message": ["x"]}, "Choose at least one message of the client."),
    ],
)
def test_what_is_missing_is_said_where_it_is_chosen(
    desk: Client, ticket: Ticket, sent: dict[str, Any], sentence: str
) -> None:
    for response in (
        desk.get(reverse("desk-splitting", args=[ticket.number]), chosen(ticket) | sent),
        desk.post(reverse("desk-splitting", args=[ticket.number]), chosen(ticket) | sent),
    ):
        assert response.status_code == 422
        assert sentence in response.content.decode()
    assert Ticket.rows.count() == 1


@pytest.mark.proves("A08")
def test_what_one_does_not_see_is_not_split(desk: Client, ticket: Ticket, chloe: Staff) -> None:
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True, owner=chloe)
    assert desk.get(reverse("desk-splitting", args=[ticket.number])).status_code == 404
    assert post(desk, "desk-splitting", ticket, **chosen(ticket)).status_code == 404
    assert post(desk, "desk-unsplitting", ticket, other=ticket.number).status_code == 404
