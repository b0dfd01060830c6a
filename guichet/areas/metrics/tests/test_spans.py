"""Months too small to be told are told together, and no subtraction finds a small number."""

from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from guichet.areas.metrics.queries.slices import Key
from guichet.areas.metrics.queries.spans import spans
from guichet.areas.metrics.rules import SMALLEST, hidden_cells

YEAR = [date(2025 + (4 + place) // 12, (4 + place) % 12 + 1, 1) for place in range(12)]  # from May on
Cells = dict[tuple[int, Key], int]


def told_of(counts: Cells) -> set[tuple[int, Key]]:
    """Tell the months that are published, service by service."""
    hidden = {
        (place, key)
        for place in range(12)
        for key in hidden_cells({key: n for (at, key), n in counts.items() if at == place})
    }
    return set(counts) - hidden


def test_four_a_month_make_a_quarter_and_one_a_month_a_year() -> None:
    often: Cells = {(1, 1): 4, (1, 2): 1, (1, 3): 2}  # a month, by service
    counts: Cells = {(place, key): n for (_, key), n in often.items() for place in range(12)}
    found = {(one.key, len(one.places)) for one in spans(counts, told_of(counts), YEAR)}
    assert (1, 12) in found or (1, 3) in found
    assert (3, 12) in found and (2, 3) not in found


def test_a_service_with_a_month_that_is_told_is_not_told_again_with_the_others() -> None:
    counts: Cells = {(0, 1): 40, (1, 1): 3, (0, 2): 50, (1, 2): 4}
    assert all(one.key != 1 or 0 not in one.places for one in spans(counts, told_of(counts), YEAR))


cells = st.dictionaries(st.tuples(st.integers(0, 11), st.integers(1, 4)), st.integers(1, 25), max_size=40)


@given(cells)
def test_nothing_small_is_told_nor_left_alone_by_subtraction(counts: Cells) -> None:
    told = told_of(counts)
    found = spans(counts, told, YEAR)
    for one in found:
        assert sum(counts.get((place, one.key), 0) for place in one.places) >= SMALLEST
        assert not {(place, one.key) for place in one.places} & told
    for one, other in combinations(found, 2):
        assert one.key != other.key or not set(one.places) & set(other.places)
    # The whole of a block is public: what no service tells of it is nothing, or not small. What is told of a year says
    # nothing of one of its quarters.
    for block in {one.places for one in found}:
        within = [one for one in found if set(one.places) <= set(block)]
        known = told | {(place, one.key) for one in within for place in one.places}
        left = sum(n for cell, n in counts.items() if cell[0] in block and cell not in known)
        assert left == 0 or left >= SMALLEST
