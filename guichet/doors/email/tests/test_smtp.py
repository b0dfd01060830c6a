"""Handing mail over: taken, to be tried again, or refused for good."""

import socket
import threading
import time
from collections.abc import Sequence
from typing import BinaryIO, ClassVar, cast

import pytest

from guichet.doors.email.listener import Listener
from guichet.doors.email.smtp import NULL_SENDER, DeliveryFailed, Permanent, SmtpRoute, Temporary, deliver
from guichet.doors.email.tests.mails import a_mail

RAW = a_mail("Bonjour\n.\nMme Thibodeau")


def route(port: int, **others: object) -> SmtpRoute:
    return SmtpRoute(host="127.0.0.1", port=port, security="none", timeout=1, **others)  # type: ignore[arg-type]


class Scripted:
    """A server that gives one chosen answer to one chosen command."""

    ORDINARY: ClassVar = {
        "EHLO": "250 x",
        "HELO": "250 x",
        "MAIL": "250 ok",
        "RCPT": "250 ok",
        "DATA": "354 go",
        ".": "250 ok",
        "QUIT": "221 bye",
        "RSET": "250 ok",
    }

    def __init__(self, **answers: str) -> None:
        self.answers = {**self.ORDINARY, **{name.replace("END", "."): answer for name, answer in answers.items()}}
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        link, _ = self._socket.accept()
        self._socket.close()
        with link, cast(BinaryIO, link.makefile("rwb")) as talk:
            self._say(talk, self.answers.get("GREETING", "220 x"))
            data = False
            for line in talk:
                self.heard.append(line)
                word = line.split()[0].decode().upper() if line.split() else ""
                if data and word != ".":
                    continue
                data = word == "DATA"
                answer = self.answers.get(word, "500 what")
                if not answer:
                    return
                self._say(talk, answer)

    @staticmethod
    def _say(talk: BinaryIO, answer: str) -> None:
        talk.write(answer.encode() + b"\r\n")
        talk.flush()


def test_a_message_is_handed_over_unchanged() -> None:
    kept: list[tuple[str, Sequence[str], bytes]] = []
    listener = Listener("127.0.0.1", 0, lambda sender, to, raw: kept.append((sender, to, raw)))
    listener.start()
    deliver(RAW, mail_from="guichet@example.org", rcpt="mireille@example.org", route=route(listener.port))
    deliver(RAW, mail_from=NULL_SENDER, rcpt="mireille@example.org", route=route(listener.port))
    listener.stop()

    assert kept[0] == ("guichet@example.org", ("mireille@example.org",), RAW + b"\r\n")
    assert kept[1][0] == ""


@pytest.mark.proves("O05", "O08")
@pytest.mark.parametrize(
    ("answers", "failure", "code"),
    [
        ({"RCPT": "550 5.1.1 unknown"}, Permanent, 550),
        ({"RCPT": "450 4.2.1 greylisted"}, Temporary, 450),
        ({"END": "554 5.7.1 spam"}, Permanent, 554),
        ({"END": "451 4.3.0 later"}, Temporary, 451),
        ({"DATA": "554 no"}, Temporary, 554),
        ({"MAIL": "421 closing"}, Temporary, 421),
        ({"GREETING": "554 no service"}, Temporary, 554),
        ({"GREETING": "421 busy"}, Temporary, 421),
        ({"END": ""}, Temporary, 0),
        ({"RCPT": ""}, Temporary, 0),
        ({"EHLO": "", "HELO": ""}, Temporary, 0),
    ],
)
def test_each_refusal_is_told_as_what_it_is(answers: dict[str, str], failure: type[DeliveryFailed], code: int) -> None:
    server = Scripted(**answers)

    with pytest.raises(failure) as refusal:
        deliver(RAW, mail_from="guichet@example.org", rcpt="perdu@example.org", route=route(server.port))
    assert refusal.value.code in (code, 0 if code == 421 else code)


@pytest.mark.proves("O05")
def test_a_server_that_is_not_there_or_silent_is_tried_again_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.monotonic()
        with pytest.raises(Temporary):
            deliver(RAW, mail_from="a@example.org", rcpt="b@example.org", route=route(silent.getsockname()[1]))
        assert time.monotonic() - started < 5
        port = silent.getsockname()[1]
    with pytest.raises(Temporary):
        deliver(RAW, mail_from="a@example.org", rcpt="b@example.org", route=route(port))


@pytest.mark.proves("I10")
def test_nothing_is_said_to_a_server_that_offers_no_encryption() -> None:
    server = Scripted()
    asked = SmtpRoute(host="127.0.0.1", port=server.port, security="starttls", user="x", password="secret", timeout=1)

    with pytest.raises(Temporary):
        deliver(RAW, mail_from="a@example.org", rcpt="b@example.org", route=asked)
    assert not any(line.startswith((b"AUTH", b"MAIL")) for line in server.heard)


@pytest.mark.proves("I10")
def test_a_password_never_leaves_this_machine_in_clear() -> None:
    asked = SmtpRoute(host="smtp.example.org", security="none", user="x", password="secret")

    with pytest.raises(Temporary, match="clear"):
        deliver(RAW, mail_from="a@example.org", rcpt="b@example.org", route=asked)
    assert "secret" not in repr(asked)


@pytest.mark.proves("P09")
@pytest.mark.parametrize("address", ["b@example.org\r\nRCPT TO:<x@example.org>", "b@example.org>\nDATA"])
def test_an_address_cannot_speak_to_the_server(address: str) -> None:
    with pytest.raises(Permanent):
        deliver(RAW, mail_from="a@example.org", rcpt=address, route=route(1))
    with pytest.raises(Permanent):
        deliver(RAW, mail_from=address, rcpt="a@example.org", route=route(1))
