"""A link that opens nothing any more says so in the reader’s language, says what to do, and loses nothing typed."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.areas.people.models import Person, Staff
from guichet.areas.surveys import actions as surveys
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries import client
from guichet.doors.portal.tests.conftest import opened_by
from guichet.doors.portal.tests.test_follow import plain
from guichet.ground.access import SYSTEM
from guichet.ground.references import draw_number
from tests.cast import NOON, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("SUI-02", "EQU-01", "C06")]
LANGUAGES = {
    "en": ("This link no longer opens anything.", "This link no longer opens anything", "Give the code to go on."),
    "fr": ("Ce lien n’ouvre plus rien.", "Ce lien n’ouvre plus rien", "Donnez le code pour continuer."),
}


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A request that was answered, whose client was written to with a link."""
    made = a_ticket(amina, owner=bruno, title="Une armoire")
    tickets.resolve(made, by=seen_by(bruno), now=NOON, code="done", body="Elle est livrée.")
    return made


@pytest.fixture
def code(ticket: Ticket, amina: Person) -> str:
    return client.code_for(ticket, seen_by(amina))


def reader_of(language: str) -> Client:
    return Client(headers={"Accept-Language": language})


def replace_the_code(ticket: Ticket) -> None:
    Ticket.rows.filter(pk=ticket.pk).update(code_version=2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("to", ["", "?to=confirm", "?to=reject"])
def test_an_expired_link_to_reply_or_confirm_says_so_and_keeps_the_number(
    to: str, language: str, ticket: Ticket, code: str
) -> None:
    replace_the_code(ticket)
    number, unknown = ticket.number, draw_number(2025)

    answers = [reader_of(language).post(f"/t/{one}/{code}/{to}") for one in (number, unknown)]

    page, other = (answer.content.decode() for answer in answers)
    assert [answer.status_code for answer in answers] == [422, 422]
    assert LANGUAGES[language][0] in page and f'value="{number}"' in page and "Une armoire" not in page
    assert plain(page, number) == plain(other, unknown)
    ticket.refresh_from_db()
    assert ticket.state == "resolved"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_expired_question_says_so_like_one_that_never_was(language: str, ticket: Ticket) -> None:
    pulse = surveys.ask(ticket, by=SYSTEM, now=NOON - timedelta(days=31))

    expired, never = (reader_of(language).get(f"/pulse/{token}/") for token in (pulse.token, "nothing"))

    assert expired.status_code == never.status_code == 404
    page = expired.content.decode()
    assert LANGUAGES[language][1] in page and 'href="/follow/"' in page
    assert plain(page, pulse.token) == plain(never.content.decode(), "nothing")
    assert reader_of(language).post(f"/pulse/{pulse.token}/", {"score": "5"}).status_code == 404
    pulse.refresh_from_db()
    assert pulse.score is None


def test_words_typed_while_the_code_was_replaced_are_there_again_after_the_new_one(
    ticket: Ticket, code: str, amina: Person
) -> None:
    visitor = opened_by(ticket, code)
    replace_the_code(ticket)
    ticket.refresh_from_db()

    for verb, field in (("reply", "body"), ("not-settled", "not_quite-body")):
        back = visitor.post(f"/t/{ticket.number}/{verb}/", {field: f"Mes mots, {verb}."}, follow=True)
        assert "Your words are kept" in back.content.decode()
    visitor.post("/follow/", {"number": ticket.number, "code": client.code_for(ticket, seen_by(amina))})
    assert "Mes mots, not-settled." in visitor.get(f"/t/{ticket.number}/").content.decode()
    assert not ticket.messages.filter(kind="client").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_confirms_in_a_session_that_ended_is_asked_for_the_code_and_nothing_is_confirmed(
    language: str, ticket: Ticket
) -> None:
    visitor, unknown = reader_of(language), draw_number(2025)

    pages = [visitor.post(f"/t/{one}/settled/", follow=True) for one in (ticket.number, unknown)]

    assert pages[0].redirect_chain == [(f"/follow/?number={ticket.number}", 302)]
    assert LANGUAGES[language][2] in pages[0].content.decode()
    assert plain(pages[0].content.decode(), ticket.number) == plain(pages[1].content.decode(), unknown)
    ticket.refresh_from_db()
    assert ticket.state == "resolved"
