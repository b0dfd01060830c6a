"""What is handed over: numbered messages, some poisoned, some that share a Message-ID, some that come twice."""

import os
from collections.abc import Callable
from pathlib import Path

POISON_EVERY = 97
AGAIN_EVERY = 41  # the same bytes come twice
MAILBOX = "guichet@example.org"


def message(number: int) -> bytes:
    """Return the message of a number: one in a while is poison, and some share a Message-ID."""
    if is_poison(number):
        folded = b"\r\n ".join([b"(" * 900] * 333)
        return b"From: p@example.org\r\nSubject: marker-%06d\r\nX: %s\r\n\r\n" % (number, folded)
    identifier = number - 1 if number % 29 == 28 else number
    return (
        f"From: Client {number % 211} <client{number % 211}@example.org>\r\nTo: {MAILBOX}\r\n"
        f"Subject: marker-{number:06d}\r\nMessage-ID: <m{identifier}@example.org>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour, voici ma demande marker-{number:06d}.\r\n"
    ).encode()


def is_poison(number: int) -> bool:
    """Tell whether a message is one that no reader can read."""
    return number % POISON_EVERY == POISON_EVERY - 1


def feed(total: int, acknowledged: Path, store: Callable[[bytes], None]) -> None:
    """Hand every message over, each until it is acknowledged; what was not is handed over again."""
    done = int(acknowledged.read_text() or 0) if acknowledged.exists() else 0
    for number in range(done, total):
        store(message(number))
        if number % AGAIN_EVERY == 0:
            store(message(number))
        draft = acknowledged.with_suffix(".new")
        draft.write_text(str(number + 1))
        os.replace(draft, acknowledged)


def into_the_mailbox(raw: bytes) -> None:
    """Store one message as every mail door does."""
    from guichet.doors.email.receive import store

    store(raw, mailbox=MAILBOX)
