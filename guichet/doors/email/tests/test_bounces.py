"""Delivery reports of many servers, in the standard form and in their own words."""

import pytest

from guichet.doors.email.parse import parse
from guichet.doors.email.tests.mails import a_mail

SENT = "<envoi-1@guichet.example.org>"
LOST = "perdu@example.org"
COPY = f"From: guichet@example.org\nTo: {LOST}\nMessage-ID: {SENT}\nSubject: G-2026-482913-4\n\nBonjour"


def report(fields: str, *, copy_type: str = "message/rfc822", subject: str = "Undelivered") -> bytes:
    """A delivery report by the book."""
    parts = (
        f"--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example.org\n\n{fields}\n--b\nContent-Type: {copy_type}\n\n{COPY}\n--b--"
    )
    head = "Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b"
    return a_mail(parts, headers=head, sender="MAILER-DAEMON@mx.example.org").replace(b"Une question", subject.encode())


def told(body: str, *, subject: str, headers: str = "Return-Path: <>", sender: str = "") -> bytes:
    """A delivery report in a server's own words."""
    raw = a_mail(body, headers=headers, sender=sender or "Mail Delivery System <MAILER-DAEMON@mx.example.org>")
    return raw.replace(b"Une question", subject.encode())


BY_THE_BOOK = [
    (
        f"Final-Recipient: rfc822; {LOST}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 Unknown",
        "5.1.1",
        "failed",
    ),
    (
        f"Original-Recipient: rfc822;{LOST}\nFinal-Recipient: rfc822;x@alias.example\nAction: failed\nStatus: 5.2.2",
        "5.2.2",
        "failed",
    ),
    (f"Final-Recipient: rfc822; <{LOST}>\nAction: delayed\nStatus: 4.4.1", "4.4.1", "delayed"),
    (f"Final-Recipient: rfc822; {LOST}\nAction: delivered\nStatus: 2.0.0", "2.0.0", "delivered"),
    (f"Final-Recipient: rfc822; {LOST}\nAction: relayed\nStatus: 2.1.9", "2.1.9", "relayed"),
    (f"Final-Recipient: RFC822; {LOST}\nAction: Failed (permanent)\nStatus: 5.7.1 (blocked)", "5.7.1", "failed"),
    (f"Final-Recipient: rfc822; {LOST}\nStatus: 4.2.1", "4.2.1", "delayed"),
    (f"Final-Recipient: rfc822; {LOST}\nStatus: nonsense", "", "failed"),
    (
        "Final-Recipient: rfc822; ok@example.org\nAction: delivered\nStatus: 2.0.0\n\n"
        f"Final-Recipient: rfc822; {LOST}\n"
        "Action: failed\nStatus: 5.4.4",
        "5.4.4",
        "failed",
    ),
]


@pytest.mark.proves("O03")
@pytest.mark.parametrize(("fields", "status", "action"), BY_THE_BOOK)
def test_a_report_by_the_book_names_the_message_and_the_recipient(fields: str, status: str, action: str) -> None:
    bounce = parse(report(fields)).bounce

    assert bounce is not None
    assert (bounce.original_message_id, bounce.status, bounce.action) == (SENT, status, action)
    assert bounce.recipients == (LOST,)


@pytest.mark.proves("O03")
def test_a_report_that_returns_only_the_headers_names_the_message() -> None:
    raw = report(f"Final-Recipient: rfc822; {LOST}\nAction: failed\nStatus: 5.1.1", copy_type="text/rfc822-headers")
    bounce = parse(raw).bounce

    assert bounce is not None
    assert bounce.original_message_id == SENT


@pytest.mark.proves("O03")
def test_a_report_for_two_lost_recipients_names_both() -> None:
    fields = "\n\n".join(
        f"Final-Recipient: rfc822; {name}\nAction: failed\nStatus: 5.1.1" for name in (LOST, "p2@example.org")
    )
    bounce = parse(report(fields)).bounce

    assert bounce is not None
    assert bounce.recipients == (LOST, "p2@example.org")


