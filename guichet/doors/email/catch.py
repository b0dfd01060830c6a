"""`guichet catch`: keep the demonstration's outgoing mail, to be read on a page. It never leaves the machine."""

import argparse
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from guichet.doors.email.listener import Listener
from guichet.ground import clock
from guichet.ground.stopping import block_signals, wait_to_be_stopped


def main(argv: Sequence[str]) -> int:
    """Catch until stopped."""
    parser = argparse.ArgumentParser(prog="guichet catch", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=settings.SMTP_OUT["port"])
    given = parser.parse_args(argv)
    folder = Path(settings.CONFIG.data_dir) / "caught"
    folder.mkdir(parents=True, exist_ok=True)
    block_signals()
    listener = Listener(given.host, given.port, accept=lambda sender, to, raw: keep(folder, sender, to, raw))
    listener.start()
    print(f"guichet catch: listening on {given.host}:{given.port}", flush=True)
    wait_to_be_stopped()
    listener.stop()
    return 0


def keep(folder: Path, mail_from: str, recipients: Sequence[str], raw: bytes) -> None:
    """Write one message under a name that sorts by time, whole or not at all."""
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
    heads = "".join(f"X-Envelope-To: {address}\r\n" for address in recipients)
    draft = folder / f".{name}"
    draft.write_bytes(f"X-Envelope-From: {mail_from}\r\n{heads}".encode() + raw)
    os.replace(draft, folder / name)
