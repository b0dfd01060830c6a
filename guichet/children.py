"""Child processes that never outlive their parent, whatever kills it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, kw_only=True)
class Launch:
    """What to start and how: as whom, with which environment, and which signal it gets when its parent dies."""

    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    uid: int | None = None
    gid: int | None = None
    death_signal: signal.Signals = signal.SIGTERM
    output: int | None = None
    folder: Path | None = None


def start(launch: Launch) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, tied to the life of this process."""
    return subprocess.Popen(
        list(launch.command),
        env=dict(launch.environ),
        user=launch.uid,
        group=launch.gid,
        extra_groups=[] if launch.uid is not None else None,
        stdin=subprocess.DEVNULL,
        stdout=launch.output,
        stderr=subprocess.STDOUT if launch.output is not None else None,
        cwd=launch.folder,
        start_new_session=True,
        preexec_fn=tie_to(os.getpid(), launch.death_signal),
    )


class HasPid(Protocol):
    """A process that we started."""

    @property
    def pid(self) -> int:
        """Return its number."""


def stop_group(child: HasPid, sign: signal.Signals) -> None:
    """Signal the child and everything it started."""
    try:
        os.killpg(child.pid, sign)
    except ProcessLookupError:
        return


def tie_to(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    """Return what the child runs before its program: ask Linux for a signal when the parent dies."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    # Loaded here and not in the child: between fork and exec nothing may be imported or allocated at leisure.
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:
            # The parent died between fork and prctl: the signal would never come.
            os._exit(1)

    return tie
