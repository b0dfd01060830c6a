"""Pipes whose reads and writes end in time, whatever the other side does."""

import os
import select
import time

CHUNK = 1024 * 1024


class TooSlow(Exception):
    """The deadline passed before the other side had read or written."""


class TimedPipe:
    """The two ends we hold of a process's pipes, with one deadline for all that is read and written."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._deadline = 0.0
        os.set_blocking(read_fd, False)
        os.set_blocking(write_fd, False)

    def allow(self, seconds: float) -> None:
        """Give the exchange that starts now this much time."""
        self._deadline = time.monotonic() + seconds

    def read(self, length: int) -> bytes:
        """Read `length` bytes, fewer only when the other side has closed."""
        chunks: list[bytes] = []
        missing = length
        while missing:
            self._await(self._read_fd, select.POLLIN)
            chunk = os.read(self._read_fd, min(missing, CHUNK))
            if not chunk:
                break
            chunks.append(chunk)
            missing -= len(chunk)
        return b"".join(chunks)

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        rest = memoryview(data)
        while rest:
            self._await(self._write_fd, select.POLLOUT)
            rest = rest[os.write(self._write_fd, rest[:CHUNK]) :]

    def flush(self) -> None:
        """Nothing is held back here."""

    def _await(self, fd: int, event: int) -> None:
        poll = select.poll()
        poll.register(fd, event)
        left = self._deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TooSlow
