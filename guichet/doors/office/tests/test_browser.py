"""The office in a real browser: nothing for axe to say, nothing wider than the screen, light and dark."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics.tests.stage import copies, outcome, pulse, settle
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.ground import clock
from tests.cast import a_ticket
from tests.journeys.looks import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, client: Client, chloe: Staff) -> Iterator[Page]:
    assert chloe.user
    client.force_login(chloe.user)
    context = browser.new_context(reduced_motion="reduce", base_url=live_server.url)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def a_year(amina: Person, hiring: Service) -> None:
    """A year of requests: most dates kept, some missed, a few still open."""
    now = clock.now()
    for months in range(12):
        due = now - (30 * months + 3) * DAY
        for count, met in [(18 + months % 3, due - DAY), (1 + months % 4, due + DAY), (2, None)]:
            service, channel = (hiring, "phone") if met and months % 2 else (None, "email")
            ticket = a_ticket(amina, service=service, channel=channel, at=due - 6 * DAY, title="Une clé perdue")
            settle(ticket, met=met, due=due if met else now + DAY)
            ticket.refresh_from_db()
            copies(ticket, count - 1)
    for number, ticket in enumerate(Ticket.rows.order_by("pk")[:60]):
        outcome(ticket, now - 45 * DAY, now - 40 * DAY if number < 4 else None)
        pulse(ticket, 3 + number % 3 if number < 40 else None, now - 20 * DAY)


@pytest.mark.proves("C04", "EQU-04", "W09")
@pytest.mark.usefixtures("a_year")
def test_the_office_is_accessible_and_fits(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    places = [reverse("office-home"), reverse("office-list", args=["received"]), reverse("office-computed")]
    for address in [*places, reverse("office-home") + "?channel=phone&by=channel"]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert (address, faults_of(page, "fr")) == (address, [])
    assert complaints == []


@pytest.mark.proves("MES-03")
@pytest.mark.usefixtures("a_year")
def test_a_number_leads_to_its_list_and_the_list_back(page: Page) -> None:
    page.goto(reverse("office-home") + "?by=channel")
    cell = page.locator(".cells td a").first
    count = cell.inner_text()
    cell.click()
    assert f"Counted: {count}" in page.inner_text("main") or f"Au compte\u00a0: {count}" in page.inner_text("main")
    page.locator("main a").first.click()
    page.wait_for_url("**/office/**by=channel**")
