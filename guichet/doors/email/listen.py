"""`guichet listen`: the mail door, SMTP and, where asked for, LMTP. 250 is said once the message is durable."""

import argparse
from collections.abc import Sequence

from django.conf import settings

from guichet.doors.email.listener import Listener
from guichet.doors.email.receive import store
from guichet.ground.stopping import block_signals, wait_to_be_stopped


def main(argv: Sequence[str]) -> int:
    """Listen until stopped."""
    parser = argparse.ArgumentParser(prog="guichet listen", description=__doc__)
    parser.add_argument("--host", default=settings.CONFIG.smtp_in_host)
    parser.add_argument("--port", type=int, default=settings.CONFIG.smtp_in_port)
    given = parser.parse_args(argv)
    block_signals()
    listeners = [Listener(given.host, given.port, accept=accept, knows=is_ours)]
    if settings.CONFIG.lmtp:
        listeners.append(Listener(*place_of(settings.CONFIG.lmtp), accept=accept, lmtp=True, knows=is_ours))
    for listener in listeners:
        listener.start()
    print(f"guichet listen: SMTP on {given.host}:{given.port}", flush=True)
    wait_to_be_stopped()
    for listener in listeners:
        listener.stop()
    return 0


def place_of(lmtp: str) -> tuple[str, int]:
    """Read where LMTP is spoken: the path of a socket, or host:port."""
    if lmtp.startswith("/"):
        return lmtp, 0
    host, _, port = lmtp.rpartition(":")
    return host or "127.0.0.1", int(port)


def is_ours(recipient: str) -> bool:
    """Tell whether a recipient is the mailbox itself or one of its signed reply addresses."""
    local, _, domain = recipient.lower().rpartition("@")
    own_local, _, own_domain = settings.MAILBOX.lower().rpartition("@")
    return domain == own_domain and local.partition("+")[0] == own_local


def accept(mail_from: str, recipients: Sequence[str], raw: bytes) -> None:
    """Store one message before anything is answered."""
    store(raw, mailbox=settings.MAILBOX, mail_from=mail_from, recipients=tuple(recipients))
