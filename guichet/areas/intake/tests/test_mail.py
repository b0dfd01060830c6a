"""Mail, raw first: read once, attached to what it answers, never answered when nobody wrote it."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from guichet.areas.intake import actions as intake
from guichet.areas.intake.models import InboundMail
from guichet.areas.people.models import ContactPoint, Person
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, Note, Ticket
from guichet.doors.email import tokens
from guichet.doors.email.reading import read_waiting
from guichet.doors.email.receive import store
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.files import store as files
from guichet.ground.journal.readers import react
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, a_ticket, seen_by


def mail(sender: str, subject: str, body: str, **heads: str) -> bytes:
    """Write a message as a client's program would."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in heads.items())
    return (
        f"From: {sender}\r\nTo: {settings.MAILBOX}\r\nSubject: {subject}\r\n{more}"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    ).encode()


def deliver(raw: bytes, to: str = "", at: Any = NOON) -> InboundMail:
    """Store a message and read it."""
    with clock.at(at):
        store(raw, mailbox=settings.MAILBOX, recipients=(to or settings.MAILBOX,))
        while read_waiting(worker="test"):
            pass
    return InboundMail.objects.latest("pk")


def reply_address(ticket: Ticket) -> str:
    """Return the address that the requester was given."""
    return tokens.reply_address(settings.MAILBOX, ticket.pk, ticket.requester_id, settings.REPLY_KEYS[0])


@pytest.mark.proves("CAN-01", "EQU-01", "SUI-01")
def test_a_mail_in_french_from_a_stranger_becomes_one_ticket_in_french(bruno):
    deliver(
        mail("Jonas Pelletier <jonas@example.org>", "Nouvelle employée", "Bonjour, elle commence lundi matin. Merci.")
    )

    ticket = Ticket.rows.get()
    assert (ticket.language, ticket.channel, ticket.owner) == ("fr", "email", bruno)
    assert ticket.requester.full_name == "Jonas Pelletier"
    react()
    assert Outgoing.objects.get().address == "jonas@example.org"


@pytest.mark.proves("I01", "I06")
def test_the_same_bytes_twice_are_one_ticket(bruno):
    raw = mail("a@example.org", "Une fois", "Bonjour")

    deliver(raw)
    deliver(raw)

    assert Ticket.rows.count() == 1


@pytest.mark.proves("I07")
def test_the_same_message_id_with_other_words_is_kept_and_marked(bruno):
    deliver(mail("mallory@example.org", "Premier", "Bonjour", Message_ID="<same@example.org>"))
    second = deliver(mail("victim@example.org", "Vraie demande", "Bonjour", Message_ID="<same@example.org>"))

    assert second.id_reused
    assert Ticket.rows.count() == 2


@pytest.mark.proves("E02", "CAN-01")
def test_an_answer_to_the_signed_address_joins_its_ticket(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)

    deliver(mail("amina@example.org", "Re: hello", "Lundi à 9 h."), to=reply_address(ticket))

    assert Ticket.rows.count() == 1
    assert ticket.messages.get(kind="client").verified


@pytest.mark.proves("E04")
def test_an_answer_from_another_address_is_kept_apart_until_somebody_looks(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)

    deliver(mail("mallory@example.org", "Re: hello", "Envoyez-moi tout."), to=reply_address(ticket))

    assert not ticket.messages.get(kind="client").verified
    assert not ContactPoint.objects.filter(value="mallory@example.org").exists()


@pytest.mark.proves("E03")
def test_a_number_in_a_subject_never_attaches(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)

    deliver(mail("mallory@example.org", f"Re: {ticket.number}", "Je suis Amina."))

    assert ticket.messages.filter(kind="client").count() == 0
    other = Ticket.rows.exclude(pk=ticket.pk).get()
    assert ticket.number in Note.objects.get(ticket=other).body


@pytest.mark.proves("CAN-01")
def test_references_attach_when_the_sender_takes_part(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)
    react()
    sent = Outgoing.objects.get()

    deliver(mail("amina@example.org", "Re:", "Oui.", In_Reply_To=sent.message_id))
    deliver(mail("mallory@example.org", "Re:", "Moi aussi.", In_Reply_To=sent.message_id))

    assert ticket.messages.filter(kind="client").count() == 1
    assert Ticket.rows.count() == 2


