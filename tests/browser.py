"""The Chromium that the tests drive: one for every worker, however many files ask for it.

Synchronous Playwright keeps an event loop in the thread of the tests and refuses to be started twice in it.
`tests/environment.py` tells Django to work beside that loop.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds: the machine may be busy


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser that every browser test of this worker shares; each opens contexts of its own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
