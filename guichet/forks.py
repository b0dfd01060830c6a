"""Copies of this process, which share with it all that it has loaded: memory is counted once, a start takes no time."""

import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from guichet.children import tie_to

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SHORTEST_LOOK = 0.01
FAILED = 1


@dataclass(frozen=True, kw_only=True)
class Fork:
    """What to run in a copy of this process, under which name, and whether its output comes to us through a pipe."""

    run: Callable[[], int]
    name: str = "guichet"
    piped: bool = True


class Forked:
    """A copy of this process at work, held as `subprocess.Popen` holds a program."""

    def __init__(self, pid: int, output: int | None) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout: IO[bytes] | None = None if output is None else os.fdopen(output, "rb", buffering=0)

    def poll(self) -> int | None:
        """Return how it ended, or nothing while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended, once it has."""
        limit = float("inf") if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > limit:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0.0)
            time.sleep(SHORTEST_LOOK)
        return code

    def terminate(self) -> None:
        """Ask it to stop."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


def fork(wanted: Fork) -> Forked:
    """Run a function in a copy of this process, in a group of its own and tied to our life.

    This process has one thread: a copy has only the thread that asked for it, and whatever others held stays held.
    """
    ours, theirs = os.pipe() if wanted.piped else (None, None)
    tie = tie_to(os.getpid(), signal.SIGTERM)
    sys.stdout.flush()
    sys.stderr.flush()
    # What comes before the copy has put our own handlers away would be lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    pid = os.fork()
    if not pid:
        _live(wanted, theirs, tie)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if theirs is not None:
        os.close(theirs)
    return Forked(pid, ours)


def _live(wanted: Fork, output: int | None, tie: Callable[[], None]) -> None:
    """Be the copy: run the function and leave, without ever returning into the work of the parent."""
    code = FAILED
    try:
        tie()
        _come_of_age(wanted.name, output)
        code = wanted.run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the last door of a process: the trace is printed, and the code says it failed
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _come_of_age(name: str, output: int | None) -> None:
    """Leave the parent's session, terminal, signals and pipes."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in STOPS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    if output is not None:
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115 -- for as long as the process lives
        sys.stderr = open(2, "w", buffering=1, closefd=False, errors="backslashreplace")  # noqa: SIM115
        # What the parent reads from our brothers and sisters is not ours; nothing else is open when it forks.
        os.closerange(3, 256)
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="utf-8")
    gc.enable()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
