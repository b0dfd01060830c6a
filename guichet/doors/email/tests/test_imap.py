"""Fetching from a real mailbox: kept first, moved after, by UID, never in clear."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from guichet.doors.email import imap
from guichet.doors.email.imap import Fetched, Mailbox, fetch, wait
from guichet.doors.email.tests.dovecot import Box, Dovecot, OpenBox, require_dovecot, running
from guichet.doors.email.tests.mails import a_mail
from guichet.doors.email.transport import Security


@pytest.fixture(scope="module")
def dovecot_without_move() -> Iterator[Dovecot]:
    require_dovecot()
    with running(move=False) as server:
        yield server


class Kept:
    """A store that remembers, and fails on the messages it is told to."""

    def __init__(self, *poison: str) -> None:
        self.poison = poison
        self.raws: list[bytes] = []
        self.keys: list[str] = []

    def __call__(self, raw: bytes, key: str) -> None:
        if any(word.encode() in raw for word in self.poison):
            raise OSError("no space left")
        self.raws.append(raw)
        self.keys.append(key)


@pytest.mark.proves("I01", "I04")
def test_every_message_is_kept_byte_for_byte_then_moved(box: Box) -> None:
    box.receive("un", "deux", "trois")
    kept = Kept()

    assert fetch(box.config, kept) == Fetched(stored=3)
    assert kept.raws == [a_mail("un"), a_mail("deux"), a_mail("trois")]
    assert len(set(kept.keys)) == 3
    assert (box.count("INBOX"), box.count("Processed")) == (0, 3)
    assert fetch(box.config, kept) == Fetched(stored=0)


@pytest.mark.proves("I04", "I08")
def test_a_server_without_move_is_served_by_copy_and_expunge(dovecot_without_move: Dovecot, open_box: OpenBox) -> None:
    box = open_box(dovecot_without_move)
    box.receive("un", "deux")
    kept = Kept()

    assert fetch(box.config, kept).stored == 2
    assert (box.count("INBOX"), box.count("Processed")) == (0, 2)


@pytest.mark.proves("I02", "I03")
def test_a_message_that_cannot_be_kept_stays_and_stops_no_other(box: Box) -> None:
    box.receive("un", "poison", "trois")
    kept = Kept("poison")

    result = fetch(box.config, kept)

    assert result.stored == 2
    assert len(result.left) == 1
    assert (box.count("INBOX"), box.count("Processed")) == (1, 2)
    assert fetch(box.config, Kept()).stored == 1


@pytest.mark.proves("I08")
def test_a_server_that_refuses_deletion_is_not_filled_with_copies(
    dovecot_without_move: Dovecot, open_box: OpenBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = open_box(dovecot_without_move)
    box.receive("un")
    honest = imap._told
    monkeypatch.setattr(imap, "_told", lambda mailbox, *args: r"(\Deleted)" not in args and honest(mailbox, *args))

    for _ in range(20):
        with pytest.raises(imap.FilingRefused):
            fetch(box.config, Kept())

    assert (box.count("INBOX"), box.count("Processed")) == (1, 1)


@pytest.mark.proves("I05")
def test_the_key_of_a_message_tells_its_uid_validity(box: Box) -> None:
    box.receive("un")
    first, second = Kept(), Kept()
    fetch(box.config, first)
    box.client.select("Processed")
    box.client.rename("INBOX", "Ancien")
    box.receive("un")
    fetch(box.config, second)

    assert first.keys[0].startswith(f"{box.config.user}@127.0.0.1/INBOX;")
    assert first.keys != second.keys


def test_the_folder_for_processed_mail_may_have_accents(box: Box) -> None:
    box.receive("un")

    assert fetch(replace(box.config, processed="Traités"), Kept()).stored == 1
    assert box.count("Trait&AOk-s") == 1


def test_waiting_ends_when_mail_arrives(box: Box) -> None:
    threading.Timer(0.4, box.receive, ["un"]).start()
    started = time.monotonic()

    assert wait(box.config, 10)
    assert time.monotonic() - started < 5


def test_waiting_ends_in_time_when_nothing_arrives(box: Box) -> None:
    assert not wait(box.config, 0.3)


def test_mail_already_there_is_not_waited_for(box: Box) -> None:
    box.receive("un")

    assert wait(box.config, 10)


@pytest.mark.proves("I10")
@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_an_encrypted_mailbox_is_read_when_its_certificate_is_trusted(
    dovecot: Dovecot, box: Box, security: Security
) -> None:
    box.receive("un")
    port = dovecot.tls_port if security == "ssl" else dovecot.port
    encrypted = replace(box.config, host="localhost", port=port, security=security, ca_file=dovecot.ca_file)

    assert fetch(encrypted, Kept()).stored == 1


@pytest.mark.proves("I10")
@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(dovecot: Dovecot, box: Box, security: Security) -> None:
    port = dovecot.tls_port if security == "ssl" else dovecot.port
    doubtful = replace(box.config, host="localhost", port=port, security=security)

    with pytest.raises(imap.Insecure):
        fetch(doubtful, Kept())


@pytest.mark.proves("I10")
def test_a_wrong_password_is_told_as_such(box: Box) -> None:
    with pytest.raises(imap.LoginRefused):
        fetch(replace(box.config, password="autre"), Kept())


@pytest.mark.proves("I10")
def test_a_password_never_leaves_this_machine_in_clear() -> None:
    with pytest.raises(imap.Insecure):
        fetch(Mailbox(host="imap.example.org", user="x", password="secret", security="none"), Kept())


class Liar:
    """A server that says what it is told to say, and notes what it hears."""

    def __init__(self, *answers: bytes) -> None:
        self.heard = b""
        self._answers = answers
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        link, _ = self._socket.accept()
        with link:
            link.settimeout(3)
            for answer in self._answers:
                link.sendall(answer)
                try:
                    told = link.recv(4096)
                except OSError:
                    return
                self.heard += told
                if not told:
                    return
                if b" " in told and answer != self._answers[-1]:
                    continue

    def close(self) -> None:
        self._socket.close()
        self._thread.join(timeout=5)


@pytest.mark.proves("I10")
def test_no_password_is_said_to_a_server_without_starttls() -> None:
    liar = Liar(b"* OK [CAPABILITY IMAP4rev1] ready\r\n", b"* CAPABILITY IMAP4rev1\r\n", b"")
    config = Mailbox(host="127.0.0.1", port=liar.port, user="x", password="secret", security="starttls", timeout=1)

    with pytest.raises(imap.CannotFetch):
        fetch(config, Kept())
    liar.close()
    assert b"LOGIN" not in liar.heard
    assert b"secret" not in liar.heard


@pytest.mark.proves("I09")
@pytest.mark.parametrize(
    "answer", [b"", b"* BYE go away\r\n", b"garbage\r\n", b"* OK " + b"x" * 100_000, b"\x00\xff\r\n"]
)
def test_a_server_that_hangs_or_lies_is_unreachable_in_time(answer: bytes) -> None:
    liar = Liar(answer)
    config = Mailbox(host="127.0.0.1", port=liar.port, user="x", password="y", security="none", timeout=1)
    started = time.monotonic()

    with pytest.raises(imap.CannotFetch):
        fetch(config, Kept())
    assert time.monotonic() - started < 5
    liar.close()


@pytest.mark.proves("I09")
def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(imap.Unreachable):
        fetch(Mailbox(host="127.0.0.1", port=port, user="x", password="y", security="none"), Kept())
