"""The only HTTP client of the house: it reaches public addresses and nothing else, one hop, with an end in sight."""

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

TIMEOUT = 10.0  # seconds without a byte
LONGEST = 20.0  # seconds in all: a server that drips bytes does not hold a worker
MOST_BYTES = 64 * 1024

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Ranges that the standard library calls global although they lead, or may lead, back inside.
_SPECIAL = tuple(
    ipaddress.ip_network(one) for one in ("192.0.0.0/24", "2002::/16", "2001::/23", "64:ff9b::/96", "64:ff9b:1::/48")
)
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?", re.ASCII)
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.ASCII)
_ODD = re.compile(r"[\x00-\x20\x7f\\]")


class NotAllowed(ValueError):
    """The address is not one that this house talks to."""


class Unreachable(OSError):
    """The other side did not answer as it should have."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. A redirection is an answer like another: it is not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        """Tell whether the other side accepted."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a request really goes: the name that was asked for, and the one address that it is sent to."""

    secure: bool
    host: str
    address: str
    port: int
    path: str


def fetch(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"", allow: Collection[str] = (),
    whole: bool = True,
) -> Answer:  # fmt: skip
    """Send one request and return the answer; hosts in `allow` may be inside, and in clear.

    Whoever only asks whether something is there does not want it `whole`: what it says is left unread.
    """
    target = _aim(url, allow)
    connection = _connected(target)
    try:
        with _hurried(connection):
            sent = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "Guichet", **(headers or {})}
            connection.request(method, target.path, body=body or None, headers=sent)
            return _read(connection.getresponse(), whole)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{target.host}: {error}") from error
    finally:
        connection.close()


def check(url: str, *, allow: Collection[str] = ()) -> None:
    """Refuse, when it is saved, an address that would be refused when it is used (it is checked then again)."""
    _aim(url, allow)


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the public Internet's."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped or address not in _GLOBAL_V6):
        return False
    if any(address in one for one in _SPECIAL if one.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host}: {error}") from error
    return [str(entry[4][0]) for entry in found]


def _aim(url: str, allow: Collection[str]) -> _Target:
    parts = _split(url)
    host, port = _host_of(parts), _port_of(parts)
    inside = host in allow or f"{host}:{port}" in allow
    if parts.scheme != "https" and not inside:
        raise NotAllowed(f"{host}: only https")
    # Resolved once: what was checked is what is connected to, whatever the name says a moment later.
    addresses = resolve(host, port)
    if not addresses or not (inside or all(is_public(address) for address in addresses)):
        raise NotAllowed(f"{host}: not a public address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(parts.scheme == "https", host, addresses[0], port, path)


def _split(url: str) -> SplitResult:
    if _ODD.search(url) or not url.isascii():
        raise NotAllowed("an address holds plain characters only")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise NotAllowed(str(error)) from error
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise NotAllowed("an address begins with https:// and holds no password")
    return parts


def _host_of(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    if parts.netloc.startswith("["):
        return _literal(host)
    labels = host.rstrip(".").split(".")
    # 127.1, 0x7f.1, 2130706433 and 0177.0.0.1 are spellings of an address, not names.
    if _NUMBER.fullmatch(labels[-1]):
        return _literal(host)
    if not _HOST.fullmatch(host):
        raise NotAllowed("not a host name")
    return host.rstrip(".")


def _literal(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError as error:
        raise NotAllowed(f"{host}: not a plain address") from error


def _port_of(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError as error:
        raise NotAllowed(str(error)) from error
    return port or (443 if parts.scheme == "https" else 80)


def _connected(target: _Target) -> http.client.HTTPConnection:
    """Connect to the address that was checked; the certificate is checked against the name."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    try:
        raw = socket.create_connection((target.address, target.port), timeout=TIMEOUT)
        connection.sock = tls().wrap_socket(raw, server_hostname=target.host) if target.secure else raw
    except OSError as error:
        raise Unreachable(f"{target.host}: {error}") from error
    return connection


def tls() -> ssl.SSLContext:
    """Return how certificates are checked: by the system's authorities."""
    return ssl.create_default_context()


@contextmanager
def _hurried(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Cut the connection when it lasts too long: a time-out between bytes alone can last for ever."""
    late = Event()
    timer = Timer(LONGEST, _cut, [connection.sock, late])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if late.is_set():
        # What was cut in the middle of its headers looks whole to the parser.
        raise Unreachable("too slow")


def _cut(opened: socket.socket, late: Event) -> None:
    late.set()
    with suppress(OSError):  # it may have ended by itself meanwhile
        opened.shutdown(socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse, whole: bool) -> Answer:
    body = response.read(MOST_BYTES + 1) if whole else b""
    if len(body) > MOST_BYTES:
        raise Unreachable(f"more than {MOST_BYTES} bytes")
    return Answer(response.status, dict(response.getheaders()), body)
