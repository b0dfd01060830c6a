"""`guichet outbox`: send what waits, hold it, release it, look at it, give one more try."""

import argparse
import os
import socket
from collections.abc import Sequence

from guichet.doors.email.sending import send_waiting
from guichet.ground import clock
from guichet.ground.journal.api import through
from guichet.ground.outbox import api


def main(argv: Sequence[str]) -> int:
    """Do what is asked; 1 when a message was given up and still waits for somebody to look at it."""
    parser = argparse.ArgumentParser(prog="guichet outbox", description=__doc__)
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--once", action="store_true", help="send everything that is due, then stop (the default)")
    doing.add_argument("--hold", metavar="REASON", nargs="?", const="by hand", help="let nothing leave")
    doing.add_argument("--release", action="store_true", help="let messages leave again")
    doing.add_argument("--status", action="store_true", help="count messages by state")
    doing.add_argument("--revive", type=int, metavar="ID", help="try a message given up once more")
    given = parser.parse_args(["--" + argv[0], *argv[1:]] if argv and argv[0] in {"hold", "release"} else list(argv))
    if given.hold:
        api.hold(reason=given.hold, now=clock.now())
    elif given.release:
        api.release()
    elif given.revive:
        return 0 if api.revive(given.revive, now=clock.now()) else 1
    elif not given.status:
        _send_all()
    return _tell()


def _tell() -> int:
    counts = api.counts()
    held = "held, " if api.is_held() else ""
    print(f"guichet outbox: {held}" + (", ".join(f"{count} {state}" for state, count in counts.items()) or "empty"))
    for row in api.given_up():
        print(f"  {row.pk}: {row.kind} to {row.address}, given up after {row.attempts} tries: {row.reason}")
    return 1 if counts.get("dead") else 0


def _send_all() -> None:
    worker = f"{socket.gethostname()}:{os.getpid()}"
    with through("email"):
        while send_waiting(worker=worker, batch=10):
            pass
