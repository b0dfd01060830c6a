"""Whatever a form refuses, it says why at the field, to a screen reader too (RGAA 11.10 and 11.11)."""

import pytest
from django.test import Client

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.portal.tests.conftest import SignIn
from tests.cast import a_ticket
from tests.journeys.reading import Reader

pytestmark = [pytest.mark.django_db, pytest.mark.proves("EQU-04")]


def refused(visitor: Client, address: str, **said: str) -> Reader:
    page = visitor.post(address, said)
    assert page.status_code == 422, address
    reader = Reader()
    reader.feed(page.content.decode())
    return reader


def test_each_fault_is_tied_to_the_field_that_has_it(amina: Person, bruno: Staff, sign_in: SignIn) -> None:
    ticket: Ticket = a_ticket(amina, owner=bruno)
    anybody, client = Client(), sign_in(amina)
    pages = [
        refused(anybody, "/ask/"), refused(anybody, "/follow/"), refused(anybody, "/follow/", number="G-1", code="x"),
        refused(anybody, "/lists/"), refused(anybody, "/forms/"), refused(client, "/mine/preferences/", told_by="post"),
        refused(client, "/mine/delegations/", email="nobody"), refused(client, f"/t/{ticket.number}/reply/"),
    ]  # fmt: skip
    assert all(any(one.wrong for one in page.controls) for page in pages)
    assert [page.without_its_fault() for page in pages] == [[]] * len(pages)


def test_whoever_wants_letters_is_asked_for_an_address_and_loses_nothing(amina: Person, sign_in: SignIn) -> None:
    visitor, said = sign_in(amina), {"language": "en", "told_by": "post", "told_when": "any", "phone": "250-555-0142"}
    page = visitor.post("/mine/preferences/", said).content.decode()
    assert "Give the address to which our letters should go." in page and "250-555-0142" in page
    amina.refresh_from_db()
    assert amina.told_by == "email" and not amina.contact_points.filter(kind="phone").exists()
    visitor.post("/mine/preferences/", said | {"postal": " 12, rue du Port \r\n\r\n Baie-Noire "})
    amina.refresh_from_db()
    kept = dict(amina.contact_points.exclude(kind="email").values_list("kind", "value"))
    assert (amina.told_by, kept) == ("post", {"postal": "12, rue du Port\nBaie-Noire", "phone": "250-555-0142"})
    visitor.post("/mine/preferences/", said | {"told_by": "email", "postal": "", "phone": ""})
    assert not amina.contact_points.exclude(kind="email").exists()
