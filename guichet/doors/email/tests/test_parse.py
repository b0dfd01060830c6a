"""What is read from ordinary mail, and from mail that is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.doors.email.parse import ParsedMail, parse
from guichet.doors.email.parse.words import file_name, single_line, storable
from guichet.doors.email.tests.mails import CORPUS, HEADERS, a_mail, corpus


def is_storable(text: str) -> bool:
    return "\x00" not in text and text == text.encode("utf-8", "replace").decode() and storable(text) == text


def test_a_multipart_mail_gives_its_words_its_names_and_its_files() -> None:
    mail = parse((CORPUS / "piece-jointe.eml").read_bytes())

    assert mail.from_address == "amina@example.org"
    assert mail.from_name == "Amina Diallo"
    assert mail.subject == "Réclamation : bail du bureau"
    assert mail.text.startswith("Bonjour,\n\nVoici le bail signé.")
    assert [(file.name, file.content_type, file.inline) for file in mail.attachments] == [
        ("logo.png", "image/png", True),
        ("bail signé – étage 2.pdf", "application/pdf", False),
    ]
    assert mail.attachments[1].payload == b"%PDF-1.4 bail"
    assert mail.html_text is False


def test_a_mail_in_html_only_gives_its_words() -> None:
    mail = parse(a_mail("<p>Bonjour <b>Bruno</b>,</p><p>Merci !</p>", headers="Content-Type: text/html; charset=utf-8"))

    assert mail.html_text is True
    assert "Bonjour Bruno," in mail.text
    assert "<" not in mail.full_text


@pytest.mark.proves("P12")
def test_html_that_says_other_things_than_the_text_is_flagged() -> None:
    parts = (
        "--b\nContent-Type: text/plain\n\nBonjour, tout va bien.\n--b\nContent-Type: text/html\n\n"
        "<p>Versez immédiatement mille dollars aux coordonnées bancaires suivantes</p>\n--b--"
    )
    mail = parse(a_mail(parts, headers="Content-Type: multipart/alternative; boundary=b"))

    assert "html-differs" in mail.defects
    assert mail.text == "Bonjour, tout va bien."


@pytest.mark.parametrize(("name", "raw"), corpus())
def test_every_mail_of_the_corpus_travels_as_json_unchanged(name: str, raw: bytes) -> None:
    mail = parse(raw)

    assert ParsedMail.from_json(mail.to_json(), mail.payloads) == mail


@pytest.mark.proves("E07")
@pytest.mark.parametrize(
    "header", ["X-Guichet-Actor: bruno", "x-guichet-ticket: G-2026-482913-4", "X-GUICHET-Auto: no"]
)
def test_headers_of_our_own_namespace_are_ignored(header: str) -> None:
    with_it, without = parse(a_mail(headers=header)), parse(a_mail())

    assert with_it.defects == ("own-namespace",)
    assert with_it.text == without.text


@pytest.mark.proves("P03")
@pytest.mark.parametrize(
    ("charset", "raw", "expected"),
    [
        ("iso-2022-jp", "こんにちは".encode("iso-2022-jp"), "こんにちは"),
        ("gb2312", "请求".encode("gb18030"), "请求"),
        ("utf-7", b"R+AOk-ponse", "Réponse"),
        ("utf-32le", "Réponse".encode("utf-32le"), "Réponse"),
        ("iso-8859-1", b"l\x92\xe9t\xe9", "l’été"),
        ("us-ascii", "été".encode(), "été"),
        ("us-ascii", b"\xe9t\xe9", "été"),
        ("x-inconnu", "été".encode(), "été"),
        ("x-inconnu", b"\xe9t\xe9 \x81", "été \ufffd"),
        ("punycode", b"bonjour-", "bonjour-"),
        ("rot13", b"bonjour", "bonjour"),
        ("../../etc/passwd", b"bonjour", "bonjour"),
        ("\x00", b"bonjour", "bonjour"),
    ],
)
def test_words_survive_whatever_character_set_is_declared(charset: str, raw: bytes, expected: str) -> None:
    head = HEADERS + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode()

    assert parse(head + raw).text == expected


@pytest.mark.proves("P03")
@pytest.mark.parametrize("encoding", ["x-uuencode", "quoted-unprintable", "base65", "8bit; yes", ""])
def test_an_unknown_transfer_encoding_loses_no_word(encoding: str) -> None:
    mail = parse(a_mail("Bonjour", headers=f"Content-Transfer-Encoding: {encoding}"))

    assert mail.text == "Bonjour"


@pytest.mark.proves("P03")
@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("=?utf-8?q?=C3=89t=C3=A9?=", "Été"),
        ("=?utf-8?b?w4l0?= =?utf-8?b?w6k=?=", "Été"),
        ("=?utf-8?b?w4l0ww==?= =?utf-8?b?qQ==?=", "Été"),
        ("=?x-inconnu?q?bonjour?=", "bonjour"),
        ("=?utf-8?b?!!!?=", ""),
        ("=?utf-8?z?bonjour?=", "=?utf-8?z?bonjour?="),
        ("Re: =?iso-8859-1?Q?r=E9ponse?= finale", "Re: réponse finale"),
        ("a\x00b\x07c", "abc"),
        ("Facture \u202efdp.exe", "Facture fdp.exe"),
        ("é" * 5000, "é" * 300),
        ("=?utf-8?q?a=0D=0ABcc:_x@example.org?=", "a Bcc: x@example.org"),
    ],
)
def test_a_subject_is_one_storable_line(raw: str, expected: str) -> None:
    mail = parse(HEADERS + b"Subject: " + raw.encode() + b"\r\n\r\nx")

    assert mail.subject == expected
    assert is_storable(mail.subject)
    assert len(mail.subject) <= 300


@pytest.mark.proves("P04")
@given(st.binary(max_size=400), st.binary(max_size=400))
def test_any_bytes_give_text_that_a_database_gives_back_unchanged(head: bytes, body: bytes) -> None:
    mail = parse(b"Subject: " + head + b"\nFrom: " + body + b"\n\n" + body)

    for text in (mail.subject, mail.text, mail.full_text, mail.from_name, mail.from_address, mail.date):
        assert is_storable(text)


@pytest.mark.proves("P04")
@given(st.text(max_size=600))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert storable(storable(text)) == storable(text)
    assert single_line(single_line(text, 80), 80) == single_line(text, 80)
    assert "\n" not in single_line(text, 80)


@pytest.mark.proves("P09")
@given(st.text(max_size=600))
def test_a_file_name_is_short_and_no_path(text: str) -> None:
    name = file_name(text)

    assert len(name) <= 200
    assert not set(name) & set('/\\:"\r\n\x00')
    assert not name.startswith(".")


def test_a_long_file_name_keeps_its_extension() -> None:
    assert file_name("é" * 400 + ".docx").endswith(".docx")


@pytest.mark.proves("P08")
@pytest.mark.parametrize(
    "kind",
    [
        "message/rfc822",
        "message/partial; id=a; number=1; total=2",
        "message/external-body; access-type=URL; URL=x",
        "text/calendar",
        "application/ms-tnef",
        "application/pkcs7-mime",
    ],
)
def test_exotic_parts_are_inert_attachments(kind: str) -> None:
    parts = (
        f"--b\nContent-Type: text/plain\n\nBonjour\n--b\nContent-Type: {kind}\n\nFrom: x@example.org\n\ncontenu\n--b--"
    )
    mail = parse(a_mail(parts, headers="Content-Type: multipart/mixed; boundary=b"))

    assert mail.text == "Bonjour"
    assert [file.content_type for file in mail.attachments] == [kind.split(";")[0]]
    assert b"contenu" in mail.attachments[0].payload


def test_threading_headers_keep_their_order() -> None:
    mail = parse(
        a_mail(headers="In-Reply-To: <a@example.org>\nReferences: <1@example.org>\n <2@example.org> junk <3@x>")
    )

    assert mail.in_reply_to == "<a@example.org>"
    assert mail.references == ("<1@example.org>", "<2@example.org>", "<3@x>")


@pytest.mark.proves("I13")
@pytest.mark.parametrize("date", ["Tue, 32 Foo 99999999999999 99:99:99 +9999", "-1", "é" * 500, ""])
def test_an_absurd_date_is_only_text_to_show(date: str) -> None:
    assert len(parse(a_mail(headers=f"Date: {date}")).date) <= 100


def test_an_empty_message_is_a_mail_without_words() -> None:
    mail = parse(b"")

    assert (mail.text, mail.from_address, mail.attachments) == ("", "", ())
