"""Mail handed over by SMTP or LMTP: yes means kept, and nothing else is ever said by mistake."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from guichet.doors.email.catcher import Catcher
from guichet.doors.email.listen import place_of
from guichet.doors.email.listener import Accept, Knows, Listener, knows_everyone
from guichet.doors.email.tests.mails import a_mail

RAW = a_mail("Bonjour\n.\n..point")


class Kept:
    def __init__(self) -> None:
        self.messages: list[tuple[str, tuple[str, ...], bytes]] = []

    def __call__(self, mail_from: str, rcpt_tos: Sequence[str], raw: bytes) -> None:
        self.messages.append((mail_from, tuple(rcpt_tos), raw))


@contextmanager
def listening(
    accept: Accept, *, lmtp: bool = False, max_size: int = 100_000, knows: Knows = knows_everyone
) -> Iterator[int]:
    listener = Listener("127.0.0.1", 0, accept, lmtp=lmtp, max_size=max_size, knows=knows)
    listener.start()
    try:
        yield listener.port
    finally:
        listener.stop()


def refuse(mail_from: str, rcpt_tos: Sequence[str], raw: bytes) -> None:
    raise OSError("no space left on device")


def knows_guichet(recipient: str) -> bool:
    return recipient.endswith("@example.org")


@pytest.mark.proves("I01")
def test_a_message_is_kept_byte_for_byte_before_yes_is_said() -> None:
    kept = Kept()
    with listening(kept) as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("amina@example.org", ["guichet@example.org"], RAW)

        assert kept.messages == [("amina@example.org", ("guichet@example.org",), RAW + b"\r\n")]


@pytest.mark.proves("I02")
@pytest.mark.parametrize("lmtp", [False, True])
def test_a_failure_asks_the_sender_to_try_again(lmtp: bool) -> None:
    client_type = smtplib.LMTP if lmtp else smtplib.SMTP
    with listening(refuse, lmtp=lmtp) as port, client_type("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("amina@example.org")
        client.rcpt("guichet@example.org")

        assert client.data(RAW) == (451, b"4.3.0 try again")


def test_lmtp_answers_for_each_recipient() -> None:
    kept = Kept()
    with listening(kept, lmtp=True) as port, socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        talk = link.makefile("rwb")
        for line in (
            b"LHLO x",
            b"MAIL FROM:<a@example.org>",
            b"RCPT TO:<b@example.org>",
            b"RCPT TO:<c@example.org>",
            b"DATA",
        ):
            talk.write(line + b"\r\n")
        talk.write(b"Subject: x\r\n\r\nBonjour\r\n.\r\nQUIT\r\n")
        talk.flush()
        said = [line for line in talk.read().splitlines() if line.startswith(b"250 2.0.0")]

    assert len(said) == 2
    assert [to for _, to, _ in kept.messages] == [("b@example.org", "c@example.org")]


def test_lmtp_refuses_a_large_message_for_each_recipient() -> None:
    kept = Kept()
    with (
        listening(kept, lmtp=True, max_size=1000) as port,
        socket.create_connection(("127.0.0.1", port), timeout=5) as link,
    ):
        talk = link.makefile("rwb")
        for line in (
            b"LHLO x",
            b"MAIL FROM:<a@example.org>",
            b"RCPT TO:<b@example.org>",
            b"RCPT TO:<c@example.org>",
            b"DATA",
        ):
            talk.write(line + b"\r\n")
        talk.write(b"x\r\n" * 1000 + b".\r\nQUIT\r\n")
        talk.flush()

        assert sum(line.startswith(b"552") for line in talk.read().splitlines()) == 2
    assert kept.messages == []


def test_a_message_too_large_is_refused() -> None:
    kept = Kept()
    with listening(kept, max_size=1000) as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.helo()
        client.mail("amina@example.org")
        client.rcpt("guichet@example.org")

        assert client.data(b"x\r\n" * 1000)[0] == 552
    assert kept.messages == []


def test_a_recipient_we_do_not_know_is_refused() -> None:
    kept = Kept()
    with listening(kept, knows=knows_guichet) as port, smtplib.SMTP("127.0.0.1", port) as client:
        refused = client.sendmail("a@example.org", ["guichet@example.org", "x@rival.example"], RAW)

        assert refused == {"x@rival.example": (550, b"5.1.1 Unknown recipient")}
    assert kept.messages[0][1] == ("guichet@example.org",)


def test_a_failure_to_look_a_recipient_up_asks_to_try_again() -> None:
    def knows(recipient: str) -> bool:
        raise RuntimeError("database is down")

    with listening(Kept(), knows=knows) as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.helo()
        client.mail("a@example.org")

        assert client.rcpt("guichet@example.org")[0] == 451


@pytest.mark.proves("E06")
@pytest.mark.parametrize(
    "body",
    [
        b"a\n.\nMAIL FROM:<x@example.org>\r\n",
        b"a\n.\r\nMAIL FROM:<x@example.org>\r\n",
        b"a\r.\r\r\n",
        b"a\r\n.\nb\r\n",
        b"a\nb\r\n",
    ],
)
def test_a_second_message_cannot_be_smuggled_behind_a_bare_line_end(body: bytes) -> None:
    kept = Kept()
    with listening(kept) as port, socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        talk = link.makefile("rwb")
        talk.write(
            b"HELO x\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n" + body + b"\r\n.\r\nQUIT\r\n"
        )
        talk.flush()
        answers = talk.read()

    assert b"550 5.6.0" in answers
    assert kept.messages == []


def test_the_greeting_tells_nothing_of_the_machine() -> None:
    with listening(Kept()) as port, socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        assert link.recv(200) == b"220 guichet Guichet\r\n"


def test_stopping_lets_the_message_being_kept_be_answered() -> None:
    entered, answers = threading.Event(), []

    def slowly(mail_from: str, rcpt_tos: Sequence[str], raw: bytes) -> None:
        entered.set()
        time.sleep(0.5)

    listener = Listener("127.0.0.1", 0, slowly)
    listener.start()
    client = smtplib.SMTP("127.0.0.1", listener.port)
    client.helo()
    client.mail("a@example.org")
    client.rcpt("guichet@example.org")
    sending = threading.Thread(target=lambda: answers.append(client.data(RAW)))
    sending.start()
    assert entered.wait(5)
    listener.stop()
    sending.join(5)
    client.close()

    assert answers == [(250, b"2.0.0 Kept")]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", listener.port), timeout=1)


def test_a_slow_message_does_not_hold_the_others() -> None:
    kept, gate = Kept(), threading.Event()

    def accept(mail_from: str, rcpt_tos: Sequence[str], raw: bytes) -> None:
        if mail_from == "lent@example.org":
            gate.wait(5)
        kept(mail_from, rcpt_tos, raw)

    with listening(accept) as port:
        slow = threading.Thread(target=send, args=(port, "lent@example.org"))
        slow.start()
        send(port, "vite@example.org")
        gate.set()
        slow.join(5)

    assert [sender for sender, _, _ in kept.messages] == ["vite@example.org", "lent@example.org"]


def send(port: int, sender: str) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail(sender, ["guichet@example.org"], RAW)


def test_the_catcher_keeps_everything_for_everyone() -> None:
    kept = Kept()
    catcher = Catcher(kept)
    catcher.start()
    send(catcher.port, "guichet@example.org")
    catcher.stop()

    assert [(sender, to) for sender, to, _ in kept.messages] == [("guichet@example.org", ("guichet@example.org",))]


@pytest.mark.proves("I01")
def test_lmtp_is_spoken_on_a_socket_that_only_the_group_may_open(tmp_path: Path) -> None:
    path, kept = tmp_path / "lmtp", Kept()
    listener = Listener(*place_of(str(path)), kept, lmtp=True)
    listener.start()
    try:
        assert path.stat().st_mode & 0o777 == 0o660
        with smtplib.LMTP(str(path)) as client:
            client.sendmail("amina@example.org", ["guichet@example.org"], RAW)
    finally:
        listener.stop()
    assert [rcpt for _from, rcpt, _raw in kept.messages] == [("guichet@example.org",)]


@pytest.mark.parametrize(
    ("said", "place"),
    [("/run/guichet/lmtp", ("/run/guichet/lmtp", 0)), ("10.0.0.2:24", ("10.0.0.2", 24)), (":24", ("127.0.0.1", 24))],
)
def test_where_lmtp_is_spoken_is_read_as_it_is_written(said: str, place: tuple[str, int]) -> None:
    assert place_of(said) == place
