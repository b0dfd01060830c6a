"""Parsing in a process that may hang, crash or be killed without harm to the window."""

import atexit
import contextlib
import os
import queue
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from guichet.doors.email import frames
from guichet.doors.email.parse import ParsedMail
from guichet.doors.email.pipes import TimedPipe, TooSlow

# Six in all: a message that is never done with is waited for, then its process.
WALL_SECONDS = 5.5
END_SECONDS = 0.4
START_SECONDS = 10.0
MESSAGES_PER_CHILD = 5_000
_SOURCES = str(Path(__file__).resolve().parents[3])
# Isolated mode ignores the environment and the current folder, so the sources are named here.
_ENTRY = "import sys; sys.path.insert(0, sys.argv[1]); from guichet.doors.email.parse_child import main; main()"


@dataclass(frozen=True, slots=True)
class Unparsable:
    """A message nobody could read in time: its raw bytes are to be kept aside."""

    reason: str


class CannotStart(Exception):
    """The parsing process did not start: the installation is at fault, not the message."""


class _Child:
    """One parsing process and its two pipes."""

    def __init__(self, wall_seconds: float) -> None:
        self._wall_seconds = wall_seconds
        self._messages = 0
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-I", "-c", _ENTRY, _SOURCES],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"LANG": "C.UTF-8"},
            cwd="/",
        )
        self._requests = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)
        self._pipe = TimedPipe(self._answers.fileno(), self._requests.fileno())
        self._await_start()

    def parse(self, raw: bytes) -> ParsedMail | str:
        """Send one message and wait for the answer, no longer than the wall limit; a failure ends the process."""
        self._pipe.allow(self._wall_seconds)
        self._messages += 1
        try:
            frames.write_frame(self._pipe, raw)
            outcome = frames.read_answer(self._pipe)
        except (frames.BrokenFrame, OSError):
            outcome = self._reason_of_end()
        except TooSlow:
            outcome = "timeout"
        if isinstance(outcome, str):
            self.end()
        return outcome

    def is_usable(self) -> bool:
        """Tell whether the next message may be sent to this process."""
        return self._messages < MESSAGES_PER_CHILD and self._process.poll() is None

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    def _await_start(self) -> None:
        self._pipe.allow(START_SECONDS)
        try:
            ready = frames.read_frame(self._pipe) == frames.READY
        except (frames.BrokenFrame, TooSlow, OSError):
            ready = False
        if not ready:
            self.end()
            raise CannotStart

    def _reason_of_end(self) -> str:
        try:
            code = self._process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            return "crash"
        return "timeout" if code == -signal.SIGXCPU else "crash"


class ParserPool:
    """Parsing processes, started when first needed and replaced as soon as one fails."""

    def __init__(self, size: int = 1, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._places: queue.Queue[_Child | None] = queue.Queue()
        for _ in range(size):
            self._places.put(None)

    def parse(self, raw: bytes) -> ParsedMail | Unparsable:
        """Parse one message; whatever it does to its process, the next message is not affected."""
        if len(raw) > frames.MAX_FRAME:
            return Unparsable("too large")
        child = self._places.get()
        try:
            child = self._usable(child)
            outcome = child.parse(raw)
        finally:
            self._places.put(child)
        return Unparsable(outcome) if isinstance(outcome, str) else outcome

    def close(self) -> None:
        """End the processes; the pool starts new ones if it is used again."""
        for _ in range(self._places.qsize()):
            child = self._places.get()
            if child is not None:
                child.end()
            self._places.put(None)

    def _usable(self, child: _Child | None) -> _Child:
        if child is not None and child.is_usable():
            return child
        if child is not None:
            child.end()
        return _Child(self._wall_seconds)


_pools: dict[int, ParserPool] = {}


def _pool_of_this_process() -> ParserPool:
    # A forked worker must not talk through the pipes of its parent: each process has its own pool.
    pid = os.getpid()
    if pid not in _pools:
        pool = _pools.setdefault(pid, ParserPool())
        atexit.register(pool.close)
    return _pools[pid]


def parse_guarded(raw: bytes) -> ParsedMail | Unparsable:
    """Parse one message in this process's own sandbox."""
    return _pool_of_this_process().parse(raw)
