"""Loading the desk before copies are made of it: what is loaded now, every process has, and memory holds it once."""

import gc
from importlib import import_module
from wsgiref.util import setup_testing_defaults

LOADED = (
    "guichet.urls", "guichet.doors.time.worker", "guichet.doors.email.listen",
    "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "gunicorn.workers.gasgi",
)  # fmt: skip
# These look at the collected files as soon as they are loaded: only once the installation is prepared.
APPLICATIONS = ("guichet.wsgi", "guichet.asgi")
# The page that shows every component asks nothing of the database: no connection is open, and no thread at
# work, when copies are made.
PAGE = "/ui/styleguide/"


def load() -> None:
    """Load the code, once and for good."""
    # Nothing that is loaded is ever thrown away: to look for it takes time, and to touch it would unshare it.
    gc.disable()
    import_module("django").setup()
    for name in LOADED:
        import_module(name)


def warm() -> None:
    """Make a page in each language: templates, translations and addresses stay in memory."""
    settings = import_module("django.conf").settings
    for name in APPLICATIONS:
        import_module(name)
    for language, _name in settings.LANGUAGES:
        _make_page(settings.ALLOWED_HOSTS, language)
    gc.freeze()


def _make_page(hosts: list[str], language: str) -> None:
    environ: dict[str, object] = {"HTTP_HOST": hosts[0].lstrip(".").replace("*", "localhost"), "PATH_INFO": PAGE}
    setup_testing_defaults(environ)
    answer = import_module("guichet.wsgi").application({**environ, "HTTP_ACCEPT_LANGUAGE": language}, _ignore)
    answer.close()


def _ignore(status: str, headers: list[tuple[str, str]]) -> None:
    """Hear the status of an answer that goes to nobody."""