FREE = [
    (
        told(
            f"Hi. This is the qmail-send program at mx.example.org.\nI wasn't able to deliver your message.\n\n"
            f"<{LOST}>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n\n"
            f"--- Below this line is a copy of the message.\n\n{COPY}",
            subject="failure notice",
        ),
        "5.1.1",
        "failed",
    ),
    (
        told(
            f"This message was created automatically by mail delivery software.\n\n  {LOST}\n    host mx [192.0.2.1]: "
            f"550 unknown user\n\n------ This is a copy of the message, including all the headers. ------\n\n{COPY}",
            subject="Mail delivery failed: returning message to sender",
            headers=f"X-Failed-Recipients: {LOST}",
        ),
        "550",
        "failed",
    ),
    (
        told(
            f"   ----- The following addresses had permanent fatal errors -----\n<{LOST}>\n"
            "    (reason: 550 5.1.1 User unknown)\n\n"
            f"   ----- Original message follows -----\n{COPY}",
            subject="Returned mail: see transcript for details",
        ),
        "5.1.1",
        "failed",
    ),
    (
        told(
            f"Le message n’a pas pu être remis à :\n\n{LOST}\n#550 5.1.10 RecipientNotFound\n\n"
            f"En-têtes du message d’origine :\n{COPY}",
            subject="Non remis : G-2026-482913-4",
            sender="Microsoft Outlook <postmaster@example.org>",
        ),
        "5.1.10",
        "failed",
    ),
    (
        told(
            f"Votre message n’a pas été livré à {LOST} : boîte pleine (5.2.2).\n\nMessage-ID: {SENT}",
            subject="Échec de la remise",
        ),
        "5.2.2",
        "failed",
    ),
    (
        told(
            f"Échec de distribution à <{LOST}>\n452 4.2.2 boîte pleine\n\nMessage-ID: {SENT}",
            subject="Message non distribué",
        ),
        "4.2.2",
        "failed",
    ),
    (
        told(
            f"Your message to {LOST} could not be delivered for 4 hours.\nIt will be retried until it is 5 days old.\n"
            f"Status 4.4.1\nMessage-ID: {SENT}",
            subject="Delayed Mail (still being retried)",
        ),
        "4.4.1",
        "delayed",
    ),
    (
        told(
            f"La remise à {LOST} est retardée. Aucune action n’est requise.\nMessage-ID: {SENT}",
            subject="Remise retardée : G-2026",
        ),
        "",
        "delayed",
    ),
    (
        told(
            f"Delivery has failed to these recipients:\n\n{LOST}\nThe address was not found. 550 5.1.1 RESOLVER.ADR\n\n"
            f"Original message headers:\n\nMessage-ID: {SENT}",
            subject="Undeliverable: G-2026-482913-4",
            headers="",
            sender="postmaster@example.org",
        ),
        "5.1.1",
        "failed",
    ),
    (
        told(
            f"** Address not found **\nYour message wasn't delivered to {LOST} because the address couldn't be found.\n"
            "The response was: 550 5.1.1 The account does not exist.",
            subject="Delivery Status Notification (Failure)",
            headers=f"Return-Path: <>\nIn-Reply-To: {SENT}\nX-Failed-Recipients: {LOST}",
        ),
        "5.1.1",
        "failed",
    ),
]


@pytest.mark.proves("O03")
@pytest.mark.parametrize(("raw", "status", "action"), FREE)
def test_a_report_in_a_servers_own_words_is_understood(raw: bytes, status: str, action: str) -> None:
    mail = parse(raw)

    assert mail.bounce is not None
    assert mail.bounce.recipients == (LOST,)
    assert (mail.bounce.status, mail.bounce.action) == (status, action)
    assert mail.bounce.original_message_id == SENT
    assert mail.auto == "auto-generated"


@pytest.mark.proves("O03")
@pytest.mark.parametrize(
    "raw",
    [
        a_mail(
            "Mon courriel m’est revenu : 550 5.1.1 unknown. Que faire ?", headers="Return-Path: <amina@example.org>"
        ),
        a_mail("Undelivered", sender="Amina <amina@example.org>").replace(b"Une question", b"Undelivered mail"),
        a_mail("Message de la direction", sender="postmaster@example.org").replace(b"Une question", b"Panne lundi"),
    ],
)
def test_a_person_who_speaks_of_a_report_is_not_a_report(raw: bytes) -> None:
    assert parse(raw).bounce is None


@pytest.mark.proves("O03")
def test_an_abuse_report_is_automatic_and_no_bounce() -> None:
    parts = "--b\n\nabuse\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--"
    mail = parse(a_mail(parts, headers="Content-Type: multipart/report; report-type=feedback-report; boundary=b"))

    assert (mail.bounce, mail.auto) == (None, "auto-generated")
