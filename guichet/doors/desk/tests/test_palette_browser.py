"""The palette in a real browser: opened from anywhere, walked by arrows, done by Enter or by a finger, done again."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.test_by_keyboard import enter
from guichet.ground import clock
from tests.cast import a_ticket

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket of Bruno."""
    return a_ticket(amina, owner=bruno, title="Une lampe", at=clock.now())


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, bruno: Staff) -> Iterator[Page]:
    """Bruno's browser, in English."""
    page = enter(browser, live_server, bruno, "en")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.context.close()
    assert wrong == []


def ask(page: Page, words: str) -> None:
    """Open the palette and type, until it answers."""
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator(f'[data-asked="{words}"]')).to_be_attached()
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)


@pytest.mark.parametrize("place", ["list", "panel", "page"])
def test_a_verb_is_found_by_another_word_for_it_and_done_where_one_is(page: Page, ticket: Ticket, place: str) -> None:
    page.goto("/desk/lists/mine/" if place != "page" else f"/desk/tickets/{ticket.number}/")
    for key in {"list": "j", "panel": "jo", "page": ""}[place]:
        page.keyboard.press(key)
    if place == "panel":
        expect(page.locator("#peek #ticket")).to_be_visible()
    ask(page, "commentaire")
    expect(page.locator("[aria-selected=true]")).to_contain_text("Internal note")
    page.keyboard.press("Enter")
    expect(page.locator("#c-note")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").first.click()
    page.keyboard.press("Control+.")
    expect(page.locator("#c-note")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("[role=option]").first).to_contain_text("Again: Internal note")


def test_arrows_walk_enter_goes_escape_gives_the_focus_back(page: Page, ticket: Ticket) -> None:
    page.goto("/desk/lists/mine/")
    page.keyboard.press("j")
    ask(page, "s")
    first = page.locator("[aria-selected=true]").get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert page.locator("#palette").get_attribute("aria-activedescendant") != first
    page.keyboard.press("ArrowUp")
    expect(page.locator("#palette")).to_have_attribute("aria-activedescendant", first or "")
    page.keyboard.press("Escape")
    expect(page.locator(".tk__no")).to_be_focused()
    ask(page, "en retard")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/lists/late/$"))
    page.keyboard.press("Control+k")
    expect(page.locator("[role=option]").first).to_contain_text("Again: Overdue")


@pytest.mark.proves("EQU-04")
@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (1280, "en")])
def test_it_works_by_touch_and_by_mouse_and_axe_says_nothing(
    browser: Browser, live_server: LiveServer, bruno: Staff, ticket: Ticket, width: int, language: str
) -> None:
    page = enter(browser, live_server, bruno, language, width)
    page.goto(f"/desk/tickets/{ticket.number}/")
    button = page.locator("[data-palette-open]")
    button.tap() if width < 400 else button.click()
    expect(page.locator("[role=option][data-code=act-n]")).to_be_visible()
    found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    note = page.locator("[role=option][data-code=act-n]")
    note.tap() if width < 400 else note.click()
    expect(page.locator("#c-note")).to_be_focused()
    page.context.close()
