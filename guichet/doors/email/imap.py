"""Fetch mail from a mailbox: by UID only, moved away only once it is kept for good."""

import imaplib
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError, MailboxStarttlsError
from imap_tools.utils import encode_folder

from guichet.doors.email.transport import TIMEOUT_SECONDS, Security, is_this_machine, verified
from guichet.ground import crashpoints

log = logging.getLogger(__name__)

Store = Callable[[bytes, str], None]

MAX_SIZE = 50 * 1024 * 1024
MAX_IDLE_SECONDS = 28 * 60
COPIED = "$GuichetCopied"

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox to fetch from."""

    host: str
    user: str
    password: str = field(repr=False)
    port: int = 993
    security: Security = "ssl"
    folder: str = "INBOX"
    processed: str = "Processed"
    ca_file: str = ""
    timeout: float = TIMEOUT_SECONDS

    @classmethod
    def from_url(cls, url: str) -> "Mailbox":
        """Read imaps://user:password@host:993/INBOX, or imap:// for STARTTLS (in clear on this machine only)."""
        parts = urlsplit(url)
        if parts.scheme not in ("imaps", "imap") or not parts.hostname or not parts.username:
            raise BadMailbox(f"{parts.scheme}://{parts.hostname or ''}")
        in_clear: Security = "none" if is_this_machine(parts.hostname) else "starttls"
        options = dict(parse_qsl(parts.query))
        return cls(
            host=parts.hostname,
            port=parts.port or (993 if parts.scheme == "imaps" else 143),
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            security="ssl" if parts.scheme == "imaps" else in_clear,
            folder=unquote(parts.path.strip("/")) or "INBOX",
            processed=options.get("processed", "Processed"),
            ca_file=options.get("ca_file", ""),
        )

    @property
    def name(self) -> str:
        """The address of the mailbox, as far as its user name tells."""
        return self.user if "@" in self.user else f"{self.user}@{self.host}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one round brought: how many messages were kept, and the UID keys of those left on the server."""

    stored: int
    left: tuple[str, ...] = ()


class BadMailbox(ValueError):
    """The URL of a mailbox lacks its scheme, its host or its user."""


class CannotFetch(Exception):
    """The mailbox could not be read this time."""


class Unreachable(CannotFetch):
    """The server does not answer, answers nonsense or hung up."""


class Insecure(CannotFetch):
    """The password would travel in clear, or the server cannot prove who it is."""


class LoginRefused(CannotFetch):
    """The server refuses the user or the password."""


class FilingRefused(CannotFetch):
    """The server refuses to move a message that is already kept."""


def fetch(config: Mailbox, store: Store) -> Fetched:
    """Hand every message to `store(raw, uid_key)`, then move it to the processed folder."""
    with _opened(config) as mailbox:
        prefix = f"{config.user}@{config.host}/{config.folder};{_uid_validity(mailbox, config.folder)}"
        if not mailbox.folder.exists(config.processed):
            mailbox.folder.create(config.processed)
        mailbox.folder.set(config.folder)
        return _round(mailbox, prefix, config.processed, store)


def wait(config: Mailbox, seconds: float) -> bool:
    """Wait until the mailbox has news, or for this long; tell whether it had."""
    with _opened(config) as mailbox:
        mailbox.folder.set(config.folder)
        # A message that came before we listened is not announced again.
        if _uids(mailbox):
            return True
        return any(b"EXISTS" in line for line in mailbox.idle.wait(timeout=min(seconds, MAX_IDLE_SECONDS)))


def _round(mailbox: BaseMailBox, prefix: str, processed: str, store: Store) -> Fetched:
    stored, left, unfiled = 0, [], []
    capabilities = _capabilities(mailbox)
    for uid in _uids(mailbox):
        key = f"{prefix}/{uid}"
        if not _kept(mailbox, uid, key, store):
            left.append(key)
            continue
        stored += 1
        crashpoints.passing("before_move")
        if not _filed(mailbox, uid, processed, capabilities):
            unfiled.append(key)
    if unfiled:
        raise FilingRefused(", ".join(unfiled))
    return Fetched(stored, tuple(left))


def _kept(mailbox: BaseMailBox, uid: str, key: str, store: Store) -> bool:
    """Fetch one message and have it stored; one that cannot be stays on the server and stops no other."""
    raw = _raw(mailbox, uid)
    if raw is None:
        return False
    try:
        store(raw, key)
    except Exception:
        log.exception("A message could not be kept and stays on the server: %s", key)
        return False
    return True


