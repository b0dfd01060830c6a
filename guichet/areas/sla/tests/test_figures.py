"""Figures of promises follow their published formulas."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.sla.rules import Attainment, NoFigures, Status, attainment, percentile, percentile_of_runs, wilson


@pytest.mark.proves("MES-02")
def test_six_met_two_late_one_open_overdue_and_one_in_time_make_six_ninths() -> None:
    reached = attainment([Status.MET] * 6 + [Status.MISSED] * 2 + [Status.OVERDUE, Status.OPEN])

    assert reached == Attainment(met=6, missed=3)
    assert reached.judged == 9
    assert reached.rate == pytest.approx(0.6667, abs=5e-5)


def test_promises_that_wait_are_not_judged() -> None:
    assert attainment([Status.PAUSED, Status.OPEN]).rate is None
    assert attainment([Status.PAUSED, Status.OPEN]).interval == (0.0, 1.0)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(6, 9, 0.3542, 0.8794), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962), (0, 0, 0.0, 1.0)],
)
def test_the_wilson_interval_has_its_known_values(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval_holds_the_share_and_stays_between_zero_and_one(counted: tuple[int, int]) -> None:
    successes, n = counted
    low, high = wilson(successes, n)

    assert 0.0 <= low <= high <= 1.0
    assert low - 1e-12 <= successes / n <= high + 1e-12


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3)])
def test_what_is_not_a_proportion_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(successes, n)


@pytest.mark.parametrize(("rank", "expected"), [(1, 15), (5, 15), (30, 20), (40, 20), (50, 35), (90, 50), (100, 50)])
def test_a_percentile_is_the_nearest_rank(rank: int, expected: int) -> None:
    assert percentile([50, 15, 35, 20, 40], rank) == expected


def test_percentiles_rank_lengths_of_time() -> None:
    days = [timedelta(days=n) for n in range(1, 11)]

    assert percentile(days, 50) == timedelta(days=5)
    assert percentile(days, 90) == timedelta(days=9)


@given(st.lists(st.integers(), min_size=1), st.integers(1, 100))
def test_at_least_the_rank_of_the_figures_do_not_exceed_the_percentile(figures: list[int], rank: int) -> None:
    found = percentile(figures, rank)

    assert found in figures
    assert sum(figure <= found for figure in figures) * 100 >= rank * len(figures)
    assert sum(figure < found for figure in figures) * 100 < rank * len(figures)


def test_a_percentile_of_nothing_or_of_no_rank_is_refused() -> None:
    with pytest.raises(NoFigures):
        percentile([], 50)
    with pytest.raises(ValueError, match="not a percentile"):
        percentile([1], 0)


@given(st.lists(st.lists(st.integers(0, 9)), min_size=1).filter(any), st.integers(1, 100))
def test_a_percentile_of_runs_is_that_of_all_they_hold(runs: list[list[int]], rank: int) -> None:
    together = [figure for run in runs for figure in run]
    assert percentile_of_runs(list(map(sorted, runs)), rank, lambda _run, figure: figure) == percentile(together, rank)


def test_a_percentile_of_runs_asks_little_and_knows_when_there_is_nothing() -> None:
    asked = Counter[int]()

    def figure(_run: int, item: int) -> int:
        asked[item] += 1
        return item

    assert percentile_of_runs([range(0, 60_000, 2), range(1, 60_000, 2)], 90, figure) == 53_999
    assert asked.total() < 3_000
    with pytest.raises(NoFigures):
        percentile_of_runs([[], []], 50, lambda _run, figure: figure)
