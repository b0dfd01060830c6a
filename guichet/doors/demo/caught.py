"""The mail that the demonstration sent, kept as files by `guichet catch`, one message each."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"^\d{8}T\d{12}-[0-9a-f]{8}$")
SHOWN = 100
LARGEST = 30 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A file that came with a message."""

    number: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Caught:
    """One caught message, ready to be shown."""

    name: str
    at: datetime
    recipients: str
    subject: str
    mail: EmailMessage

    @property
    def sender(self) -> str:
        """Return who it says it is from."""
        return str(self.mail.get("From", ""))

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Return its headers, as they were sent."""
        return [(name, str(value)) for name, value in self.mail.items()]

    @property
    def text(self) -> str:
        """Return its plain text."""
        return _body(self.mail, "plain")

    @property
    def html(self) -> str:
        """Return its HTML."""
        return _body(self.mail, "html")

    @property
    def files(self) -> list[Part]:
        """Return the files that came with it."""
        return [
            Part(number, part.get_filename() or f"{number}", len(_content(part)))
            for number, part in enumerate(self.mail.iter_attachments())
        ]


def folder() -> Path:
    """Return where caught messages are kept."""
    return Path(settings.CONFIG.data_dir) / "caught"


def newest() -> list[Caught]:
    """Return the newest messages."""
    names = sorted((path.stem for path in folder().glob("*.eml") if NAME.match(path.stem)), reverse=True)
    return [one for one in map(caught, names[:SHOWN]) if one]


def caught(name: str) -> Caught | None:
    """Return one message by its name, or None."""
    path = folder() / f"{name}.eml"
    if not NAME.match(name) or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    mail = message_from_bytes(path.read_bytes(), policy=default)
    recipients = ", ".join(str(one) for one in mail.get_all("X-Envelope-To", []))
    at = datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return Caught(name, at, recipients, str(mail.get("Subject", "")), mail)


def file_of(one: Caught, number: int) -> tuple[str, bytes] | None:
    """Return a file that came with a message: its name and what it holds."""
    parts = list(one.mail.iter_attachments())
    if number >= len(parts):
        return None
    return parts[number].get_filename() or f"{number}", _content(parts[number])


def _content(part: MIMEPart) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else part.as_bytes()


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    if part is None:
        return ""
    return _content(part).decode(part.get_content_charset("utf-8") or "utf-8", errors="replace")
