"""The e-mail door as a Django application."""

from django.apps import AppConfig
from django.conf import settings

from guichet.ground.loops import Loop, register


class EmailDoor(AppConfig):
    name = "guichet.doors.email"
    label = "emaildoor"

    def ready(self) -> None:
        """Give the worker its turns: read what came in, send what waits, one slow message delaying no other."""
        register(Loop("reading", _read))
        register(Loop("sending", _send, threads=2))
        if settings.CONFIG.imap_urls:
            register(Loop("fetching", _fetch, idle=20.0))


def _read(worker: str) -> int:
    from guichet.doors.email.reading import read_waiting

    return read_waiting(worker=worker)


def _send(worker: str) -> int:
    from guichet.doors.email.sending import send_waiting

    return send_waiting(worker=worker)


def _fetch(worker: str) -> int:
    from guichet.doors.email.intake import fetch_all

    fetch_all()
    return 0
