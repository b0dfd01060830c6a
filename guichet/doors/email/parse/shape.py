"""What a parsed e-mail is: frozen facts that travel as JSON, the attachments' bytes beside them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the message; `name` is safe to show, never to use as a path."""

    name: str
    content_type: str
    size: int
    inline: bool = False
    content_id: str = ""
    payload: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says about a message of ours."""

    original_message_id: str
    recipients: tuple[str, ...]
    status: str
    action: str
    diagnostic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """One e-mail, read; every string is storable text."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    from_address: str = ""
    from_name: str = ""
    reply_to: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    full_text: str = ""
    html_text: bool = False
    attachments: tuple[Attachment, ...] = ()
    auto: str = ""
    bounce: Bounce | None = None
    languages: str = ""
    date: str = ""
    authentication: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    unparsed: bool = False

    @property
    def payloads(self) -> tuple[bytes, ...]:
        """The attachments' bytes, in the order of `attachments`."""
        return tuple(attachment.payload for attachment in self.attachments)

    def to_json(self) -> str:
        """Write everything but the attachments' bytes."""
        # The bytes are taken out before asdict, which would copy them one by one.
        lighter = replace(self, attachments=tuple(replace(each, payload=b"") for each in self.attachments))
        facts = asdict(lighter)
        for attachment in facts["attachments"]:
            del attachment["payload"]
        return json.dumps(facts, ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str, payloads: Sequence[bytes] = ()) -> "ParsedMail":
        """Read back what `to_json` wrote; `payloads` gives the attachments their bytes again."""
        facts: dict[str, Any] = json.loads(text)
        attachments = facts.pop("attachments")
        bounce = facts.pop("bounce")
        # JSON knows lists only, and a frozen fact holds tuples.
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()
        }
        blobs = list(payloads) or [b""] * len(attachments)
        files = tuple(Attachment(**each, payload=blob) for each, blob in zip(attachments, blobs, strict=True))
        return cls(attachments=files, bounce=_bounce(bounce), **plain)


def _bounce(facts: dict[str, Any] | None) -> Bounce | None:
    if facts is None:
        return None
    return Bounce(**{**facts, "recipients": tuple(facts["recipients"])})
