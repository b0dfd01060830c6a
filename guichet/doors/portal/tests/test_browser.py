"""The portal in a real browser: a mistake that is focused, a letter that leads to its answer."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from guichet.areas.catalogue.models import LifeEvent, Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.queries import client
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    """A request with a question, files and a date that moved."""
    event = LifeEvent.objects.create(code="hiring", name=Bilingual("Embaucher", "Hiring"))
    hiring.life_events.add(event)
    upload = tickets.Upload("avis.pdf", "application/pdf", b"%PDF")
    ticket = a_ticket(amina, owner=bruno, service=hiring, title="Une armoire", uploads=(upload,))
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    tickets.ask(ticket, by=seen_by(bruno), now=NOON, body="De quelle couleur ?")
    return ticket


@pytest.fixture
def settled(amina: Person, bruno: Staff) -> Ticket:
    """A request that has its answer."""
    ticket = a_ticket(amina, owner=bruno, title="Une chaise")
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="La chaise est livrée.")
    return ticket


@pytest.mark.proves("C04", "C06")
def test_a_mistake_is_focused_and_nothing_is_lost_without_javascript(
    browser: Browser, live_server: LiveServer, asked: Ticket, bruno: Staff
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-CA")
    page = context.new_page()
    page.goto(f"{live_server.url}/ask/A04/")
    page.get_by_label("What do you need?").fill("A new colleague starts on Monday.")
    page.get_by_role("button", name="Send my request").click()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("What do you need?").input_value() == "A new colleague starts on Monday."
    page.get_by_label("Your name").fill("Odile Roy")
    page.get_by_label("Your email").fill("odile@example.org")
    page.get_by_role("button", name="Send my request").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Received. Bruno will read it by")
    page.get_by_role("link", name="See my request").click()
    page.get_by_label("Your message").fill("And a chair.")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("And a chair.").is_visible()
    context.close()


@pytest.mark.proves("W03", "SUI-01")
def test_a_letter_leads_through_one_press_to_not_quite(
    browser: Browser, live_server: LiveServer, settled: Ticket, amina: Person
) -> None:
    context = browser.new_context(locale="en-CA")
    page = context.new_page()
    code = client.code_for(settled, seen_by(amina))
    page.goto(f"{live_server.url}/t/{settled.number}/{code}/?to=reject")
    page.get_by_role("button", name="Open my request").click()
    page.get_by_label("What is still missing?").fill("One leg.")
    page.locator("#not-quite").get_by_role("button", name="Send").click()
    assert page.get_by_text("We are working on it. Answer promised").is_visible()
    context.close()
