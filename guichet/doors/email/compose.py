"""Write the mail we send: pure, same input same bytes, and no line end in a header whatever the fields hold."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from guichet.doors.email.parse.addresses import message_ids, single_address
from guichet.doors.email.parse.words import file_name, single_line, storable

MAX_REFERENCES = 20
MAX_SUBJECT = 300
MAX_NAME = 150
AUTOMATIC = ("", "auto-replied", "auto-generated")

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_CONTENT_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")
# A number of ours stays readable in the source of the mail.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,59}")
_WORD_BYTES = 45


class CannotCompose(ValueError):
    """An address or an identifier cannot be written in a header."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to send."""

    name: str
    content_type: str
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one recipient; `automatic` is what Auto-Submitted will say, nothing for a person's words."""

    from_name: str
    from_address: str
    to_address: str
    subject: str
    message_id: str
    date: datetime
    text: str
    html: str = ""
    to_name: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = ""
    automatic: str = ""
    files: tuple[OutgoingFile, ...] = ()


def compose(outgoing: Outgoing) -> bytes:
    """Write the message as RFC 5322 bytes with CRLF line ends."""
    # The library unquotes a long display name when it folds it, so that a comma inside becomes a second
    # recipient: the headers that carry words or addresses are written here, it writes the content only.
    headers = [*_envelope(outgoing), *_thread(outgoing), *_automatic(outgoing)]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return lines.encode("ascii") + _content(outgoing).as_bytes()


def _envelope(outgoing: Outgoing) -> Iterator[tuple[str, str]]:
    yield "From", _mailbox(outgoing.from_name, outgoing.from_address)
    yield "To", _mailbox(outgoing.to_name, outgoing.to_address)
    if outgoing.reply_to:
        yield "Reply-To", _mailbox("", outgoing.reply_to)
    yield "Subject", _encoded(single_line(outgoing.subject, MAX_SUBJECT))
    yield "Date", format_datetime(outgoing.date)
    if _LANGUAGE.fullmatch(outgoing.language):
        yield "Content-Language", outgoing.language


def _thread(outgoing: Outgoing) -> Iterator[tuple[str, str]]:
    yield "Message-ID", _identifier(outgoing.message_id)
    if outgoing.in_reply_to:
        yield "In-Reply-To", _identifier(outgoing.in_reply_to)
    if outgoing.references:
        yield "References", "\r\n ".join(_identifier(each) for each in outgoing.references[-MAX_REFERENCES:])


def _automatic(outgoing: Outgoing) -> Iterator[tuple[str, str]]:
    if outgoing.automatic not in AUTOMATIC:
        raise CannotCompose(outgoing.automatic)
    if outgoing.automatic:
        yield "Auto-Submitted", outgoing.automatic
        yield "X-Auto-Response-Suppress", "All"


def _content(outgoing: Outgoing) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message.set_content(storable(outgoing.text), cte="quoted-printable")
    if outgoing.html:
        message.add_alternative(storable(outgoing.html), subtype="html", cte="quoted-printable")
    for file in outgoing.files:
        declared = file.content_type.lower()
        kind = declared if _CONTENT_TYPE.fullmatch(declared) else "application/octet-stream"
        main, _, sub = kind.partition("/")
        # A message or a multipart as bytes would be read again as structure: it travels as a plain file.
        if main in ("message", "multipart"):
            main, sub = "application", "octet-stream"
        message.add_attachment(file.payload, maintype=main, subtype=sub, filename=file_name(file.name) or "piece.bin")
    _fix_boundaries(message, outgoing)
    return message


def _fix_boundaries(message: EmailMessage, outgoing: Outgoing) -> None:
    """Derive the boundaries from the content, so that a message written twice is the same."""
    digest = hashlib.sha256()
    for piece in (outgoing.message_id.encode("utf-8", "replace"), outgoing.text.encode("utf-8", "replace")):
        digest.update(hashlib.sha256(piece).digest())
    for file in outgoing.files:
        digest.update(hashlib.sha256(file.payload).digest())
    multiparts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{digest.hexdigest()[:40]}_{number}")


def _mailbox(name: str, address: str) -> str:
    if single_address(address) == "" or address != address.strip():
        raise CannotCompose(f"{address!r} is not one plain address")
    shown = single_line(name, MAX_NAME)
    return f"{_encoded(shown)}\r\n <{address}>" if shown else f"<{address}>"


def _encoded(text: str) -> str:
    """Write words so that nothing in them can mean anything to a header."""
    return text if _PLAIN.fullmatch(text) else "\r\n ".join(_encoded_words(text))


def _encoded_words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        # 45 bytes make 60 characters of base64, and a word may not pass 75 with its marks.
        if len((word + character).encode()) > _WORD_BYTES:
            yield _encoded_word(word)
            word = ""
        word += character
    yield _encoded_word(word)


def _encoded_word(word: str) -> str:
    return f"=?utf-8?b?{b64encode(word.encode()).decode('ascii')}?="


def _identifier(text: str) -> str:
    found = message_ids(text)
    if len(found) != 1 or text not in (found[0], found[0][1:-1]):
        raise CannotCompose(f"{text[:80]!r} is not one message identifier")
    return found[0]
