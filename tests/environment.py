"""The environment of the tests: nothing of the developer's own installation is read or written."""

import atexit
import os
import shutil
import tempfile

ENGINE_URL = "GUICHET_DATABASE_URL"
KEPT = (ENGINE_URL, "GUICHET_RIG_", "GUICHET_TEST_", "GUICHET_BENCH_")


def isolate() -> None:
    """Forget the GUICHET_* variables of this shell and point at a data folder that ends with the run."""
    for name in [name for name in os.environ if name.startswith("GUICHET_") and not name.startswith(KEPT)]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="guichet-tests-")
    atexit.register(_remove, folder, os.getpid())
    os.environ["GUICHET_DATA_DIR"] = folder
    os.environ["GUICHET_SECRET_KEY"] = "only-for-tests-" + "0" * 32
    _take_a_server(os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    # Playwright keeps an event loop in the thread of the test, where Django then refuses the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _take_a_server(worker: str) -> None:
    """Give each worker a server of its own, when `tests.postgres` started several."""
    if servers := os.environ.pop("GUICHET_TEST_DATABASE_URLS", "").split():
        os.environ[ENGINE_URL] = servers[int(worker.removeprefix("gw")) % len(servers)]


def _remove(folder: str, owner: int) -> None:
    # A forked child inherits the registration, not the folder.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


# Settings are read before any conftest: this module is loaded first, as a plug-in (see pyproject.toml).
isolate()
