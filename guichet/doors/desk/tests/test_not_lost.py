"""A session, a browser or a server that ends in the middle of a reply: the words are there again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Draft, Message, Ticket
from guichet.doors.desk import second_factor
from guichet.ground import clock
from guichet.ground.keeping.models import KeptForm
from tests.browser import unfolded
from tests.cast import a_ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "La chaise arrive lundi."
BACKEND = "guichet.doors.portal.accounts.Backend"


@pytest.fixture(autouse=True)
def whole_house(desk_alone: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sign-in belongs to another door; a second proof is asked for elsewhere."""
    settings.ROOT_URLCONF = "guichet.urls"
    monkeypatch.setattr(second_factor, "has_proven", lambda request: True)


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Chaise", at=clock.now())


@pytest.fixture
def address(ticket: Ticket) -> str:
    return reverse("desk-ticket", args=[ticket.number])


def signed_in(browser: Browser, url: str, who: Staff) -> BrowserContext:
    client = Client()
    assert who.user
    client.force_login(who.user, backend=BACKEND)
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.add_cookies([
        {"name": "session", "value": client.cookies["session"].value, "url": url},
        {"name": "django_language", "value": "en", "url": url},
    ])  # fmt: skip
    return context


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, bruno: Staff) -> Iterator[BrowserContext]:
    made = signed_in(browser, live_server.url, bruno)
    yield made
    made.close()


def write(page: Page, words: str = WORDS) -> None:
    page.locator("#c-reply").fill(words)
    expect(page.locator("#kept-reply")).to_contain_text("Kept at")


def kept_words(words: str) -> bool:
    return any(one.fields.get("body") == [words] for one in KeptForm.objects.all())


@pytest.mark.proves("W01")
def test_a_session_that_ends_in_the_middle_of_a_reply_is_renewed_in_place(
    context: BrowserContext, address: str, ticket: Ticket
) -> None:
    page = context.new_page()
    page.goto(address)
    page.locator("#c-reply").fill(WORDS)
    Session.objects.all().delete()
    page.locator("#send").click()
    dialog = page.locator("dialog[data-sign-in]")
    expect(dialog).to_be_visible()
    frame = page.frame_locator("[data-sign-in-frame]")
    frame.locator("input[name=login]").fill("bruno.tremblay@example.org")
    frame.locator("input[name=password]").fill("correct horse battery")
    frame.locator("input[name=password]").press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-stream]")).to_contain_text(WORDS)
    assert page.url.endswith(address)
    assert Message.objects.filter(ticket=ticket, kind="reply").count() == 1


def test_somebody_else_who_signs_in_does_not_send_the_words_of_another(
    context: BrowserContext, address: str, ticket: Ticket, chloe: Staff
) -> None:
    page = context.new_page()
    page.goto(address)
    write(page)
    Session.objects.all().delete()
    page.locator("#send").click()
    frame = page.frame_locator("[data-sign-in-frame]")
    frame.locator("input[name=login]").fill("chloe.roy@example.org")
    frame.locator("input[name=password]").fill("correct horse battery")
    frame.locator("input[name=password]").press("Enter")
    expect(page.locator("body")).to_contain_text("Chloe Roy")
    expect(page.locator("#c-reply")).to_have_value("")
    assert not Message.objects.filter(ticket=ticket, kind="reply").exists()
    assert Draft.objects.get(ticket=ticket, kind="reply").body == WORDS


def test_a_reload_fills_every_form_of_the_tab_again(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    write(page)
    page.locator("[data-opens=cmp-answer]").click()
    page.locator("#a-code").select_option("referred")
    page.locator("#c-answer").fill("Voyez le bureau.")
    unfolded(page, "#promise > summary").click()
    page.locator("#promise-words").fill("Un jour de plus.")
    page.wait_for_timeout(900)
    page.reload()
    expect(page.locator("#c-reply")).to_have_value(WORDS)
    expect(page.locator("#c-answer")).to_have_value("Voyez le bureau.")
    expect(page.locator("#a-code")).to_have_value("referred")
    expect(page.locator("#promise-words")).to_have_value("Un jour de plus.")


def test_two_windows_keep_their_own_words_and_offer_them_to_each_other(context: BrowserContext) -> None:
    one, two = context.new_page(), context.new_page()
    for page, who in ((one, "Diallo"), (two, "Tremblay")):
        page.goto(reverse("desk-new-contact"))
        page.locator("#k-words").fill(f"{who} wants a chair.")
        page.wait_for_timeout(900)
    one.reload()
    expect(one.locator("#k-words")).to_have_value("Diallo wants a chair.")
    one.close()
    three = context.new_page()
    three.goto(reverse("desk-new-contact"))
    expect(three.locator(".leftover")).to_contain_text("Tremblay wants a chair.")
    expect(three.locator("#k-words")).to_have_value("")
    three.locator("[data-leftover-take]").click()
    expect(three.locator("#k-words")).to_have_value("Tremblay wants a chair.")
