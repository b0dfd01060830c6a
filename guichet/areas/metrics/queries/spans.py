"""Where months are too small to be told: quarters, then the year, and never what subtraction would find."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guichet.areas.metrics.queries.slices import Key
from guichet.areas.metrics.rules import hidden_cells

QUARTER = 3  # months
Counts = Mapping[tuple[int, Key], int]  # by month, in its place, and service


@dataclass(frozen=True, slots=True)
class Span:
    """Months in a row of one service, by their places, that are told together."""

    key: Key
    places: tuple[int, ...]


def spans(counts: Counts, told: set[tuple[int, Key]], starts: Sequence[date]) -> list[Span]:
    """Return what may be told of the services whose months are withheld, given the months that are told."""
    known = {cell for cell in told if cell in counts}
    found: list[Span] = []
    for blocks in (_quarters(starts), [tuple(range(len(starts)))]):
        for block in blocks:
            for span in _tellable(counts, known, block):
                found.append(span)
                known |= {(place, span.key) for place in span.places}
    return found


def _quarters(starts: Sequence[date]) -> list[tuple[int, ...]]:
    blocks: dict[tuple[int, int], list[int]] = {}
    for place, start in enumerate(starts):
        blocks.setdefault((start.year, (start.month - 1) // QUARTER), []).append(place)
    return [tuple(places) for places in blocks.values()]


def _tellable(counts: Counts, known: set[tuple[int, Key]], block: tuple[int, ...]) -> Iterator[Span]:
    """Tell of a service of which nothing in the block is known yet, unless that gives a small remainder away."""
    unknown: dict[Key, int] = {}
    partly: set[Key] = set()
    for (place, key), n in counts.items():
        if place not in block or not n:
            continue
        if (place, key) in known:
            partly.add(key)
        else:
            unknown[key] = unknown.get(key, 0) + n
    hidden = hidden_cells(unknown)
    yield from (Span(key, block) for key in unknown if key not in hidden and key not in partly)
