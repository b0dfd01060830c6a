"""`guichet intake`: fetch the mailboxes by IMAP, then read what is stored."""

import argparse
import os
import socket
from collections.abc import Callable, Sequence

from django.conf import settings

from guichet.doors.email import imap
from guichet.doors.email.reading import read_waiting
from guichet.doors.email.receive import store


def main(argv: Sequence[str]) -> int:
    """Fetch every mailbox once and read everything that waits; 75 when a mailbox could not be reached."""
    parser = argparse.ArgumentParser(prog="guichet intake", description=__doc__)
    parser.add_argument("--once", action="store_true", help="fetch and read once, then stop (the default)")
    parser.add_argument("--read-only", action="store_true", help="read what is stored, fetch nothing")
    given = parser.parse_args(argv)
    reached = given.read_only or fetch_all()
    worker, total = f"{socket.gethostname()}:{os.getpid()}", 0
    while read := read_waiting(worker=worker):
        total += read
    print(f"guichet intake: {total} read")
    return 0 if reached else os.EX_TEMPFAIL


def fetch_all() -> bool:
    """Store what every configured mailbox holds; tell whether all of them answered."""
    reached = True
    for url in settings.CONFIG.imap_urls:
        mailbox = imap.Mailbox.from_url(url)
        try:
            imap.fetch(mailbox, _keeper(mailbox.name))
        except imap.CannotFetch as fault:
            print(f"guichet intake: {mailbox.name}: {fault}")
            reached = False
    return reached


def _keeper(name: str) -> Callable[[bytes, str], None]:
    def keep(raw: bytes, uid: str) -> None:
        store(raw, mailbox=name)

    return keep
