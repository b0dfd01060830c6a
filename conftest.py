"""What every test of the house shares."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.figures import engine
from tests.postgres import NoPostgreSQL, Server, running

SLOW_DATABASE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("short", max_examples=50, deadline=None, suppress_health_check=SLOW_DATABASE)
hypothesis_settings.register_profile("long", max_examples=1000, deadline=None, suppress_health_check=SLOW_DATABASE)
hypothesis_settings.load_profile("long" if os.environ.get("GUICHET_RIG_LONG") else "short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--proofs", metavar="FILE", help="write which test proves which requirement, as JSON")


def pytest_report_header() -> str:
    return f"engine: {engine()}"


def pytest_configure() -> None:
    # Argon2 is slow on purpose; the tests that are about passwords ask for it by name.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the longest tests the head start: with two workers, the last one decides."""
    items.sort(key=lambda item: 0 if item.get_closest_marker("rig") or item.get_closest_marker("browser") else 1)


def pytest_collection_finish(session: pytest.Session) -> None:
    target = session.config.getoption("--proofs")
    if target:
        proofs = [[item.nodeid, identifier] for item in session.items for identifier in _proven(item)]
        Path(target).write_text(json.dumps(proofs), encoding="utf-8")


def _proven(item: pytest.Item) -> list[str]:
    return [str(name) for marker in item.iter_markers("proves") for name in marker.args]


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse any connection that leaves this machine: a test that needs the Internet proves nothing."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture(scope="session")
def durable_postgresql() -> Iterator[Server]:
    """A PostgreSQL that keeps its promises through a kill, for the rigs that kill."""
    try:
        with running(durable=True) as server:
            yield server
    except NoPostgreSQL as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
