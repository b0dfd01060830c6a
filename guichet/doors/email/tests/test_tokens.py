"""A reply address is believed only when we wrote it, for that recipient of that message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.doors.email.tokens import MAX_REFERENCE, CannotSign, ReplyReference, reply_address, verify

KEY, OLD, OTHER = b"k" * 32, b"o" * 32, b"x" * 32
BASE = "guichet@example.org"
references = st.integers(min_value=0, max_value=2**32)


@pytest.mark.proves("E02")
@given(references, references)
def test_what_was_signed_is_read_back(message: int, recipient: int) -> None:
    address = reply_address(BASE, message, recipient, KEY)

    assert verify(address, [KEY]) == ReplyReference(message, recipient)
    assert len(address.partition("@")[0]) <= 64


@pytest.mark.proves("E02")
@given(references, references, st.data())
def test_any_bit_flipped_is_refused(message: int, recipient: int, data: st.DataObject) -> None:
    address = reply_address(BASE, message, recipient, KEY)
    place = data.draw(st.integers(0, len(address) * 7 - 1))
    raw = bytearray(address.encode())
    raw[place // 7] ^= 1 << (place % 7)
    changed = raw.decode("latin-1")

    if changed.lower() != address:
        assert verify(changed, [KEY]) is None


@pytest.mark.proves("E02")
def test_capitals_change_nothing() -> None:
    assert verify(reply_address(BASE, 5, 7, KEY).upper(), [KEY]) == ReplyReference(5, 7)


@pytest.mark.proves("E01", "E02")
def test_an_older_key_is_believed_as_long_as_it_is_listed() -> None:
    address = reply_address(BASE, 5, 7, OLD)

    assert verify(address, [KEY, OLD]) == ReplyReference(5, 7)
    assert verify(address, [KEY]) is None
    assert verify(address, []) is None


GOOD = reply_address(BASE, 5, 7, KEY)
LOCAL, DOMAIN = GOOD.split("@")
_, VERSION, PAYLOAD, MAC = LOCAL.split(".")


@pytest.mark.proves("E01", "E02")
@pytest.mark.parametrize(
    "address",
    [
        BASE,
        "guichet+5@example.org",
        f"guichet+r.{PAYLOAD}@{DOMAIN}",
        f"guichet+r.{PAYLOAD}.{MAC}@{DOMAIN}",
        f"guichet+r.v0.{PAYLOAD}.{MAC}@{DOMAIN}",
        f"guichet+r.v2.{PAYLOAD}.{MAC}@{DOMAIN}",
        f"guichet+r.v1.{PAYLOAD}.@{DOMAIN}",
        f"guichet+r.v1.{PAYLOAD}.{MAC[:13]}@{DOMAIN}",
        f"guichet+r.v1.{PAYLOAD}.{MAC[:-1]}@{DOMAIN}",
        f"guichet+r.v1.{PAYLOAD}.{MAC}a@{DOMAIN}",
        f"guichet+r.v1.{PAYLOAD}a.{MAC}@{DOMAIN}",
        f"guichet+r.v1..{MAC}@{DOMAIN}",
        f"guichet+r.v1.{MAC}.{PAYLOAD}@{DOMAIN}",
        f"{LOCAL}@rival.example",
        f"autre+r.v1.{PAYLOAD}.{MAC}@{DOMAIN}",
        f"{LOCAL}@{DOMAIN}.evil.example",
        f"{LOCAL}@{DOMAIN}@evil.example",
        f"{LOCAL}==@{DOMAIN}",
        reply_address(BASE, 5, 7, OTHER),
        reply_address("bureau@example.org", 5, 7, KEY).replace("bureau", "guichet"),
        f"guichet+r.v1.{reply_address(BASE, 6, 7, KEY).split('.')[2]}.{MAC}@{DOMAIN}",
        f"guichet+r.v1.{reply_address(BASE, 5, 8, KEY).split('.')[2]}.{MAC}@{DOMAIN}",
    ],
)
def test_a_forged_address_is_refused(address: str) -> None:
    assert verify(address, [KEY]) is None


@pytest.mark.proves("E02")
@given(st.text(max_size=120))
def test_no_text_is_believed_by_chance(text: str) -> None:
    assert verify(text, [KEY]) is None


@pytest.mark.parametrize(
    ("base", "message", "key"),
    [
        ("guichet", 1, KEY),
        ("@example.org", 1, KEY),
        (BASE, -1, KEY),
        (BASE, MAX_REFERENCE + 1, KEY),
        (BASE, 1, b"short"),
        ("g" * 60 + "@example.org", 1, KEY),
    ],
)
def test_what_cannot_be_signed_is_said(base: str, message: int, key: bytes) -> None:
    with pytest.raises(CannotSign):
        reply_address(base, message, 1, key)
