"""The house style in a real browser: nothing for axe to say, nothing wider than the screen, keys that obey."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.looks import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.either_engine, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def guide(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Page]:
    page = browser.new_page(locale="en-CA", reduced_motion="reduce")
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + reverse("ui-styleguide"))
    yield page
    page.close()


@pytest.mark.proves("C04", "EQU-04", "W09")
def test_the_style_guide_is_accessible_and_fits(guide: Page, complaints: list[str]) -> None:
    assert faults_of(guide, "en") == []
    assert complaints == []


def test_a_single_key_acts_outside_fields_only(guide: Page) -> None:
    guide.evaluate("document.querySelector('[data-key=s]').addEventListener('click', () => document.title += '!')")
    guide.keyboard.press("s")
    assert guide.title().endswith("!")
    guide.locator("#eg_details").press("s")
    assert not guide.title().endswith("!!")
    expect(guide.locator("#eg_details")).to_have_value("s")


def test_the_keys_are_listed_and_can_be_switched_off(guide: Page) -> None:
    guide.evaluate("document.querySelector('[data-key=s]').addEventListener('click', () => document.title += '!')")
    guide.evaluate("document.activeElement.blur()")
    guide.keyboard.press("?")
    expect(guide.get_by_role("dialog")).to_contain_text("Status")
    guide.get_by_label("Act with a single key").uncheck()
    guide.keyboard.press("Escape")
    guide.keyboard.press("s")
    assert not guide.title().endswith("!")


def test_the_theme_chosen_is_kept(guide: Page) -> None:
    guide.emulate_media(color_scheme="light")
    guide.get_by_role("button", name="Light or dark").click()
    guide.reload()
    assert guide.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_first_tab_offers_to_skip_to_the_content(guide: Page) -> None:
    guide.keyboard.press("Tab")
    expect(guide.get_by_role("link", name="Skip to content")).to_be_focused()
