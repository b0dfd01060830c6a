"""Turn the bytes of one e-mail into plain facts: pure, without Django, meant to run in the sandbox."""

from typing import Any

from guichet.doors.email.parse import auto, body, bounces
from guichet.doors.email.parse.addresses import addresses, message_ids, sender, single_address
from guichet.doors.email.parse.body import Body
from guichet.doors.email.parse.headers import Headers, decoded
from guichet.doors.email.parse.mime import Message, read_message
from guichet.doors.email.parse.quotes import new_words
from guichet.doors.email.parse.shape import Attachment, Bounce, ParsedMail
from guichet.doors.email.parse.words import single_line

__all__ = ["Attachment", "Bounce", "ParsedMail", "parse"]

MAX_SUBJECT = 300
DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to")


def parse(raw: bytes) -> ParsedMail:
    """Read one raw message and say everything the window needs to know of it."""
    message = read_message(raw)
    found = body.read(message)
    headers = message.root.headers
    from_address, from_name = sender(headers, message.defects)
    bounce = bounces.read(message, found.text)
    return ParsedMail(
        from_address=from_address,
        from_name=from_name,
        auto=auto.kind(headers, from_address, found.report_type, bounce=bounce is not None),
        bounce=bounce,
        **_addressing(headers),
        **_threading(headers),
        **_words(headers, found),
        **_labels(headers, message),
    )


def _addressing(headers: Headers) -> dict[str, Any]:
    delivered = tuple(address for name in DELIVERED_TO for address in addresses(headers.every(name)))
    return {
        "reply_to": single_address(headers.first("reply-to")),
        "to": addresses(headers.every("to")),
        "cc": addresses(headers.every("cc")),
        "delivered_to": tuple(dict.fromkeys(delivered)),
    }


def _threading(headers: Headers) -> dict[str, Any]:
    return {
        "message_id": next(iter(message_ids(headers.first("message-id"))), ""),
        "in_reply_to": next(iter(message_ids(headers.first("in-reply-to"))), ""),
        "references": message_ids(headers.first("references")),
    }


def _words(headers: Headers, found: Body) -> dict[str, Any]:
    return {
        "subject": single_line(decoded(headers.first("subject")), MAX_SUBJECT),
        "text": new_words(found.text),
        "full_text": found.text,
        "html_text": found.from_html,
        "attachments": tuple(found.attachments),
    }


def _labels(headers: Headers, message: Message) -> dict[str, Any]:
    languages = headers.first("content-language") or headers.first("accept-language")
    return {
        "languages": single_line(languages, 100),
        "date": single_line(headers.first("date"), 100),
        "authentication": tuple(single_line(v, 2000) for v in headers.every("authentication-results")[:10]),
        "defects": tuple(sorted(message.defects)),
        "unparsed": message.unparsed,
    }
