"""One process of the desk: started, heard, started again when it dies."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Protocol

from guichet.children import Launch, start, stop_group

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A process that has run this long is healthy: its next death starts again from the shortest pause.
HEALTHY_SECONDS = 60.0
READ_AT_ONCE = 65_536


class Child(Protocol):
    """A process that was started: a program or a copy of this one."""

    pid: int
    returncode: int | None

    @property
    def stdout(self) -> IO[bytes] | None:
        """Return the end of the pipe through which its lines come."""

    def poll(self) -> int | None:
        """Return how it ended, or nothing while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended, once it has."""

    def terminate(self) -> None:
        """Ask it to stop."""


def launched(part: "Component") -> Child:
    """Start a component as a program."""
    return start(Launch(command=part.command, environ=part.environ, output=subprocess.PIPE))


@dataclass
class Component:
    """One supervised process, the lines it says, and the history of its deaths."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    begin: Callable[["Component"], Child] = launched
    child: Child | None = None
    pause: float = SHORTEST_PAUSE
    started_at: float = 0.0
    next_start_at: float = 0.0
    unfinished: bytes = b""

    def launch(self) -> None:
        self.child = self.begin(self)
        self.started_at = time.monotonic()
        if pipe := self.pipe():
            os.set_blocking(pipe.fileno(), False)

    def look(self) -> None:
        """Start the process when its time has come; after a death, choose that time."""
        if self.child is not None and self.child.poll() is not None:
            self._mourn(self._running())
        if self.child is None and time.monotonic() >= self.next_start_at:
            self.launch()

    def _mourn(self, child: Child) -> None:
        stop_group(child, signal.SIGKILL)
        self._hear_the_end()
        if time.monotonic() - self.started_at > HEALTHY_SECONDS:
            self.pause = SHORTEST_PAUSE
        say("serve", f"{self.name} ended ({child.returncode}); starting it again in {self.pause:g} s")
        self.next_start_at = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self.child = None

    def _hear_the_end(self) -> None:
        while self.copy_lines():
            pass
        if pipe := self.pipe():
            pipe.close()

    def _running(self) -> Child:
        if self.child is None:
            raise LookupError(self.name)
        return self.child

    def pipe(self) -> IO[bytes] | None:
        """Return where the lines of the process come from, as long as some may come."""
        source = self.child.stdout if self.child else None
        return source if source and not source.closed else None

    def copy_lines(self) -> bool:
        """Print what the process has said since, each line under its name; tell whether more may come."""
        source = self.pipe()
        try:
            said = os.read(source.fileno(), READ_AT_ONCE) if source else b""
        except BlockingIOError:
            return False
        *lines, self.unfinished = (self.unfinished + said).split(b"\n")
        if source and not said:
            source.close()
            lines, self.unfinished = [self.unfinished] if self.unfinished else [], b""
        for line in lines:
            say(self.name, line.decode("utf-8", "replace").rstrip())
        return bool(said)

    def ask_to_stop(self) -> None:
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()

    def is_over(self) -> bool:
        return self.child is None or self.child.poll() is not None

    def end(self) -> None:
        """End the process, if it still runs, and all that it started."""
        if self.child is None:
            return
        if not self.is_over():
            say("serve", f"{self.name} does not stop: killing it")
        stop_group(self.child, signal.SIGKILL)
        self.child.wait()
        self._hear_the_end()


def say(name: str, line: str) -> None:
    # Whoever listened may have gone: the desk goes on.
    with suppress(BrokenPipeError):
        print(f"{name:>8} | {line}", flush=True)