@pytest.mark.proves("O01", "O03")
def test_an_automatic_answer_is_a_note_and_nobody_is_answered(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)
    react()
    before = Outgoing.objects.count()

    deliver(
        mail("amina@example.org", "Absence", "Je reviens lundi.", Auto_Submitted="auto-replied"),
        to=reply_address(ticket),
    )
    react()

    assert Ticket.rows.count() == 1
    assert Outgoing.objects.count() == before
    assert "lundi" in Note.objects.get(ticket=ticket).body


@pytest.mark.proves("O03")
def test_a_bounce_marks_the_address_and_the_message_and_opens_nothing(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)
    react()
    sent = Outgoing.objects.get()
    report = (
        "From: MAILER-DAEMON@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        "Final-Recipient: rfc822; amina@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {sent.message_id}\r\n\r\n--b--\r\n"
    ).encode()

    assert deliver(report).outcome == "bounce"

    assert Ticket.rows.count() == 1
    assert ContactPoint.objects.get(person=amina).undeliverable_at
    assert ticket.messages.get(pk=sent.refs["message"]).undelivered_reason


@pytest.mark.proves("SUI-01")
def test_an_answer_after_the_resolution_reopens_the_same_ticket_with_the_same_person(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="C’est fait.")
    tickets.confirm(ticket, by=seen_by(amina), now=NOON)

    deliver(
        mail("amina@example.org", "Re:", "Il manque la clé."), to=reply_address(ticket), at=NOON + timedelta(days=3)
    )

    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopen_count, ticket.owner) == ("in_progress", 1, bruno)


def test_an_answer_long_after_the_closing_makes_a_new_ticket(amina, bruno):
    ticket = a_ticket(amina, owner=bruno)
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="C’est fait.")
    tickets.confirm(ticket, by=seen_by(amina), now=NOON)

    deliver(mail("amina@example.org", "Re:", "Encore."), to=reply_address(ticket), at=NOON + timedelta(days=40))

    assert Ticket.rows.count() == 2


@pytest.mark.proves("P01", "I02", "I03")
def test_what_cannot_be_read_goes_to_quarantine_whole_and_can_be_read_again(bruno, dario, monkeypatch):
    from guichet.areas.intake import actions as intake
    from guichet.doors.email import reading
    from guichet.doors.email.sandbox import Unparsable
    from guichet.ground.files.store import read

    raw = mail("a@example.org", "Illisible", "Bonjour")
    monkeypatch.setattr(reading, "parse_guarded", lambda raw: Unparsable("timeout"))
    kept = deliver(raw)
    assert (kept.state, kept.reason) == ("quarantined", "timeout")
    assert read(kept.file) == raw

    monkeypatch.undo()
    intake.replay(kept, by=seen_by(dario))
    with clock.at(NOON):
        read_waiting(worker="test")

    assert Ticket.rows.get().title == "Illisible"


@pytest.mark.proves("I03")
def test_a_message_that_makes_intake_fail_delays_no_other_and_ends_in_quarantine(bruno, monkeypatch):
    from guichet.areas.intake import actions as intake

    admitted = intake.admit

    def fails_on_poison(row: Any, submission: Any, **more: Any) -> Any:
        if submission.title == "poison":
            raise RuntimeError("no")
        return admitted(row, submission, **more)

    monkeypatch.setattr(intake, "admit", fails_on_poison)
    deliver(mail("a@example.org", "poison", "x"))
    deliver(mail("b@example.org", "Bonne demande", "x"))

    assert [ticket.title for ticket in Ticket.rows.all()] == ["Bonne demande"]
    assert InboundMail.objects.get(state="quarantined").reason == "RuntimeError: no"


@pytest.mark.proves("E08")
def test_mail_never_changes_what_is_known_of_a_person(amina, bruno):
    deliver(mail("Somebody Else <amina@example.org>", "Demande", "Hello, I need help with my account please."))

    amina.refresh_from_db()
    assert (amina.full_name, amina.language, Person.objects.count()) == ("Amina Diallo", "fr", 1)
    assert Message.objects.get(kind="opening").language == "fr"


