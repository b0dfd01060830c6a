"""The figures of promises: the share kept, how sure of it one may be, and percentiles of delays."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from math import ceil, exp, floor, inf, log, sqrt
from typing import TypeVar

from guichet.areas.sla.rules.promise import Status

# The standard normal quantile that leaves 2.5 % on each side.
Z_95 = 1.959963984540054

Figure = TypeVar("Figure", int, float, timedelta)
Item = TypeVar("Item")


class NoFigures(ValueError):
    """A percentile of nothing was asked for."""


@dataclass(frozen=True, slots=True)
class Attainment:
    """How many promises were met and missed, of those that can be judged."""

    met: int
    missed: int

    @property
    def judged(self) -> int:
        """The promises that count: settled, or open past due."""
        return self.met + self.missed

    @property
    def rate(self) -> float | None:
        """The share met, or None while nothing can be judged."""
        return self.met / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the rate."""
        return wilson(self.met, self.judged)


def attainment(statuses: Iterable[Status]) -> Attainment:
    """Count met ÷ (met + missed): open past due is missed already, open in time or paused is not judged yet."""
    counts = Counter(statuses)
    return Attainment(met=counts[Status.MET], missed=counts[Status.MISSED] + counts[Status.OVERDUE])


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The Wilson 95 % confidence interval of a proportion; from 0 to 1 when nothing was counted."""
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a proportion")
    if n == 0:
        return 0.0, 1.0
    share, square = successes / n, Z_95 * Z_95
    centre = share + square / (2 * n)
    spread = Z_95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    whole = 1 + square / n
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


def difference(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """The 95 % confidence interval of one proportion less another, each given as successes and n.

    Newcombe’s hybrid score interval (Statistics in Medicine 17, 1998, 873-890, method 10): unlike the z interval that
    it comes close to in large groups, it holds in small ones and near 0 and 1.
    """
    (low, high), (low_other, high_other) = wilson(*one), wilson(*other)
    share, share_other = one[0] / one[1], other[0] / other[1]
    under = sqrt((share - low) ** 2 + (high_other - share_other) ** 2)
    over = sqrt((high - share) ** 2 + (share_other - low_other) ** 2)
    return share - share_other - under, share - share_other + over


def ratio_of_medians(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float]:
    """The ratio of two medians, and its 95 % confidence interval; each is sorted, and the second median is not nought.

    The interval of each median goes from one order statistic to another (Conover, Practical Nonparametric Statistics,
    3.2); the two are put together on the scale of logarithms (MOVER: Zou and Donner, Statistics in Medicine 27, 2008).
    """
    (low, half, high), (low_other, half_other, high_other) = _median_of(one), _median_of(other)
    if not low or not low_other:
        return half / half_other, 0.0, inf
    under = sqrt(log(half / low) ** 2 + log(high_other / half_other) ** 2)
    over = sqrt(log(high / half) ** 2 + log(half_other / low_other) ** 2)
    return half / half_other, half / half_other * exp(-under), half / half_other * exp(over)


def _median_of(ordered: Sequence[float]) -> tuple[float, float, float]:
    n = len(ordered)
    away = Z_95 * sqrt(n) / 2
    low, high = max(0, floor(n / 2 - away) - 1), min(n - 1, ceil(n / 2 + away))
    return ordered[low], ordered[-(-n // 2) - 1], ordered[high]


def percentile(figures: Iterable[Figure], rank: int) -> Figure:
    """The nearest-rank percentile: the smallest figure that at least `rank` % of them do not exceed.

    It is always one of the figures, never a point between two: P50 of 1, 2, 3, 4 is 2, and P90 of ten is the ninth.
    """
    if not 0 < rank <= 100:
        raise ValueError(f"{rank} is not a percentile")
    ordered = sorted(figures)
    if not ordered:
        raise NoFigures("no figures to rank")
    return ordered[-(-rank * len(ordered) // 100) - 1]


def percentile_of_runs(runs: Sequence[Sequence[Item]], rank: int, figure: Callable[[int, Item], Figure]) -> Figure:
    """The same percentile, of several runs whose figures rise: `figure(run, item)` is asked of a few items only."""
    total = sum(map(len, runs))
    if not total:
        raise NoFigures("no figures to rank")
    place = -(-rank * total // 100) - 1
    lows, highs = [0] * len(runs), [len(run) for run in runs]
    numbers, keys = range(len(runs)), [partial(figure, number) for number in range(len(runs))]
    while True:
        # The middle of the widest stretch left tells, of every run, which part lies under it and which part over.
        widest = max(numbers, key=lambda number: highs[number] - lows[number])
        pivot = keys[widest](runs[widest][(lows[widest] + highs[widest]) // 2])
        under = [bisect_left(runs[one], pivot, lows[one], highs[one], key=keys[one]) for one in numbers]
        upto = [bisect_right(runs[one], pivot, under[one], highs[one], key=keys[one]) for one in numbers]
        if sum(under) <= place < sum(upto):
            return pivot
        lows, highs = (lows, under) if place < sum(under) else (upto, highs)
