"""The words and the files of a message, found in its tree of parts."""

import re
from dataclasses import dataclass, field

from inscriptis import get_text

from guichet.doors.email.parse.headers import decoded, parameters
from guichet.doors.email.parse.mime import Message, Part
from guichet.doors.email.parse.shape import Attachment
from guichet.doors.email.parse.words import PARSER_FAULTS, decode, file_name, storable

MAX_TEXT = 500_000
MAX_HTML = 512 * 1024

_TAGS = re.compile(r"<[^<>]*>")
_WORDS = re.compile(r"\w{4,40}")
_EXTENSIONS = {"message/rfc822": "eml", "text/calendar": "ics", "text/html": "html", "text/plain": "txt"}


@dataclass(slots=True)
class Body:
    """What a message says and carries."""

    text: str = ""
    from_html: bool = False
    report_type: str = ""
    attachments: list[Attachment] = field(default_factory=list)


def read(message: Message) -> Body:
    """Gather the text, in the sender's own plain version when there is one, and the attachments."""
    body = Body(report_type=_report_type(message.root))
    plain, html = _texts(message, message.root, body)
    if html and plain.strip() and _says_other_things(plain, html):
        message.defects.add("html-differs")
    body.from_html = bool(html.strip()) and not plain.strip()
    text = storable(html if body.from_html else plain)
    if len(text) > MAX_TEXT:
        message.defects.add("text-too-long")
    body.text = text[:MAX_TEXT].strip("\n")
    return body


def _report_type(root: Part) -> str:
    return root.params.get("report-type", "").lower() if root.content_type == "multipart/report" else ""


def _texts(message: Message, part: Part, body: Body) -> tuple[str, str]:
    """The plain text and the text of the HTML below a part; files are put aside on the way."""
    if part.children:
        pairs = [_texts(message, child, body) for child in part.children]
        return _joined(pairs, alternative=part.content_type == "multipart/alternative")
    if _is_file(part):
        body.attachments.append(_attachment(message, part))
        return "", ""
    text = _text_of(message, part)
    return ("", _html_words(message, text)) if part.content_type == "text/html" else (text, "")


def _joined(pairs: list[tuple[str, str]], *, alternative: bool) -> tuple[str, str]:
    plain = "\n\n".join(text for text, _ in pairs if text.strip())
    html = "\n\n".join(text for _, text in pairs if text.strip())
    if alternative or not (plain and html):
        return plain, html
    # Text and HTML one after the other are two pieces of one letter: neither may be lost.
    return "\n\n".join(text or words for text, words in pairs if (text or words).strip()), ""


def _is_file(part: Part) -> bool:
    if part.content_type not in ("text/plain", "text/html"):
        return True
    return _disposition(part) == "attachment" or bool(_declared_name(part))


def _disposition(part: Part) -> str:
    return part.headers.first("content-disposition").split(";", 1)[0].strip().lower()


def _declared_name(part: Part) -> str:
    return parameters(part.headers.first("content-disposition")).get("filename") or part.params.get("name", "")


def _attachment(message: Message, part: Part) -> Attachment:
    payload = message.content(part)
    content_id = part.headers.first("content-id").strip("<> \t")
    return Attachment(
        name=_name(part),
        content_type=part.content_type,
        size=len(payload),
        inline=_disposition(part) == "inline" or (bool(content_id) and _disposition(part) != "attachment"),
        content_id=file_name(content_id),
        payload=payload,
    )


def _name(part: Part) -> str:
    if declared := file_name(decoded(_declared_name(part))):
        return declared
    if part.content_type == "message/rfc822":
        return "message.eml"
    return f"piece.{_EXTENSIONS.get(part.content_type, 'bin')}"


def _text_of(message: Message, part: Part) -> str:
    text, as_declared = decode(message.content(part)[: MAX_TEXT * 4], part.params.get("charset", ""))
    if not as_declared:
        message.defects.add("charset")
    return text


def _html_words(message: Message, html: str) -> str:
    if len(html) > MAX_HTML:
        message.defects.add("text-too-long")
    short = storable(html[:MAX_HTML])
    if not short.strip():
        return ""
    try:
        return str(get_text(short))
    # A page made to exhaust the reader still has words: they are kept without their layout.
    except (*PARSER_FAULTS, MemoryError):
        message.defects.add("html-broken")
        return _TAGS.sub(" ", short)


def _says_other_things(plain: str, html: str) -> bool:
    """Tell whether most words of the HTML are absent from the plain text (P12)."""
    shown = set(_WORDS.findall(html[:MAX_TEXT].lower()))
    written = set(_WORDS.findall(plain[:MAX_TEXT].lower()))
    return len(shown) > 5 and len(shown & written) * 2 < len(shown)
