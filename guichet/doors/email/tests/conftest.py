"""What the tests of mail share."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from guichet.doors.email.catcher import Catcher
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