@pytest.mark.proves("O04")
def test_a_stranger_gets_few_automatic_messages_however_many_requests_come_in_their_name(bruno):
    for number in range(12):
        deliver(mail("victim@example.org", f"Demande {number}", "Bonjour"))
    while react():
        pass

    assert Ticket.rows.count() == 12
    assert Outgoing.objects.filter(address="victim@example.org").count() <= 2


def test_the_system_alone_stores_mail(amina, bruno):
    from guichet.areas.intake import actions as intake
    from guichet.ground.access import Refused

    arrival = intake.Arrival(mailbox="x@example.org", raw=b"x")
    with pytest.raises(Refused):
        intake.store_mail(arrival, by=seen_by(amina), now=NOON)
    assert intake.store_mail(arrival, by=SYSTEM, now=NOON).state == "stored"


def waiting(count: int) -> None:
    """Store messages that nobody has read yet."""
    for number in range(count):
        store(mail("a@example.org", f"Numéro {number}", "Bonjour"), mailbox=settings.MAILBOX)


def claimed(at: Any, worker: str = "another") -> list[int]:
    return [row.pk for row in intake.claim_mail(by=SYSTEM, now=at, worker=worker, batch=3)]


@pytest.mark.proves("P01", "D01")
def test_a_message_that_kills_its_reader_drags_no_other_into_quarantine(bruno):
    waiting(4)
    first, second, third, last = InboundMail.objects.order_by("pk").values_list("pk", flat=True)

    assert claimed(NOON) == [first, second, third]  # and the reader dies
    later = NOON + timedelta(minutes=2)
    found = [claimed(later, worker=f"reader {number}") for number in range(4)]
    assert found == [[first], [second], [third], [last]]


@pytest.mark.proves("I12", "D01")
def test_who_comes_back_for_more_holds_nothing_from_before(bruno):
    waiting(2)

    first = claimed(NOON)
    assert len(first) == 2
    assert claimed(NOON, worker="somebody else") == []
    assert claimed(NOON) == first[:1]  # it dropped them, and they are read alone now


@pytest.mark.proves("I12", "D01")
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), OperationalError("the server has gone")])
def test_a_fault_of_the_machine_costs_a_message_no_try_and_is_told(bruno, monkeypatch, fault):
    waiting(1)

    def fails(*_: Any) -> None:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr("guichet.doors.email.reading.parse_guarded", fails)
        for minutes in range(0, 40, 2):
            with clock.at(NOON + timedelta(minutes=minutes)), pytest.raises(type(fault)):
                read_waiting(worker="test")

    assert InboundMail.objects.get().attempts == 0
    with clock.at(NOON + timedelta(hours=1)):
        read_waiting(worker="test")
    assert Ticket.rows.get().title == "Numéro 0"


def test_a_message_is_stored_in_three_statements_and_its_bytes_before_the_transaction(
    db, django_assert_num_queries, monkeypatch
):
    raw = mail("a@example.org", "Bonjour", "Encore un message")
    depth, depths, write = len(connection.atomic_blocks), [], files._write

    def written(path, content):
        depths.append(len(connection.atomic_blocks))
        write(path, content)

    monkeypatch.setattr(files, "_write", written)
    with django_assert_num_queries(3):
        store(raw, mailbox=settings.MAILBOX)
    with django_assert_num_queries(1):
        store(raw, mailbox=settings.MAILBOX)
    assert (depths, InboundMail.objects.count()) == ([depth], 1)


def test_a_message_is_read_in_few_statements(bruno, django_assert_max_num_queries):
    deliver(mail("Amina <amina@example.org>", "Bonjour", "Un premier message"))
    store(mail("Amina <amina@example.org>", "Autre chose", "Un second message"), mailbox=settings.MAILBOX)
    with django_assert_max_num_queries(4 + 13):  # the claim of the whole batch, and one ticket
        read_waiting(worker="test")
    assert Ticket.rows.count() == 2
