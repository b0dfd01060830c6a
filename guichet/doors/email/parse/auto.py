"""Whether a machine wrote the message: RFC 3834 and the habits of those who ignore it."""

import re

from guichet.doors.email.parse.headers import Headers, decoded
from guichet.doors.email.parse.words import single_line

REPLIED, GENERATED, BULK = "auto-replied", "auto-generated", "bulk"

_LISTS = ("list-id", "list-unsubscribe", "list-post", "list-help", "list-subscribe", "list-owner", "feedback-id")
_RESPONDERS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply")
_AWAY = re.compile(
    r"(?:réponse automatique|réponse d['’]absence|avis d['’]absence|message d['’]absence|notification d['’]absence"
    r"|absente? du bureau|absence du bureau|hors du bureau|en vacances|automatic reply|auto[- ]?reply|auto[- ]?response"
    r"|autoreply|out of (?:the )?office|away from (?:my|the) (?:office|desk)|vacation (?:reply|message|response)"
    r"|auto ?:|read:|lu ?:)",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|ne[-_.]?pas[-_.]?r[eé]pondre"
    r"|bounces?|daemon|root|nobody)(?:[+=-].*)?",
    re.IGNORECASE,
)


def kind(headers: Headers, from_address: str, report_type: str, *, bounce: bool) -> str:
    """Say which kind of automatic mail this is, or nothing for words written by a person."""
    if bounce:
        return GENERATED
    if _is_reply(headers, report_type):
        return REPLIED
    if _is_bulk(headers):
        return BULK
    return GENERATED if _is_generated(headers, from_address, report_type) else ""


def null_return_path(headers: Headers) -> bool:
    """Tell whether the envelope sender was empty, as it is for reports and automatic replies."""
    return headers.has("return-path") and headers.first("return-path").strip() in ("", "<>")


def _is_reply(headers: Headers, report_type: str) -> bool:
    submitted = _word(headers, "auto-submitted")
    if submitted.startswith(("auto-replied", "auto_replied", "auto-notified")):
        return True
    if report_type == "disposition-notification" or _word(headers, "precedence") == "auto_reply":
        return True
    if any(_word(headers, name) not in ("", "no") for name in _RESPONDERS):
        return True
    return bool(_AWAY.match(single_line(decoded(headers.first("subject")), 100)))


def _is_bulk(headers: Headers) -> bool:
    return _word(headers, "precedence") in ("bulk", "junk", "list") or headers.has(*_LISTS)


def _is_generated(headers: Headers, from_address: str, report_type: str) -> bool:
    if _word(headers, "auto-submitted") not in ("", "no") or report_type or null_return_path(headers):
        return True
    if _word(headers, "x-auto-response-suppress") not in ("", "none"):
        return True
    return bool(_MACHINE.fullmatch(from_address.rpartition("@")[0]))


def _word(headers: Headers, name: str) -> str:
    return headers.first(name).split(";")[0].split("(")[0].strip().lower()
