"""A mail server that keeps what it is given, in a process of its own so that no kill reaches it."""

import os
import signal
import smtplib
import socket
import tempfile
import time
from collections import Counter
from pathlib import Path


class Sink:
    """One file a message, whole or absent."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder, self.port = folder, _free_port()
        self.pid = os.fork()
        if not self.pid:
            self._serve()
        self._wait()

    def _serve(self) -> None:
        from guichet.doors.email.listener import Listener

        os.setpgid(0, 0)

        def keep(mail_from: str, recipients: object, raw: bytes) -> None:
            handle, name = tempfile.mkstemp(dir=self.folder)
            os.write(handle, raw)
            os.close(handle)
            os.replace(name, f"{name}.eml")

        Listener("127.0.0.1", self.port, accept=keep).start()
        signal.pause()
        os._exit(0)

    def _wait(self) -> None:
        for _ in range(100):
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the sink does not answer")

    def stop(self) -> None:
        """End it; what it kept stays."""
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def message_ids(self) -> Counter[str]:
        """Count what was kept, by Message-ID."""
        found: Counter[str] = Counter()
        for path in self.folder.glob("*.eml"):
            head = path.read_bytes().partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
            lines = [line for line in head.split("\r\n") if line.lower().startswith("message-id:")]
            found[lines[0].partition(":")[2].strip()] += 1
        return found


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
