"""Filling the form of a service, from the first page to the ticket, and all that can happen on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet.areas.catalogue.models import Service
from guichet.areas.forms import actions as forms
from guichet.areas.forms.models import Answers, Draft, Element
from guichet.areas.forms.queries import filling
from guichet.areas.forms.tests.examples import publish, without
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Attachment, Message, Ticket
from guichet.doors.portal.tests.conftest import SignIn
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON

pytestmark = pytest.mark.django_db
REACH = {"name": "Odile Roy", "email": "odile@example.org", "language": "fr"}
PDF = b"%PDF-1.4 ..."


@pytest.fixture(autouse=True)
def form(hiring: Service, bruno: Staff) -> None:
    publish(hiring)


def begun(visitor: Client) -> Draft:
    response = visitor.post("/forms/A04/")
    assert response.status_code == 302, response.content.decode()
    return Draft.rows.latest("pk")


def send(visitor: Client, draft: Draft, page: str, **said: Any) -> Any:
    return visitor.post(f"/fill/{draft.pk}/page/{page}/", {"go": "next", **said})


def filled(visitor: Client) -> Draft:
    draft = begun(visitor)
    send(visitor, draft, "first", reason="move", told="Nous partons.")
    send(visitor, draft, "costs", **{"paid.0": "12,50"})
    send(visitor, draft, "last", email="odile@example.org", street="1, rue du Quai")
    return draft


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.proves("CAT-05", "EQU-04")
def test_a_service_with_a_form_is_asked_for_page_by_page_and_ends_in_a_ticket() -> None:
    visitor = Client()
    assert visitor.get("/ask/A04/").headers["Location"] == "/forms/A04/"
    start = text(visitor.get("/forms/A04/"))
    assert "First en" in start and "Last en" in start and "/ask/A04/?plain=1" in start
    draft = filled(visitor)
    check = text(visitor.get(f"/fill/{draft.pk}/check/"))
    assert "$12.50" in check and "$25.00" in check and "Nous partons." in check and "A move en" in check
    response = visitor.post(f"/fill/{draft.pk}/check/", REACH)
    ticket = Ticket.rows.get(number=response.headers["Location"].split("/")[2])
    answers = Answers.rows.get(ticket=ticket)
    assert answers.data["costs"] == [{"paid": "12.50"}] and answers.data["total"] == "25.00"
    assert (ticket.channel, ticket.language, ticket.service_id) == ("web", "fr", Service.objects.get(code="A04").pk)
    assert Message.objects.get(ticket=ticket, kind="opening").body == "Nous partons."
    assert "1, rue du Quai" in text(visitor.get(f"/t/{ticket.number}/"))


@pytest.mark.proves("CAT-05")
def test_every_question_stands_with_its_reason() -> None:
    visitor = Client()
    page = text(visitor.get(f"/fill/{begun(visitor).pk}/page/first/"))
    assert page.count('class="reason"') == 2 and "why reason en" in page and "why told en" in page


def test_the_form_can_always_be_left_aside_for_ones_own_words() -> None:
    assert 'name="body"' in text(Client().get("/ask/A04/?plain=1"))


@pytest.mark.proves("EQU-04")
def test_an_answer_brings_its_question_without_scripts() -> None:
    visitor = Client()
    draft = begun(visitor)
    response = send(visitor, draft, "first", reason="other")
    assert response.headers["Location"] == f"/fill/{draft.pk}/page/first/#a-which"
    assert 'name="which"' in text(visitor.get(f"/fill/{draft.pk}/page/first/"))
    assert send(visitor, draft, "first", reason="other", which="Une chose").headers["Location"].endswith("/costs/")


def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost() -> None:
    visitor = Client()
    draft = begun(visitor)
    response = send(visitor, draft, "last", email="odile", street="1, rue du Quai")
    page = text(response)
    assert response.status_code == 422 and 'href="#a-email"' in page and "This address is not complete" in page
    assert 'value="odile"' in page and 'value="1, rue du Quai"' in page
    assert Draft.rows.get(pk=draft.pk).answers["street"] == "1, rue du Quai"


def test_a_section_that_repeats_is_added_to_and_taken_from_by_buttons() -> None:
    visitor = Client()
    draft = begun(visitor)
    visitor.post(f"/fill/{draft.pk}/page/costs/", {"add": "1", "paid.0": "1"})
    visitor.post(f"/fill/{draft.pk}/page/costs/", {"add": "1", "paid.0": "1", "paid.1": "2"})
    page = text(visitor.get(f"/fill/{draft.pk}/page/costs/"))
    assert 'name="paid.2"' in page and "Add another" not in page
    visitor.post(f"/fill/{draft.pk}/page/costs/", {"remove": "1", "paid.0": "1", "paid.1": "2", "paid.2": "3"})
    assert [one["paid"] for one in Draft.rows.get(pk=draft.pk).answers["costs"]] == ["1", "3"]


@pytest.mark.proves("CAT-05")
def test_a_form_with_something_missing_is_not_handed_in() -> None:
    visitor = Client()
    draft = begun(visitor)
    response = visitor.post(f"/fill/{draft.pk}/check/", REACH)
    assert response.status_code == 422 and "Choose one of the answers." in text(response)
    assert Ticket.rows.count() == 0


@pytest.mark.proves("CAN-05")
def test_a_form_is_taken_up_again_by_its_code_from_any_machine() -> None:
    visitor = Client()
    draft = begun(visitor)
    response = visitor.post(f"/fill/{draft.pk}/page/first/", {"save": "1", "reason": "move"})
    code = filling.code_of(draft)
    assert code in text(visitor.get(response.headers["Location"]))
    other = Client()
    assert other.get(f"/fill/{draft.pk}/page/first/").status_code == 404
    assert other.post("/forms/", {"code": code.lower()}).headers["Location"] == f"/fill/{draft.pk}/page/costs/"
    assert "checked" in text(other.get(f"/fill/{draft.pk}/page/first/"))


def test_a_wrong_code_opens_nothing_and_five_wait() -> None:
    visitor = Client()
    draft = begun(visitor)
    stranger, wrong = Client(), f"{draft.pk}-aaaa-aaaa"
    assert "This code opens no form" in text(stranger.post("/forms/", {"code": wrong}))
    assert "Type the code" in text(stranger.post("/forms/", {"code": ""}))
    for _ in range(4):
        stranger.post("/forms/", {"code": wrong})
    response = stranger.post("/forms/", {"code": filling.code_of(draft)})
    assert response.status_code == 429 and "five wrong tries" in text(response)


def test_a_form_handed_in_or_erased_says_so(hiring: Service) -> None:
    visitor = Client()
    draft = filled(visitor)
    number = visitor.post(f"/fill/{draft.pk}/check/", REACH).headers["Location"].split("/")[2]
    response = visitor.get(f"/fill/{draft.pk}/page/first/", follow=True)
    assert "handed in already" in text(response) and number in text(response)
    other = begun(visitor)
    later = NOON + timedelta(days=61)
    with clock.at(later):
        assert [one.pk for one in filling.to_forget(later)] == [draft.pk, other.pk]
        forms.forget(other, by=SYSTEM, now=later)
        hold = visitor.post("/forms/", {"code": filling.code_of(other)}, follow=True)
        assert "its answers were erased, as announced" in text(hold)


def test_a_form_that_lay_long_keeps_its_answers_and_asks_to_reread_them() -> None:
    visitor = Client()
    draft = filled(visitor)
    with clock.at(NOON + timedelta(days=40)):
        page = text(visitor.get(f"/fill/{draft.pk}/page/last/"))
    assert "read them once more" in page and "1, rue du Quai" in page


@pytest.mark.proves("CAT-05")
def test_a_form_that_changed_meanwhile_loses_no_answer(hiring: Service) -> None:
    visitor = Client()
    draft = filled(visitor)
    publish(hiring, without("told"))
    page = text(visitor.get(f"/fill/{draft.pk}/page/last/", follow=True))
    assert "This form changed since you began" in page and "No longer asked" in page and "Nous partons." in page
    visitor.post(f"/fill/{draft.pk}/check/", REACH)
    assert [one["said"] for one in Answers.rows.get().left] == ["Nous partons."]


@pytest.mark.proves("CAT-05")
def test_a_form_taken_out_of_use_and_an_entry_gone_stop_nobody_who_is_filling_it() -> None:
    visitor = Client()
    draft = filled(visitor)
    forms.retire(draft.version, by=SYSTEM)
    forms.remove(Element.objects.get(code="description"), by=SYSTEM)
    assert "told en" in text(visitor.get(f"/fill/{draft.pk}/page/first/"))
    send(visitor, draft, "first", reason="move", told="Nous partons lundi.")
    assert "Nous partons lundi." in text(visitor.get(f"/fill/{draft.pk}/check/"))
    sent = visitor.post(f"/fill/{draft.pk}/check/", REACH)
    assert sent.status_code == 302 and Answers.rows.get().data["told"] == "Nous partons lundi."


@pytest.mark.proves("CAT-05")
def test_what_is_known_is_filled_in_with_its_source_and_stays_editable(amina: Person, sign_in: SignIn) -> None:
    visitor = sign_in(amina)
    draft = filled(visitor)
    assert "From your file" in text(visitor.get(f"/fill/{begun(visitor).pk}/page/last/"))
    check = visitor.get(f"/fill/{draft.pk}/check/")
    assert 'name="name"' not in text(check) and 'name="email"' not in text(check)
    number = visitor.post(f"/fill/{draft.pk}/check/", {"language": "fr", "behalf": "BN-01"}).headers["Location"]
    assert number.startswith("/asked/")
    again = begun(visitor)
    page = text(visitor.get(f"/fill/{again.pk}/page/last/"))
    assert 'value="1, rue du Quai"' in page and f"From your request {number.split('/')[2]}" in page
    assert "Go on with it" in text(visitor.get("/forms/A04/"))


def test_documents_follow_the_rules_of_the_house_and_go_with_the_ticket() -> None:
    visitor = Client()
    draft = begun(visitor)
    liar = SimpleUploadedFile("lease.pdf", b"MZ\x90\x00")
    response = send(visitor, draft, "last", email="a@example.org", street="1, rue", papers=liar)
    assert response.status_code == 422 and "“lease.pdf” is not what its name says" in text(response)
    assert 'value="1, rue"' in text(response)
    send(visitor, draft, "last", email="a@example.org", street="1, rue", papers=SimpleUploadedFile("lease.pdf", PDF))
    page = text(visitor.get(f"/fill/{draft.pk}/page/last/"))
    assert "lease.pdf" in page and 'name="drop"' in page
    send(visitor, draft, "first", reason="move")
    send(visitor, draft, "costs", **{"paid.0": "1"})
    visitor.post(f"/fill/{draft.pk}/check/", REACH)
    assert Attachment.objects.get().name == "lease.pdf"
    assert Answers.rows.get().data["papers"] == ["lease.pdf"]


def test_handing_in_twice_makes_one_ticket() -> None:
    visitor = Client()
    draft = filled(visitor)
    visitor.post(f"/fill/{draft.pk}/check/", REACH)
    visitor.post(f"/fill/{draft.pk}/check/", REACH)
    assert Ticket.rows.count() == 1


@pytest.mark.proves("CAN-05", "EQU-04")
def test_help_me_asks_a_person_who_sees_the_form_only_by_consent(bruno: Staff) -> None:
    visitor = Client()
    draft = begun(visitor)
    send(visitor, draft, "first", reason="move")
    page = text(visitor.get(f"/fill/{draft.pk}/page/first/"))
    assert f"/fill/{draft.pk}/help/" in page and "Help me" in page
    assert visitor.post(f"/fill/{draft.pk}/help/", REACH).status_code == 422
    visitor.post(f"/fill/{draft.pk}/help/", {**REACH, "consent": "yes", "body": "Que mettre ?"})
    held = Draft.rows.get(pk=draft.pk)
    assert held.shared and held.ticket is not None
    visitor.post(f"/fill/{draft.pk}/sharing/", {"stop": "1"})
    assert not Draft.rows.get(pk=draft.pk).shared
    send(visitor, draft, "costs", **{"paid.0": "1"})
    send(visitor, draft, "last", email="odile@example.org", street="1, rue")
    check = text(visitor.get(f"/fill/{draft.pk}/check/"))
    assert held.ticket.number in check and 'name="name"' not in check
    visitor.post(f"/fill/{draft.pk}/check/")
    assert Ticket.rows.count() == 1 and Answers.rows.get().ticket_id == held.ticket_id


def test_a_stranger_sees_no_form_of_anybody_else(amina: Person, etienne: Person, sign_in: SignIn) -> None:
    draft = begun(sign_in(amina))
    for stranger in (Client(), sign_in(etienne)):
        for page in ("page/first", "check", "kept", "help"):
            assert stranger.get(f"/fill/{draft.pk}/{page}/").status_code == 404
