"""How long things took: percentiles and rates."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """What a series of calls came to."""

    calls: int
    p50_ms: float
    p95_ms: float
    per_second: float
    cpu_ms: float = 0.0  # of the whole server, for one call

    def shown(self) -> dict[str, float]:
        """Return the figures, rounded as they are worth."""
        return {
            "calls": self.calls, "p50_ms": round(self.p50_ms, 3), "p95_ms": round(self.p95_ms, 3),
            "per_second": round(self.per_second, 1), "cpu_ms": round(self.cpu_ms, 2),
        }  # fmt: skip


def timing_of(seconds: Sequence[float], elapsed: float, cpu: float = 0.0) -> Timing:
    """Sum up the length of each call, in seconds."""
    ordered = sorted(seconds)
    if not ordered:
        raise ValueError("nothing was called")
    calls = len(ordered)
    return Timing(calls, 1e3 * _rank(ordered, 50), 1e3 * _rank(ordered, 95), calls / elapsed, 1e3 * cpu / calls)


def _rank(ordered: Sequence[float], rank: int) -> float:
    return ordered[max(0, -(-len(ordered) * rank // 100) - 1)]


def timed(call: Callable[[int], object], seconds: float, spent: Callable[[], float] = time.process_time) -> Timing:
    """Call again and again, for some seconds, with the number of the call; `spent` reads the processor time."""
    for turn in range(3):
        call(turn)
    taken: list[float] = []
    before, start = spent(), time.perf_counter()
    while (begun := time.perf_counter()) - start < seconds:
        call(len(taken))
        taken.append(time.perf_counter() - begun)
    return timing_of(taken, time.perf_counter() - start, spent() - before)
