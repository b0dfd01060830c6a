"""A disk of a few megabytes, in memory, that can be filled to the last byte."""

import contextlib
import errno
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIZE = "48m"
FULL_FOR = 1.0  # seconds
CHUNK = b"\0" * 65_536


class NoSmallDisk(Exception):
    """This machine lets nobody mount a disk in memory, and why."""


@dataclass(frozen=True)
class SmallDisk:
    """Where it is mounted."""

    folder: Path

    def fill_for_a_while(self) -> None:
        """Leave no byte free for a second."""
        ballast = self.folder / "ballast"
        until = time.monotonic() + FULL_FOR
        with ballast.open("wb", buffering=0) as file:
            # Others free a little now and then: it is filled again.
            while time.monotonic() < until:
                _write_until_full(file.fileno())
                time.sleep(0.01)
        ballast.unlink()


def _write_until_full(handle: int) -> None:
    for size in (len(CHUNK), 4096, 1):
        with contextlib.suppress(OSError):
            while os.write(handle, CHUNK[:size]):
                pass


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount it for the length of a `with`."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise NoSmallDisk(os.strerror(errno.EPERM) + ": " + mounted.stderr.strip())
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
