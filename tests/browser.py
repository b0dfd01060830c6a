"""The Chromium that the tests drive, started once for all the tests in a row that want it.

Synchronous Playwright keeps an event loop in the thread of the tests, refuses to be started twice in it, and would
stand in the way of tests that run a loop of their own: it ends as soon as a test does without. `tests/environment.py`
tells Django to work beside that loop.
"""

import shutil
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Keyboard, Locator, Page, expect, sync_playwright

# Without a window of its own where there is one: the same engine, a fifth less of the processor.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), "")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds: the machine may be busy


_keyboard = Page.keyboard.fget  # type: ignore[attr-defined]


def _keyboard_of(page: Page) -> Keyboard:
    """Return the keyboard once the page is there: before, its scripts do not listen, and nobody would press a key."""
    page.wait_for_load_state()
    return _keyboard(page)  # type: ignore[no-any-return]


Page.keyboard = property(_keyboard_of)  # type: ignore[assignment, method-assign]

_open = ExitStack()
_started: list[Browser] = []


@pytest.fixture
def browser() -> Browser:
    """A browser; each test opens contexts of its own."""
    if not _started:
        if not CHROMIUM:
            pytest.skip("chromium is not installed")
        expect.set_options(timeout=PATIENCE)
        driver = _open.enter_context(sync_playwright())
        _started.append(driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
        _open.callback(_close)
    return _started[0]


def _close() -> None:
    _started.pop().close()


def unfolded(page: Page, selector: str) -> Locator:
    """Return what can be pressed, once the menu that it is folded into is open."""
    found = page.locator(selector).first
    if not found.is_visible() and page.locator("#more:not([open])", has=found).count():
        page.locator("#more > summary").click()
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if "browser" not in getattr(item, "fixturenames", ()):
        _open.close()


def pytest_sessionfinish() -> None:
    _open.close()
