"""Forked processes that do the real work until they are killed, and tell how far they come."""

import contextlib
import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], None]
TELLING = {"after_commit", "after_file"}  # something was finished: progress


@dataclass
class Victim:
    """One life: what it does, where its progress is heard, what it has finished."""

    work: Work
    listening: int
    finished: int = 0
    asleep_until: float = 0.0


class Victims:
    """Those alive, and how many were killed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.alive: dict[int, Victim] = {}
        self.kills = 0
        self.frozen = 0
        self.progress = 0

    def start(self, work: Work, point: str = "") -> int:
        """Fork one; it dies at `point`, where one is given, the first time that it comes there."""
        listening, telling = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        pid = os.fork()
        if pid:
            os.close(telling)
            # Both sides make the group: whichever comes first, a kill right after the fork finds it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.setpgid(pid, pid)
            self.alive[pid] = Victim(work, listening)
            return pid
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _die_at(point, telling)
        try:
            work()
        except BaseException:  # noqa: BLE001 -- a fork never returns to its parent's code
            traceback.print_exc()
            os._exit(3)
        os._exit(0)

    def listen(self) -> None:
        """Hear what each has finished since last time, and wake those that slept long enough."""
        for pid, victim in self.alive.items():
            self._hear(victim)
            if victim.asleep_until and time.monotonic() > victim.asleep_until:
                victim.asleep_until = 0.0
                os.killpg(pid, signal.SIGCONT)

    def _hear(self, victim: Victim) -> None:
        with contextlib.suppress(BlockingIOError):
            heard = len(os.read(victim.listening, 4096))
            victim.finished += heard
            self.progress += heard

    def at_work(self) -> list[int]:
        """Return those that have finished something: a kill before that proves little."""
        return [pid for pid, victim in self.alive.items() if victim.finished]

    def forget(self, pid: int) -> Work:
        """Let go of one that is dead; return what it was doing."""
        victim = self.alive.pop(pid)
        self._hear(victim)
        os.close(victim.listening)
        return victim.work

    def freeze(self, pid: int, seconds: float) -> None:
        """Stop one until its lease has run out: it wakes up believing that it still holds its messages."""
        self.alive[pid].asleep_until = time.monotonic() + seconds
        os.killpg(pid, signal.SIGSTOP)
        self.frozen += 1

    def kill(self, pid: int) -> Work:
        """Kill one, with everything that it started; return what it was doing."""
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.kills += 1
        return self.forget(pid)

    def bury(self) -> None:
        """Replace those that died by themselves at a named point; one that has finished its work is left out."""
        for pid in list(self.alive):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended:
                continue
            self.kills += os.WIFSIGNALED(status)
            work = self.forget(pid)
            if not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0):
                self.start(work)

    def end(self) -> None:
        """Kill all that are left; these kills are not counted."""
        counted = self.kills
        for pid in list(self.alive):
            self.kill(pid)
        self.kills = counted


def _die_at(point: str, telling: int) -> None:
    from guichet.ground import crashpoints

    def reach(name: str) -> None:
        if name == point:
            os.killpg(0, signal.SIGKILL)
        if name in TELLING:
            with contextlib.suppress(BlockingIOError, BrokenPipeError):
                os.write(telling, b".")

    crashpoints.reach = reach
