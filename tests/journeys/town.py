"""What a journey needs besides the house: a clock that moves for everybody, a mail route both ways, browsers."""

import re
import smtplib
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from guichet.doors.time.worker import drain
from guichet.ground import clock
from guichet.ground.journal.readers import is_settled
from guichet.ground.loops import LOOPS
from tests.browser import PATIENCE

LONGEST_TRANSACTION = 60.0  # seconds
SCOLD = "Failed to load resource"  # the browser says so of each refused answer, which `_hear_answer` judges itself


class Wall:
    """The clock on the wall: the threads of the server read it too, and a test may move it forward."""

    def __init__(self, held: ContextVar[datetime | None], start: datetime) -> None:
        self._held, self._start, self._since = held, start, time.monotonic()

    def get(self) -> datetime:
        """Return the present moment of the town."""
        return self._held.get() or self._start + timedelta(seconds=time.monotonic() - self._since)

    def set(self, instant: datetime | None) -> Token[datetime | None]:
        """Hold the clock for one thread, as `clock.at` does."""
        return self._held.set(instant)

    def reset(self, token: Token[datetime | None]) -> None:
        """Let go of what `set` held."""
        self._held.reset(token)

    def forward(self, **passed: float) -> None:
        """Let time pass: `forward(days=2)`."""
        self._start += timedelta(**passed)


@dataclass
class Post:
    """The mail of the town: what the window sends is caught, what people write goes in by SMTP."""

    into: int
    caught: list[tuple[str, bytes]] = field(default_factory=list)

    def keep(self, _mail_from: str, recipients: Sequence[str], raw: bytes) -> None:
        """Catch one message."""
        self.caught.extend((recipient, raw) for recipient in recipients)

    def to(self, address: str) -> list[EmailMessage]:
        """Return what somebody got, the oldest first."""
        return [read_mail(raw) for recipient, raw in self.caught if recipient == address]

    def last_to(self, address: str) -> EmailMessage:
        """Return the latest message that somebody got."""
        assert self.to(address), f"{address} got nothing"
        return self.to(address)[-1]

    def write(self, sender: str, subject: str, body: str, *, to: str = "") -> None:
        """Write to the window as anybody's mail program does."""
        mail = EmailMessage(policy.SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, to or settings.MAILBOX, subject
        mail["Message-ID"] = f"<{time.monotonic_ns()}@example.org>"
        mail.set_content(body)
        with smtplib.SMTP("127.0.0.1", self.into, timeout=20) as server:
            server.send_message(mail)


def read_mail(raw: bytes) -> EmailMessage:
    """Read a message as a mail program does."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    """Return the plain words of a message."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage, holding: str) -> str:
    """Return the first address in a message that holds a string."""
    found: list[str] = [one for one in re.findall(r"https?://\S+", text_of(mail)) if holding in one]
    assert found, text_of(mail)
    return found[0].rstrip(".>)")


def work() -> None:
    """Let the worker do everything that is due, and what that calls for in its turn."""
    for _ in range(2):
        wait_for_the_journal()
        drain(list(LOOPS.values()))


def wait_for_the_journal() -> None:
    """Wait until all that was written is settled.

    A transaction of the tests beside this one, in the same cluster, may hold the journal back for a moment.
    """
    limit = time.monotonic() + LONGEST_TRANSACTION
    while not is_settled() and time.monotonic() < limit:
        time.sleep(0.02)


@dataclass
class Visits:
    """Browsers of the town, and what they had to complain about."""

    browser: Browser
    home: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self, language: str, cookies: dict[str, str] | None = None, **options: Any) -> Page:
        """Open a browser of one's own, reading a language."""
        context = self.browser.new_context(
            base_url=self.home, locale=f"{language}-CA", reduced_motion="reduce",
            **{"viewport": {"width": 1280, "height": 900}, **options},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        kept = {"django_language": language, **(cookies or {})}
        context.add_cookies([{"name": name, "value": value, "url": self.home} for name, value in kept.items()])
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self._hear(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._hear(str(error)))
        page.on("request", lambda asked: self._hear_request(asked.url))
        page.on("response", lambda got: self._hear_answer(got.status, got.url, got.request.resource_type))
        return page

    def _hear(self, words: str) -> None:
        if not words.startswith(SCOLD):
            self.complaints.append(words)

    def _hear_request(self, url: str) -> None:
        if not url.startswith((self.home, "about:", "blob:")):
            self.complaints.append(f"left the machine: {url}")

    def _hear_answer(self, status: int, url: str, kind: str) -> None:
        if status >= 500 or (status >= 400 and kind not in {"document", "xhr", "fetch"}):
            self.complaints.append(f"{status} {url}")

    def close(self) -> None:
        """Close every browser."""
        for context in self.contexts:
            context.close()


Enter = Callable[..., Page]


def wall_of(start: datetime) -> Wall:
    """Hang a clock that starts at a moment."""
    return Wall(clock._held, start)
