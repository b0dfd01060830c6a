"""Reply addresses that prove, when mail comes back to them, which recipient of which message is answering."""

import hashlib
import hmac
import re
from base64 import b32decode, b32encode
from collections.abc import Sequence
from dataclasses import dataclass

VERSION = "v1"
MAX_LOCAL_PART = 64
MAX_REFERENCE = 2**56 - 1
MIN_KEY = 16
_MAC_BYTES = 16

_ADDRESS = re.compile(r"([^@\s]+?)\+r\.([a-z0-9]+)\.([a-z2-7]+)\.([a-z2-7]+)@([a-z0-9.-]+)")


class CannotSign(ValueError):
    """The base address, the references or the key do not make a signed address."""


@dataclass(frozen=True, slots=True)
class ReplyReference:
    """Which message is answered, and as which recipient."""

    message: int
    recipient: int


def reply_address(base: str, message_ref: int, recipient_ref: int, key: bytes) -> str:
    """Write the address that only this recipient of this message was given."""
    local, at, domain = base.lower().rpartition("@")
    if not at or not local or not domain or len(key) < MIN_KEY:
        raise CannotSign(base)
    payload = _payload(message_ref, recipient_ref)
    signed = f"{local}+r.{VERSION}.{_text(payload)}.{_text(_mac(key, local, domain, payload))}"
    if len(signed) > MAX_LOCAL_PART:
        raise CannotSign(f"{signed} passes the {MAX_LOCAL_PART} characters of a local part")
    return f"{signed}@{domain}"


def verify(address: str, keys: Sequence[bytes]) -> ReplyReference | None:
    """Read a signed address back, by any of the keys still in use; None when it was not written by us."""
    match = _ADDRESS.fullmatch(address.strip().lower())
    if match is None or match[2] != VERSION:
        return None
    payload, given = _raw(match[3]), _raw(match[4])
    # Every key is tried even after one matches, so that the time says nothing of which one it was.
    expected = [_mac(key, match[1], match[5], payload) for key in keys if len(key) >= MIN_KEY]
    matches = [hmac.compare_digest(mac, given) for mac in expected]
    return _reference(payload) if any(matches) else None


def _payload(message_ref: int, recipient_ref: int) -> bytes:
    if not (0 <= message_ref <= MAX_REFERENCE and 0 <= recipient_ref <= MAX_REFERENCE):
        raise CannotSign(f"{message_ref}, {recipient_ref}")
    message = _bytes(message_ref)
    return bytes([len(message)]) + message + _bytes(recipient_ref)


def _reference(payload: bytes) -> ReplyReference | None:
    length = payload[0] if payload else 0
    message, recipient = payload[1 : 1 + length], payload[1 + length :]
    if not message or not recipient:
        return None
    return ReplyReference(int.from_bytes(message, "big"), int.from_bytes(recipient, "big"))


def _bytes(number: int) -> bytes:
    return number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")


def _mac(key: bytes, local: str, domain: str, payload: bytes) -> bytes:
    # The desk's own address is signed too: a token of one mailbox says nothing to another.
    told = b"\0".join([b"guichet reply address", VERSION.encode(), local.encode(), domain.encode(), payload])
    return hmac.new(key, told, hashlib.sha256).digest()[:_MAC_BYTES]


def _text(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=").lower()


def _raw(text: str) -> bytes:
    """Decode base32 only when it is written in its one canonical form."""
    try:
        raw = b32decode(text.upper() + "=" * (-len(text) % 8))
    except ValueError:
        return b""
    return raw if _text(raw) == text else b""
