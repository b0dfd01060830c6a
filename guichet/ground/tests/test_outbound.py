"""What the outgoing client refuses to reach, however it is spelt."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from guichet.ground import outbound
from guichet.ground.outbound import NotAllowed, Unreachable, fetch, is_public

SPELT = """
http://example.org/ https://127.0.0.1/ https://127.0.0.1:8000/x https://127.1/ https://127.0.1/ https://2130706433/
https://0x7f000001/ https://0x7f.0.0.1/ https://0x7f.1/ https://0177.0.0.1/ https://017700000001/ https://0/
https://0.0.0.0/ https://127.255.255.254/ https://10.0.0.1/ https://10.255.255.255/ https://172.16.0.1/
https://172.31.255.254/ https://192.168.0.1/ https://192.168.1.254:8443/ https://169.254.169.254/latest/meta-data/
https://169.254.170.2/v2/credentials https://2852039166/ https://0xa9fea9fe/ https://100.64.0.1/
https://100.100.100.200/ https://192.0.0.192/ https://198.18.0.1/ https://224.0.0.1/ https://239.255.255.250/
https://255.255.255.255/ https://240.0.0.1/ https://[::1]/ https://[::]/ https://[0:0:0:0:0:0:0:1]/
https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/ https://[::ffff:169.254.169.254]/ https://[::ffff:a9fe:a9fe]/
https://[::127.0.0.1]/ https://[fe80::1]/ https://[fe80::1%25eth0]/ https://[fc00::1]/ https://[fd00:ec2::254]/
https://[ff02::1]/ https://[2002:7f00:1::]/ https://[2002:a9fe:a9fe::]/ https://[64:ff9b::7f00:1]/
https://[64:ff9b::a9fe:a9fe]/ https://[2001:0:7f00:1::]/ https://[2001:db8::1]/ https://localhost/
https://LOCALHOST:443/ https://localhost./ https://user:secret@127.0.0.1/ https://example.org@127.0.0.1/
https://127.0.0.1#@example.org/ https://127.0.0.1\\@example.org/ https://①②⑦.⓪.⓪.①/ https://１２７.0.0.1/
file:///etc/passwd gopher://127.0.0.1:6379/_x ftp://example.org/ dict://127.0.0.1:11211/ jar:https://127.0.0.1!/
javascript:alert(1) //127.0.0.1/ https:///etc/passwd https:// https://[::1 https://127.0.0.1:99999/ https://127.0.0.1:x/
https://exa%6Dple.org/ https://-example.org/ https://metadata.internal/ https://mixed.example.org/
""".split()
ODD = ["https://example.org/\r\nX-Injected: 1", "https://exam ple.org/", "", " https://example.org/"]
SPELLINGS = [*SPELT, *ODD]

NAMES = {
    "example.org": ["93.184.215.14"], "localhost": ["127.0.0.1"], "metadata.internal": ["169.254.169.254"],
    # One address outside does not excuse one inside.
    "mixed.example.org": ["93.184.215.14", "10.0.0.1"],
}  # fmt: skip


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer names from a table; addresses are themselves."""
    monkeypatch.setattr(outbound, "resolve", lambda host, port: NAMES.get(host, [host]))


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> socket.socket:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.proves("N01")
@pytest.mark.usefixtures("names", "no_connection")
@pytest.mark.parametrize("url", SPELLINGS)
def test_an_address_inside_is_refused_however_it_is_spelt(url: str) -> None:
    with pytest.raises(NotAllowed):
        fetch("GET", url)
    with pytest.raises(NotAllowed):
        outbound.check(url)


def test_there_are_sixty_spellings() -> None:
    assert len(SPELLINGS) >= 60


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.proves("N01")
def test_a_name_that_changes_its_mind_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: public when it is checked, inside when it would be connected to."""
    asked: list[str] = []
    tried: list[str] = []

    def turning(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    def note(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(outbound, "resolve", turning)
    monkeypatch.setattr(socket, "create_connection", note)
    with pytest.raises(Unreachable):
        fetch("GET", "https://turning.example.org/")
    assert asked == ["turning.example.org"]
    assert tried == ["93.184.215.14"]


@contextmanager
def server(*pieces: bytes, pause: float = 0.0) -> Iterator[tuple[int, list[bytes]]]:
    """Answer one connection with some bytes, and keep what it was asked."""
    listening, heard = socket.create_server(("127.0.0.1", 0)), list[bytes]()

    def answer() -> None:
        opened, _ = listening.accept()
        with opened:
            heard.append(opened.recv(65536))
            for piece in pieces:
                try:
                    opened.sendall(piece)
                except OSError:
                    return
                time.sleep(pause)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], heard
    finally:
        listening.close()
        thread.join(5)


Local = Callable[[int], str]


def at(port: int) -> str:
    return f"http://127.0.0.1:{port}/hook?x=1"


def test_a_host_that_is_allowed_by_name_is_reached() -> None:
    with server(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") as (port, heard):
        answer = fetch("POST", at(port), headers={"X-Signature": "s"}, body=b"{}", allow=[f"127.0.0.1:{port}"])

    assert answer.is_good and answer.body == b"ok"
    assert heard[0].startswith(b"POST /hook?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.proves("N01")
def test_a_redirection_is_not_followed() -> None:
    with server(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n") as (port, _):
        answer = fetch("GET", at(port), allow=["127.0.0.1"])

    assert answer.status == 302 and not answer.is_good


def test_an_answer_without_end_is_cut() -> None:
    with server(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 8192] * 20) as (port, _), pytest.raises(Unreachable):
        fetch("GET", at(port), allow=["127.0.0.1"])


def test_a_server_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "LONGEST", 0.3)
    began = time.monotonic()
    with server(b"HTTP/1.1 200 OK\r\n", *[b"X-A: 1\r\n"] * 60, pause=0.05) as (port, _), pytest.raises(Unreachable):
        fetch("GET", at(port), allow=["127.0.0.1"])
    assert time.monotonic() - began < 5


def test_a_header_cannot_be_split() -> None:
    with server(b"") as (port, heard):
        with pytest.raises((ValueError, Unreachable)):
            fetch("GET", at(port), headers={"X-A": "1\r\nX-B: 2"}, allow=["127.0.0.1"])
        assert not any(b"X-B" in words for words in heard)


def test_certificates_are_checked() -> None:
    context = outbound.tls()
    assert context.check_hostname and context.verify_mode.name == "CERT_REQUIRED"
