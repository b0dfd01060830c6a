"""The desk in a real browser: keys, words that survive, a call settled in three presses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Contact, Message, Note, Ticket
from guichet.doors.desk.second_factor import PROVEN
from guichet.ground import clock
from tests.cast import NOON, a_ticket, seen_by

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ticket(amina: Person, bruno: Staff, hiring: Any) -> Ticket:
    """A hiring under way, with words of every sort, now."""
    now = clock.now()
    ticket = a_ticket(amina, owner=bruno, service=hiring, title="Embauche d’une analyste", at=now)
    actions.start_plan(ticket, by=seen_by(bruno), now=now, offer=_offer(hiring))
    actions.note(ticket, by=seen_by(bruno), now=now, body="Seule au bureau le vendredi.")
    return ticket


def _offer(service: Any) -> Any:
    from guichet.areas.catalogue.queries import offer

    return offer(service.pk, on=NOON.date())


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, bruno: Staff, complaints: list[str]) -> Iterator[Page]:
    """Bruno's browser, in English."""
    client = Client()
    assert bruno.user
    client.force_login(bruno.user, backend="guichet.doors.portal.accounts.Backend")
    session = client.session
    session[PROVEN] = bruno.user.pk
    session.save()
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    context.add_cookies(
        [
            {"name": "session", "value": client.cookies["session"].value, "url": live_server.url},
            {"name": "django_language", "value": "en", "url": live_server.url},
        ]
    )
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


@pytest.mark.proves("CAN-01", "VAL-01")
def test_why_they_called_is_suggested_and_one_more_matter_goes_on(
    page: Page, amina: Person, hiring: Any, complaints: list[str]
) -> None:
    page.goto(reverse("desk-home"))
    page.keyboard.press("+")
    expect(page.locator("#k-who")).to_be_focused()
    page.keyboard.type("diallo")
    expect(page.locator("#callers")).to_contain_text("Baie-Noire Office")
    page.locator("#k-words").fill("Where is my second screen?")
    page.locator("#k-answer").fill("On its way.")
    expect(page.locator("#k-needed")).to_have_value("follow_up")
    page.keyboard.press("Control+Enter")
    again = page.get_by_role("link", name="Another matter, same contact")
    again.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#callers input").first).to_be_checked()
    expect(page.locator("#k-who")).to_have_value("Amina Diallo")
    page.locator("#k-words").fill("Also a broken lease")
    page.locator("#k-answer").fill("See page 2.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".callbar--done")).to_be_visible()
    assert sorted(Ticket.rows.values_list("title", flat=True)) == ["Also a broken lease", "Where is my second screen?"]
    assert Contact.objects.get().value_class == "failure"
    assert complaints == []


@pytest.mark.proves("CAN-01")
def test_a_call_is_settled_in_three_presses_after_typing(
    page: Page, amina: Person, hiring: Any, complaints: list[str]
) -> None:
    page.goto(reverse("desk-home"))
    page.keyboard.press("+")
    expect(page.locator("#k-who")).to_be_focused()
    page.keyboard.type("diallo")
    expect(page.locator("#callers")).to_contain_text("Baie-Noire Office")
    page.locator("#k-words").fill("Which papers do I need?")
    page.locator("#k-answer").fill("Form 12.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dock")).to_contain_text("Kept:")
    assert Ticket.rows.get().state == "resolved"
    page.keyboard.press("Escape")
    expect(page.locator("#dock")).to_be_empty()
    assert complaints == []


def test_a_note_sent_by_keyboard_keeps_the_reply_being_typed(page: Page, ticket: Ticket, complaints: list[str]) -> None:
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    page.keyboard.press("r")
    page.keyboard.type("Bonjour, c’est")
    page.locator("#cmp-note summary").click()
    page.locator("#c-note").fill("À rappeler.")
    page.locator("#c-note").press("Control+Enter")
    expect(page.locator("#thread")).to_contain_text("À rappeler.")
    assert Note.objects.filter(ticket=ticket).count() == 2
    expect(page.locator("#c-reply")).to_have_value("Bonjour, c’est")
    assert complaints == []


def test_a_question_by_its_key_is_taken_back_in_time(page: Page, ticket: Ticket) -> None:
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    page.keyboard.press("q")
    page.keyboard.type("Quel jour ?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-undo]")).to_contain_text(re.compile(r"It leaves in \d+ s"))
    assert Message.objects.get(ticket=ticket, kind="question").body == "Quel jour ?"
    page.locator("#undo").click()
    expect(page.locator("#c-reply")).to_have_value("Quel jour ?")


def test_a_refusal_takes_the_focus_and_keeps_the_words(page: Page, ticket: Ticket) -> None:
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    page.keyboard.press("e")
    page.keyboard.type("Tout est prêt.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("[data-errors]")).to_contain_text("Still open: A (Contract)")
    expect(page.locator("#c-answer")).to_have_value("Tout est prêt.")


def test_what_is_typed_is_kept_by_the_server(page: Page, ticket: Ticket) -> None:
    page.goto(reverse("desk-ticket", args=[ticket.number]))
    page.keyboard.press("n")
    page.keyboard.type("À demi écrit")
    expect(page.locator("#kept-note")).to_contain_text("Kept at")
    page.reload()
    expect(page.locator("#c-note")).to_have_value("À demi écrit")


def test_j_and_enter_walk_a_list(page: Page, ticket: Ticket) -> None:
    page.goto(reverse("desk-home"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(ticket.number))
