"""A small load generator: threads, kept connections, every answer checked."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.bench.processes import cpu_seconds
from tests.bench.timing import Timing, timing_of

WARM_UP = 16
PATIENCE = 90  # seconds: on a busy machine, a slow answer is a figure too


class WrongAnswer(RuntimeError):
    """The server answered something else than what is measured."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request and the answer it must get."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Target:
    """Where the server is, and the processes whose work is counted."""

    port: int
    roots: tuple[int, ...]


Calls = Callable[[int], Call]


def drive(target: Target, calls: Calls, *, callers: int, seconds: float, first: int = 0) -> Timing:
    """Send the calls, numbered from `first`, by so many callers at once, for some seconds."""
    _Run(target, calls, first).go(callers, WARM_UP)
    run = _Run(target, calls, first + WARM_UP)
    before, start = cpu_seconds(*target.roots), time.perf_counter()
    run.go(callers, None, start + seconds)
    elapsed = time.perf_counter() - start
    return timing_of(run.taken, elapsed, cpu_seconds(*target.roots) - before)


class _Run:
    def __init__(self, target: Target, calls: Calls, first: int) -> None:
        self._target, self._calls, self._next = target, calls, first
        self._lock = threading.Lock()
        self._fault: Exception | None = None
        self.taken: list[float] = []

    def go(self, callers: int, most: int | None, until: float = float("inf")) -> None:
        """Let the callers call until the time is over or enough was asked."""
        end = None if most is None else self._next + most
        threads = [threading.Thread(target=self._call, args=(end, until)) for _ in range(callers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._fault:
            raise self._fault

    def _number(self, end: int | None) -> int | None:
        with self._lock:
            number, self._next = self._next, self._next + 1
        return None if self._fault or (end is not None and number >= end) else number

    def _call(self, end: int | None, until: float) -> None:
        number: int | None = 0
        link = http.client.HTTPConnection("127.0.0.1", self._target.port, timeout=PATIENCE)
        try:
            while time.perf_counter() < until and (number := self._number(end)) is not None:
                self.taken.append(_one(link, self._calls(number)))
        except WrongAnswer as error:
            self._fault = error
        except (OSError, http.client.HTTPException) as error:
            self._fault = WrongAnswer(f"{self._calls(number or 0).path}: {error!r}")
        finally:
            link.close()


def _one(link: http.client.HTTPConnection, call: Call) -> float:
    start = time.perf_counter()
    link.request(call.method, call.path, call.body, dict(call.headers))
    answer = link.getresponse()
    text = answer.read()
    taken = time.perf_counter() - start
    if answer.status != call.status:
        raise WrongAnswer(
            f"{call.method} {call.path}: {answer.status} {answer.headers.get('Location', '')} {text[:300]!r}"
        )
    return taken
