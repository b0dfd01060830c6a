"""Numbers and codes that people read aloud: drawn, checked, forgiving."""

import hashlib
import hmac
import random
import re
import secrets
from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Crockford's alphabet in lower case: no i, l, o, u, so that a code survives the telephone.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOKALIKES = str.maketrans("oil", "011")
_NUMBER = re.compile(r"^\s*(?:G[\s-]*)?(\d{4})[\s-]*(\d{6})[\s-]*(\d)\s*$", re.IGNORECASE)


# What numbers are drawn from: the system's own source, except while the demonstration is being made.
_source: ContextVar[random.Random | None] = ContextVar("guichet_numbers", default=None)


@contextmanager
def drawn_from(source: random.Random) -> Iterator[None]:
    """Draw numbers from a seeded source, so that the demonstration is the same every time; codes are never drawn so."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def luhn_digit(digits: str) -> int:
    """Return the check digit that makes `digits` followed by it pass the Luhn test (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def draw_number(year: int) -> str:
    """Draw a ticket number such as `G-2026-482913-4`: the digits tell nothing about how many others there are."""
    seeded = _source.get()
    digits = f"{seeded.randrange(1_000_000) if seeded else secrets.randbelow(1_000_000):06d}"
    return f"G-{year}-{digits}-{luhn_digit(f'{year}{digits}')}"


def parse_number(text: str) -> str | None:
    """Return the canonical number that `text` spells, or None when it is malformed or its check digit is wrong."""
    found = _NUMBER.match(text)
    if not found:
        return None
    year, digits, check = found.groups()
    if int(check) != luhn_digit(year + digits):
        return None
    return f"G-{year}-{digits}-{check}"


def access_code(number: str, version: int, key: bytes) -> str:
    """Derive the eight-character code that opens one ticket; nothing is stored. 40 bits, five tries, then a wait."""
    digest = hmac.new(key, f"access|{number}|{version}".encode(), hashlib.sha256).digest()
    return "".join(_ALPHABET[byte % 32] for byte in digest[:8])


def draw_code() -> str:
    """Draw a code of twelve characters that survives the telephone: 60 bits."""
    return "".join(secrets.choice(_ALPHABET) for _place in range(12))


def plain_code(text: str) -> str:
    """Return a code as it was drawn, however it was copied: case, spaces, dashes, letters that look like digits."""
    return "".join(text.lower().translate(_LOOKALIKES).split()).replace("-", "")


def same_code(given: str, expected: str) -> bool:
    """Compare two codes in constant time, forgiving case, spaces, dashes and the letters that look like digits."""
    return hmac.compare_digest(plain_code(given).encode(), expected.encode())


def random_token(size: int = 16) -> str:
    """Return a random lower-case base32 token of `size` bytes (128 bits unless told)."""
    return b32encode(secrets.token_bytes(size)).decode().rstrip("=").lower()