def _raw(mailbox: BaseMailBox, uid: str) -> bytes | None:
    """The message as the server has it, unread as before; nothing when it is too large or has gone."""
    size = _SIZE.search(b" ".join(each for each in _asked(mailbox, uid, "(RFC822.SIZE)") if isinstance(each, bytes)))
    if size is None or int(size[1]) > MAX_SIZE:
        return None
    found = [each[1] for each in _asked(mailbox, uid, "(BODY.PEEK[])") if isinstance(each, tuple)]
    return found[0] if found else None


def _asked(mailbox: BaseMailBox, uid: str, what: str) -> list[bytes | tuple[bytes, bytes] | None]:
    status, data = mailbox.client.uid("FETCH", uid, what)
    if status != "OK":
        raise Unreachable(f"FETCH {what}: {data!r}")
    return list(data)


def _filed(mailbox: BaseMailBox, uid: str, processed: str, capabilities: frozenset[str]) -> bool:
    folder = encode_folder(processed)
    if "MOVE" in capabilities:
        return _told(mailbox, "MOVE", uid, folder)
    # The mark comes before the copy: a server that refuses marks would otherwise be given a copy at each round.
    if uid not in mailbox.uids(f"KEYWORD {COPIED}", charset=None):
        marked = _told(mailbox, "STORE", uid, "+FLAGS.SILENT", f"({COPIED})")
        if not marked or not _told(mailbox, "COPY", uid, folder):
            _told(mailbox, "STORE", uid, "-FLAGS.SILENT", f"({COPIED})")
            return False
    return _told(mailbox, "STORE", uid, "+FLAGS.SILENT", r"(\Deleted)") and _expunged(mailbox, uid, capabilities)


def _expunged(mailbox: BaseMailBox, uid: str, capabilities: frozenset[str]) -> bool:
    if "UIDPLUS" in capabilities:
        return _told(mailbox, "EXPUNGE", uid)
    return bool(mailbox.client.expunge()[0] == "OK")


def _told(mailbox: BaseMailBox, command: str, *args: str | bytes) -> bool:
    # imaplib's own annotation forgets that it takes bytes, which a folder's name is.
    status, _ = mailbox.client.uid(command, *args)  # type: ignore[arg-type]
    return bool(status == "OK")


def _uids(mailbox: BaseMailBox) -> list[str]:
    return list(mailbox.uids("UNDELETED", charset=None))


def _uid_validity(mailbox: BaseMailBox, folder: str) -> int:
    return int(mailbox.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])


def _capabilities(mailbox: BaseMailBox) -> frozenset[str]:
    """What the server can do once we are known to it: more than it told a stranger."""
    _, data = mailbox.client.capability()
    return frozenset(b" ".join(each for each in data if each).decode("ascii", "replace").upper().split())


class _StartTls(MailBoxStartTls):
    """The library's own, which leaves the connection open when the server refuses or fails to encrypt it."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise
        return client


@contextmanager
def _opened(config: Mailbox) -> Iterator[BaseMailBox]:
    if config.security == "none" and not is_this_machine(config.host):
        raise Insecure(f"{config.host} is not this machine and its connection is not encrypted")
    with _typed_errors():
        mailbox = _connected(config)
        try:
            plain = (config.user + config.password).isascii()
            (mailbox.login if plain else mailbox.login_utf8)(config.user, config.password, initial_folder=None)
            yield mailbox
        finally:
            _leave(mailbox)


def _connected(config: Mailbox) -> BaseMailBox:
    if config.security == "none":
        return MailBoxUnencrypted(config.host, config.port, timeout=config.timeout)
    kind = MailBox if config.security == "ssl" else _StartTls
    return kind(config.host, config.port, timeout=config.timeout, ssl_context=verified(config.ca_file))


def _leave(mailbox: BaseMailBox) -> None:
    # The work is done or has failed already: a server that does not say goodbye changes nothing.
    with suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
        mailbox.logout()
    with suppress(OSError):
        mailbox.client.shutdown()


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except MailboxLoginError as error:
        raise LoginRefused(str(error)) from error
    except (ssl.SSLError, MailboxStarttlsError) as error:
        raise Insecure(str(error)) from error
    except imaplib.IMAP4.error as error:
        # imaplib says in words only that the server offers no TLS.
        kind = Insecure if "TLS not supported" in str(error) else Unreachable
        raise kind(str(error)) from error
    # A server that lies in its answers makes the libraries trip over them.
    except (OSError, ImapToolsError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
