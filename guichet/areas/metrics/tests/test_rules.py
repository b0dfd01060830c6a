"""Small groups stay hidden, whatever is subtracted from what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.metrics.rules import FIGURES, SMALLEST, hidden_cells, index_of


@pytest.mark.proves("N4")
@given(st.dictionaries(st.integers(), st.integers(min_value=0, max_value=60), max_size=12))
def test_the_total_less_what_is_shown_never_leaves_a_small_group(counts: dict[int, int]) -> None:
    hidden = hidden_cells(counts)
    rest = sum(counts.values()) - sum(n for key, n in counts.items() if key not in hidden)
    assert {key for key, n in counts.items() if 0 < n < SMALLEST} <= hidden
    assert rest == 0 or rest >= SMALLEST or sum(counts.values()) < SMALLEST


@pytest.mark.proves("N4")
def test_the_smallest_of_the_others_is_hidden_with_a_lone_small_cell() -> None:
    assert hidden_cells({"fr": 80, "en": 4, "other": 30}) == {"en", "other"}
    assert hidden_cells({"fr": 80, "en": 6, "other": 7, "none": 0}) == {"en", "other"}
    assert hidden_cells({"fr": 80, "en": 12}) == frozenset()


@pytest.mark.proves("MES-03")
def test_each_figure_says_how_it_is_computed() -> None:
    assert all(str(one.words) and one.formula for one in FIGURES)
    assert len({one.code for one in FIGURES}) == len(FIGURES)


def test_answers_from_1_to_5_become_an_index() -> None:
    assert (index_of(1), index_of(3), index_of(5)) == (0, 50, 100)
