"""Mail written by machines is told from mail written by people, with and without the headers of RFC 3834."""

import pytest

from guichet.doors.email.parse import parse
from guichet.doors.email.tests.mails import CORPUS, a_mail

PROFILES = [
    ("Auto-Submitted: auto-replied", "auto-replied"),
    ("Auto-Submitted: auto-replied (vacation)", "auto-replied"),
    ("Auto-Submitted: AUTO-REPLIED; owner=x", "auto-replied"),
    ("Auto-Submitted: auto-generated", "auto-generated"),
    ("Auto-Submitted: yes", "auto-generated"),
    ("X-Autoreply: yes", "auto-replied"),
    ("X-Autorespond: Absence", "auto-replied"),
    ("X-Auto-Reply: yes", "auto-replied"),
    ("Precedence: auto_reply", "auto-replied"),
    ("Precedence: bulk", "bulk"),
    ("Precedence: junk", "bulk"),
    ("Precedence: LIST", "bulk"),
    ("List-Id: <liste.example.org>", "bulk"),
    ("List-Unsubscribe: <mailto:u@example.org>", "bulk"),
    ("X-Auto-Response-Suppress: All", "auto-generated"),
    ("X-Auto-Response-Suppress: DR, OOF, AutoReply", "auto-generated"),
    ("Return-Path: <>", "auto-generated"),
    ("Subject: Réponse automatique : votre message", "auto-replied"),
    ("Subject: =?utf-8?q?R=C3=A9ponse_automatique=C2=A0=3A_G-2026?=", "auto-replied"),
    ("Subject: =?iso-8859-1?Q?R=E9ponse_d=92absence?=", "auto-replied"),
    ("Subject: Absence du bureau", "auto-replied"),
    ("Subject: Absente du bureau jusqu’au 12", "auto-replied"),
    ("Subject: Automatic reply: G-2026-482913-4", "auto-replied"),
    ("Subject: Out of Office: away until Monday", "auto-replied"),
    ("Subject: AutoReply: hello", "auto-replied"),
    ("Subject: Lu : votre demande", "auto-replied"),
]
PEOPLE = [
    "Auto-Submitted: no",
    "Precedence: first-class",
    "X-Auto-Response-Suppress: None",
    "Return-Path: <amina@example.org>",
    "Subject: Re: Réponse automatique",
    "Subject: Je serai absente du bureau lundi",
    "Subject: Auto accidentée",
    "Subject: Lumière brisée",
]


def with_headers(headers: str) -> bytes:
    raw = a_mail(headers=headers)
    return raw.replace(b"Subject: Une question\r\n", b"") if headers.startswith("Subject") else raw


@pytest.mark.proves("O01")
@pytest.mark.parametrize(("headers", "kind"), PROFILES)
def test_automatic_mail_is_recognised(headers: str, kind: str) -> None:
    assert parse(with_headers(headers)).auto == kind


@pytest.mark.proves("O01")
@pytest.mark.parametrize("headers", PEOPLE)
def test_mail_of_a_person_is_not_taken_for_a_machine(headers: str) -> None:
    assert parse(with_headers(headers)).auto == ""


@pytest.mark.proves("O01")
@pytest.mark.parametrize(
    "sender",
    ["MAILER-DAEMON@example.org", "no-reply@example.org", "ne-pas-repondre@example.org", "noreply+1@example.org",
     "Postmaster@example.org"],
)  # fmt: skip
def test_an_address_nobody_reads_is_a_machine(sender: str) -> None:
    assert parse(a_mail(sender=sender)).auto == "auto-generated"


@pytest.mark.proves("O01")
def test_a_read_receipt_is_an_automatic_reply() -> None:
    parts = "--b\n\nLu\n--b\nContent-Type: message/disposition-notification\n\nDisposition: x\n--b--"
    head = "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"

    mail = parse(a_mail(parts, headers=head))

    assert (mail.auto, mail.bounce) == ("auto-replied", None)


@pytest.mark.proves("O01")
@pytest.mark.parametrize(
    ("name", "kind"), [("absence.eml", "auto-replied"), ("liste.eml", "bulk"), ("dsn-postfix.eml", "auto-generated"),
                       ("simple.eml", ""), ("reply-en.eml", "")],
)  # fmt: skip
def test_the_mails_of_the_corpus_are_sorted(name: str, kind: str) -> None:
    assert parse((CORPUS / name).read_bytes()).auto == kind
