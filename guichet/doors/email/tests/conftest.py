"""What the tests of mail share."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from pytest_django import Settings

from guichet.doors.email.catcher import Catcher
from guichet.doors.email.tests.dovecot import Box, Dovecot, OpenBox, require_dovecot, running
from tests.journeys.town import Post


@pytest.fixture
def server(settings: Settings) -> Iterator[Post]:
    """A server that takes everything."""
    letters = Post(into=0)
    catcher = Catcher(letters.keep)
    catcher.start()
    settings.SMTP_OUT = {**settings.SMTP_OUT, "host": "127.0.0.1", "port": catcher.port, "starttls": False}
    yield letters
    catcher.stop()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    require_dovecot()
    with running() as server:
        yield server


@pytest.fixture
def open_box() -> Iterator[OpenBox]:
    """Open mailboxes, and close the connections that look into them."""
    with ExitStack() as opened:
        yield lambda server: opened.enter_context(closing(Box(server)))


@pytest.fixture
def box(dovecot: Dovecot, open_box: OpenBox) -> Box:
    return open_box(dovecot)
