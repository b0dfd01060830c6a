"""One run: messages come in by SMTP while the fault strikes again and again."""

import contextlib
import os
import signal
import smtplib
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guichet.areas.intake.models import InboundMail
from guichet.children import Launch, start, stop_group
from tests.rigs.crash.findings import Findings, count
from tests.rigs.crash.messages import MAILBOX, feed
from tests.rigs.crash.readers import honest, let_finish
from tests.rigs.crash.sink import Sink
from tests.rigs.crash.stage import let_go_of_the_database, prepare

CALM = 1.0  # seconds between two strikes
PACE = 0.1  # seconds between two messages: some come before, during and after every strike
SENDERS = 2  # threads of a worker that send
PATIENCE = 240.0  # seconds


@dataclass
class FaultRig:
    """One run on an empty database."""

    total: int
    times: int
    folder: Path
    strike: Callable[[], None]

    def run(self) -> Findings:
        """Hand everything over under the strikes, let the last ones finish, count."""
        started = time.monotonic()
        sink = Sink(self.folder / "sink")
        try:
            prepare(sink.port)
            let_go_of_the_database()
            self._under_strikes(sink)
            under_fire = InboundMail.objects.exclude(state="stored").count()
            let_finish(honest)
        finally:
            sink.stop()
        found = count(self.total, sink.message_ids())
        found.kills, found.read_under_fire = self.times, under_fire
        found.mail_doubles_allowed = SENDERS * self.times  # each may be struck between the mail and its note of it
        found.seconds = round(time.monotonic() - started, 1)
        return found

    def _under_strikes(self, sink: Sink) -> None:
        port = _free_port()
        environ = {
            **os.environ, "GUICHET_SMTP_IN_PORT": str(port), "GUICHET_SMTP_OUT_PORT": str(sink.port),
            "GUICHET_SMTP_OUT_STARTTLS": "false",
        }  # fmt: skip
        log = os.open(self.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        parts = [
            start(Launch(command=[sys.executable, "-m", "guichet.cli", *words], environ=environ, output=log))
            for words in (["listen"], ["worker"])
        ]
        by_mail = threading.Thread(target=feed, args=(self.total, self.folder / "acknowledged", _Insistent(port).send))
        by_mail.start()
        try:
            _wait_for(lambda: bool(sink.message_ids()))  # the worker is at work
            self._strike_again_and_again()
            _wait_for(lambda: not by_mail.is_alive())
        finally:
            by_mail.join(timeout=PATIENCE)
            for part in parts:
                stop_group(part, signal.SIGTERM)
                part.wait()
            os.close(log)
        if by_mail.is_alive():
            raise RuntimeError("not everything could be handed over: " + (self.folder / "log").read_text()[-3000:])

    def _strike_again_and_again(self) -> None:
        for _ in range(self.times):
            time.sleep(CALM)
            self.strike()


def _wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < limit:
        time.sleep(0.1)


@dataclass
class _Insistent:
    """A mail server in front of ours: it keeps a message until it is told that ours has it."""

    port: int

    def send(self, raw: bytes) -> None:
        time.sleep(PACE)
        while not self._try(raw):
            time.sleep(0.05)

    def _try(self, raw: bytes) -> bool:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as server:
                server.sendmail("client@example.org", [MAILBOX], raw)
            return True
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
