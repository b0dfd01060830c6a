"""`guichet receive`: one message on standard input, for a mail server's pipe or a procmail rule."""

import argparse
import os
import sys
from collections.abc import Sequence

from django.conf import settings

from guichet.areas.intake import actions as intake
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.files.store import put
from guichet.ground.journal.api import through

# Larger than any attachment we take, so that a large message is stored and then refused in words, not bounced.
LARGEST = 60 * 1024 * 1024


def main(argv: Sequence[str]) -> int:
    """Store one message; 0 only when it is durable, 75 when the mail server must keep it and try again."""
    parser = argparse.ArgumentParser(prog="guichet receive", description=__doc__)
    parser.add_argument("--mailbox", default=settings.MAILBOX, help="whose mail this is")
    parser.add_argument("--from", dest="mail_from", default="", help="envelope sender")
    parser.add_argument("--to", dest="recipients", action="append", default=[], help="envelope recipient")
    given = parser.parse_args(argv)
    raw = sys.stdin.buffer.read(LARGEST + 1)
    if not raw.strip() or len(raw) > LARGEST:
        print("guichet receive: nothing to store, or too large", file=sys.stderr)
        return os.EX_TEMPFAIL
    store(raw, mailbox=given.mailbox, mail_from=given.mail_from, recipients=tuple(given.recipients))
    return 0


def store(raw: bytes, *, mailbox: str, mail_from: str = "", recipients: tuple[str, ...] = ()) -> None:
    """Make one message durable: the one thing that every mail route does first."""
    put(raw)
    arrival = intake.Arrival(mailbox=mailbox.lower(), raw=raw, mail_from=mail_from, recipients=recipients)
    with through("email"):
        intake.store_mail(arrival, by=SYSTEM, now=clock.now())
