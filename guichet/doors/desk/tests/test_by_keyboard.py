"""Lists by keyboard and by touch in a real browser: walk, peek, act, go on, without losing one's place."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Message, Note, Ticket
from guichet.doors.desk.second_factor import PROVEN
from guichet.ground import clock
from tests.cast import a_ticket

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def three(amina: Person, bruno: Staff) -> list[Ticket]:
    """Three tickets of Bruno, in the order in which they fall due."""
    now = clock.now()
    return [a_ticket(amina, owner=bruno, title=f"Demande {n}", at=now - timedelta(hours=3 - n)) for n in range(3)]


def enter(browser: Browser, server: LiveServer, who: Staff, language: str, width: int = 1280) -> Page:
    client = Client()
    assert who.user
    client.force_login(who.user, backend="guichet.doors.portal.accounts.Backend")
    session = client.session
    session[PROVEN] = who.user.pk
    session.save()
    size = {"width": width, "height": 800}
    context = browser.new_context(base_url=server.url, viewport=size, has_touch=width < 400, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_cookies(
        [
            {"name": "session", "value": client.cookies["session"].value, "url": server.url},
            {"name": "django_language", "value": language, "url": server.url},
        ]
    )
    return context.new_page()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, bruno: Staff) -> Iterator[Page]:
    """Bruno's browser, in English."""
    page = enter(browser, live_server, bruno, "en")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.context.close()
    assert wrong == []


def test_a_row_is_peeked_at_read_answered_and_left_by_keyboard(page: Page, three: list[Ticket]) -> None:
    page.goto("/desk/lists/mine/")
    for key in ("j", "j", "o"):
        page.keyboard.press(key)
    expect(page.locator("#peek")).to_be_focused()
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 1")
    page.keyboard.press("n")
    page.keyboard.type("À rappeler.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#peek #thread")).to_contain_text("À rappeler.")
    assert Note.objects.get().ticket == three[1]
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_empty()
    expect(page.locator(f"#tk-{three[1].number} .tk__no")).to_be_focused()


def test_a_verb_pressed_on_a_row_opens_the_panel_and_its_composer(page: Page, three: list[Ticket]) -> None:
    page.goto("/desk/lists/mine/")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator("#c-reply")).to_be_focused()
    page.keyboard.type("Bonjour Amina")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-undo]")).to_be_visible()
    assert Message.objects.get(kind="reply").ticket == three[0]


def test_the_panel_follows_j_and_k_and_resolving_goes_on_to_the_next(page: Page, three: list[Ticket]) -> None:
    page.goto("/desk/lists/mine/")
    for key in ("j", "o"):
        page.keyboard.press(key)
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 0")
    page.keyboard.press("j")
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 1")
    page.keyboard.press("k")
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 0")
    page.keyboard.press("E")
    page.keyboard.type("Voilà.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 1")
    assert Ticket.rows.get(pk=three[0].pk).state == "resolved"


AT_ONCE = """new MutationObserver(() => {
  if (window.done || !document.querySelector("#peek #resolve-next")) return;
  window.done = true;
  document.querySelector("#peek [data-key=E]").click();
  document.activeElement.value = "Voilà.";
  document.querySelector("#resolve-next").click();
}).observe(document.querySelector("#peek"), { childList: true })"""


def test_what_is_done_in_the_instant_in_which_the_panel_appears_stays_in_the_panel(
    page: Page, three: list[Ticket]
) -> None:
    page.goto("/desk/lists/mine/")
    page.evaluate(AT_ONCE)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 1")
    assert Ticket.rows.get(pk=three[0].pk).state == "resolved"
    assert "/lists/mine/" in page.url


def late(route: Route) -> None:
    """Answer as a slow line does."""
    time.sleep(0.3)
    route.continue_()


def test_keys_pressed_before_the_panel_has_come_wait_for_it(page: Page, three: list[Ticket]) -> None:
    page.goto("/desk/lists/mine/")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#peek")).to_be_focused()
    page.route("**/peek/", late)
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.type("tab jojo")
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 1")
    expect(page.locator("#c-note")).to_have_value("tab jojo")
    expect(page.locator("#c-note")).to_be_focused()
    page.keyboard.type("!")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#peek #thread")).to_contain_text("tab jojo!")
    assert Note.objects.get().ticket == three[1]


def test_on_the_page_keys_lead_to_the_next_and_back_to_the_row(page: Page, three: list[Ticket]) -> None:
    page.goto("/desk/lists/mine/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Demande 0")
    page.wait_for_load_state("load")
    page.keyboard.press("j")
    expect(page.locator("h1")).to_have_text("Demande 1")
    page.wait_for_load_state("load")
    page.keyboard.press("E")
    page.keyboard.type("Voilà.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Demande 2")
    page.wait_for_load_state("load")
    expect(page.locator("#messages")).to_contain_text(f"{three[1].number} is done.")
    page.keyboard.press("b")
    expect(page).to_have_url(re.compile(rf"/desk/lists/mine/#tk-{three[2].number}$"))
    expect(page.locator(f"#tk-{three[2].number} .tk__no")).to_be_focused()


@pytest.mark.proves("EQU-04")
@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (1280, "fr"), (1280, "en")])
def test_the_panel_works_by_touch_and_by_mouse_and_axe_says_nothing(
    browser: Browser, live_server: LiveServer, bruno: Staff, three: list[Ticket], width: int, language: str
) -> None:
    page = enter(browser, live_server, bruno, language, width)
    page.goto("/desk/lists/mine/")
    peek = page.locator(f"#tk-{three[0].number} [data-peek]")
    peek.tap() if width < 400 else peek.click()
    expect(page.locator("#peek #ticket")).to_contain_text("Demande 0")
    found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator("[data-peek-close]").click()
    expect(page.locator("#peek")).to_be_empty()
    page.goto("/desk/lists/mine/narrowing/?language=fr")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.context.close()


def test_rows_are_chosen_one_by_one_and_as_a_range_then_answered_together(page: Page, three: list[Ticket]) -> None:
    page.goto("/desk/lists/mine/")
    bar = page.locator("#selection")
    expect(bar).to_be_hidden()
    for key in ("j", "x", "j", "j", "X"):
        page.keyboard.press(key)
    expect(bar).to_contain_text("Chosen: 3")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    for key in ("x", "k", "x", "e"):
        page.keyboard.press(key)
    expect(page.locator("h1")).to_have_text("Resolve: 2 requests")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.locator("#s-fr").fill("Voilà.")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("[data-results]")).to_be_focused()
    expect(page.locator("[data-results]")).to_contain_text("2 requests done")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.keyboard.press("u")
    expect(page.locator("[data-results]")).to_contain_text("2 requests done")
    assert not Ticket.rows.filter(state="resolved").exists()


def test_a_template_is_found_read_and_sent_by_keyboard_from_a_row(
    page: Page, three: list[Ticket], bruno: Staff
) -> None:  # fmt: skip
    a_macro(bruno, "Bien reçu")
    page.goto("/desk/lists/mine/")
    page.keyboard.press("j")
    page.keyboard.press("i")
    expect(page.locator("#pick-q")).to_be_focused()
    page.keyboard.type("recu")
    page.keyboard.press("Enter")
    expect(page.locator("#c-macro")).to_be_focused()
    expect(page.locator("#cmp-reply")).not_to_have_attribute("open", "")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#undo")).to_be_visible()
    assert Message.objects.get(kind="reply").body.startswith("Bonjour Amina Diallo")
    page.keyboard.press("u")
    expect(page.locator("#c-reply")).to_have_value(re.compile("Bonjour Amina Diallo"))
