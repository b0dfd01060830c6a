"""The mail we write says what it should, and nothing a field holds can add to its headers."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.doors.email.compose import CannotCompose, Outgoing, OutgoingFile, compose
from guichet.doors.email.parse import parse
from guichet.doors.email.parse.words import file_name, single_line, storable

LETTER = Outgoing(
    from_name="Léa Comeau, Guichet de l’Assemblée",
    from_address="guichet@example.org",
    to_name="Mireille Thibodeau",
    to_address="mireille@example.org",
    reply_to="guichet+r.v1.aecqo.ykiqf5mhtddqyqrq5bq2glaxsy@example.org",
    subject="G-2026-482913-4",
    message_id="<envoi-1@guichet.example.org>",
    date=datetime(2026, 1, 6, 9, 12, tzinfo=UTC),
    text="Bonjour Mme Thibodeau,\n\nVotre demande est reçue.\n",
    html="<p>Bonjour Mme Thibodeau,</p><p>Votre demande est reçue.</p>",
    language="fr-CA",
)
EXPECTED = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Content-Language",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
]


def header_names(raw: bytes) -> list[str]:
    block = raw.split(b"\r\n\r\n", 1)[0]
    return [line.split(b":", 1)[0].decode() for line in block.split(b"\r\n") if not line.startswith((b" ", b"\t"))]


def test_a_letter_reads_back_as_it_was_written() -> None:
    mail = parse(compose(LETTER))

    assert mail.from_name == "Léa Comeau, Guichet de l’Assemblée"
    assert (mail.from_address, mail.to) == ("guichet@example.org", ("mireille@example.org",))
    assert mail.reply_to == LETTER.reply_to
    assert (mail.subject, mail.message_id) == (LETTER.subject, LETTER.message_id)
    assert mail.full_text == "Bonjour Mme Thibodeau,\n\nVotre demande est reçue."
    assert (mail.languages, mail.auto, mail.defects) == ("fr-CA", "", ())
    assert header_names(compose(LETTER)) == EXPECTED


def test_the_standard_library_reads_the_same() -> None:
    message = message_from_bytes(compose(LETTER), policy=policy.default)

    assert message["From"].addresses[0].display_name == LETTER.from_name
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_the_same_letter_is_written_the_same_way_twice() -> None:
    with_file = replace(LETTER, files=(OutgoingFile("bail.pdf", "application/pdf", b"%PDF"),))

    assert compose(with_file) == compose(with_file)
    assert compose(with_file) != compose(LETTER)


@pytest.mark.proves("O01")
@pytest.mark.parametrize("kind", ["auto-replied", "auto-generated"])
def test_an_automatic_letter_says_so(kind: str) -> None:
    raw = compose(replace(LETTER, automatic=kind))

    assert parse(raw).auto == kind
    assert b"X-Auto-Response-Suppress: All\r\n" in raw


def test_a_thread_is_followed() -> None:
    mail = parse(compose(replace(LETTER, in_reply_to="<2@x.example>", references=("<1@x.example>", "<2@x.example>"))))

    assert (mail.in_reply_to, mail.references) == ("<2@x.example>", ("<1@x.example>", "<2@x.example>"))


def test_files_travel_with_their_names() -> None:
    files = (
        OutgoingFile("reçu, « final ».pdf", "application/pdf", b"%PDF"),
        OutgoingFile("a.eml", "message/rfc822", b"x\0"),
    )
    mail = parse(compose(replace(LETTER, files=files)))

    assert [(file.name, file.content_type, file.payload) for file in mail.attachments] == [
        ("reçu, « final ».pdf", "application/pdf", b"%PDF"),
        ("a.eml", "application/octet-stream", b"x\0"),
    ]


@pytest.mark.proves("P09")
@pytest.mark.parametrize("field", ["from_address", "to_address", "reply_to", "message_id", "in_reply_to"])
@pytest.mark.parametrize(
    "value",
    [
        "a@example.org\r\nBcc: x@example.org",
        "<a@example.org>\nBcc: x",
        "a@example.org, b@example.org",
        "a b@example.org",
        "a@example.org\x00",
        "é@example.org",
        "<a@b> <c@d>",
        " a@example.org",
    ],
)
def test_an_address_or_identifier_that_holds_more_is_refused(field: str, value: str) -> None:
    with pytest.raises(CannotCompose):
        compose(replace(LETTER, **cast(Any, {field: value})))


wild = st.text(st.one_of(st.characters(), st.sampled_from('\r\n\x00\t,;:"\\<>@=?()_ éü’')), max_size=200)


@pytest.mark.proves("P09")
@given(wild, wild, wild, wild, wild)
def test_no_field_can_add_or_change_a_header(
    from_name: str, to_name: str, subject: str, name: str, language: str
) -> None:
    files = (OutgoingFile(name, name, b"contenu"),)
    raw = compose(
        replace(LETTER, from_name=from_name, to_name=to_name, subject=subject, language=language, files=files)
    )
    mail = parse(raw)

    assert [each for each in header_names(raw) if each != "Content-Language"] == [
        each for each in EXPECTED if each != "Content-Language"
    ]
    assert re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", raw) is None
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert (mail.from_address, mail.to) == (LETTER.from_address, (LETTER.to_address,))
    assert mail.from_name == single_line(from_name, 150)
    assert mail.subject == single_line(subject, 300)
    assert mail.attachments[0].name == (file_name(file_name(name)) or "piece.bin")


@pytest.mark.proves("P09")
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_words_read_back_as_their_storable_form(text: str, html: str) -> None:
    mail = parse(compose(replace(LETTER, text=text, html=html)))

    if storable(text).strip():
        assert mail.full_text == storable(text).strip("\n")
