"""What every test of the house shares."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests import emptying, prepared
from tests.figures import engine
from tests.postgres import NoPostgreSQL, Server, running

pytest_plugins = ["tests.cast", "tests.browser"]

ENGINES = ("sqlite", "postgresql")
DATABASES = {"db", "transactional_db", "django_db_setup", "live_server"}
WALK = "tests/journeys/test_crawl.py"  # made once in each language, and shared by the tests of that worker
# Their tests start servers and commands themselves, on the engine of the run.
ON_THE_ENGINE = {Path(__file__).parent / "tests" / name for name in ("bench", "house", "rigs")}
SLOW_DATABASE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("short", max_examples=50, deadline=None, suppress_health_check=SLOW_DATABASE)
hypothesis_settings.register_profile("long", max_examples=1000, deadline=None, suppress_health_check=SLOW_DATABASE)
LONG = bool(os.environ.get("GUICHET_RIG_LONG"))
hypothesis_settings.load_profile("long" if LONG else "short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--proofs", metavar="FILE", help="write which test proves which requirement, as JSON")


def pytest_report_header() -> str:
    return f"engine: {engine()}"


def pytest_configure() -> None:
    # Argon2 is slow on purpose; the tests that are about passwords ask for it by name.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LIVE_URL = ""  # a test that is about the stream opens one itself
    # Tests read static files where they are written: nothing is collected first.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    pytest.MonkeyPatch().setattr(TransactionTestCase, "_fixture_teardown", lambda _case: emptying.empty())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give the longest tests the head start: the last one decides. One browser serves its tests."""
    if left := {item for item in items if _is_left_out(item)}:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.get_closest_marker("browser"):
        return 0
    return 1 if item.get_closest_marker("rig") or item.nodeid.startswith(WALK) else 2


class OneByOne(LoadScopeScheduling):  # type: ignore[misc]
    """Gives the workers one test at a time, and all that is asked of one walk through the portal to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid[nodeid.rfind("[") :] if nodeid.startswith(WALK) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneByOne:
    return OneByOne(config, log)


def _is_left_out(item: pytest.Item) -> bool:
    if item.get_closest_marker("long") and not LONG:
        return True
    elsewhere = _is_of_no_engine(item) and _engine_of(item) != engine()
    return elsewhere and bool(os.environ.get("GUICHET_TEST_BOTH_ENGINES"))


def _is_of_no_engine(item: pytest.Item) -> bool:
    """Tell whether a test says the same on either engine: what a browser does with a page, what asks no database."""
    if item.get_closest_marker("either_engine"):
        return True
    if item.get_closest_marker("rig") or any(map(item.get_closest_marker, ("django_db", "browser"))):
        return False
    return ON_THE_ENGINE.isdisjoint(item.path.parents) and DATABASES.isdisjoint(getattr(item, "fixturenames", ()))


def _engine_of(item: pytest.Item) -> str:
    return ENGINES[crc32(item.nodeid.encode()) % len(ENGINES)]


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


@pytest.fixture(autouse=True)
def whole_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `force_login` stand for a whole sign-in, second factor included; the tests of that factor override this."""
    sign_in = Client.force_login

    def with_both_proofs(self: Client, user: Any, backend: str | None = None) -> None:
        sign_in(self, user, backend)
        session = self.session
        session["second_factor"] = user.pk
        session.save()

    monkeypatch.setattr(Client, "force_login", with_both_proofs)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Begin with a copy of a migrated database; on PostgreSQL every new one is (`tests.postgres`)."""
    from django.db import connection

    if connection.vendor == "sqlite":
        prepared.sqlite(Path(connection.settings_dict["TEST"]["NAME"]))
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what still talks to the test database when it is to go: a page that a browser asked for and left, say."""
    from django.db import connection

    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def durable_postgresql() -> Iterator[Server]:
    """A PostgreSQL that keeps its promises through a kill, for the rigs that kill."""
    try:
        with running(durable=True) as server:
            yield server
    except NoPostgreSQL as error:
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def journal_in_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test read what its own transaction wrote: inside the one that wraps a test nothing is ever settled."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if not commits:
        monkeypatch.setattr("guichet.ground.database.postgresql.settled", lambda entries: entries)
