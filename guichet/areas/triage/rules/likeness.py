"""How much two requests resemble each other, by the telling words that they share."""

from collections.abc import Collection, Mapping

ALIKE = 55  # per cent; below, nobody is told
FEWEST = 3  # words in common; fewer are chance


def likeness(one: Mapping[str, str], other: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """Return how alike two texts are, in per cent (Dice, 1945), and the words of the first that the second has too."""
    shared = [word for stem, word in one.items() if stem in other]
    if len(shared) < FEWEST:
        return 0, ()
    return round(200 * len(shared) / (len(one) + len(other))), tuple(
        sorted(shared, key=lambda word: (-len(word), word))
    )


def is_alike(percent: int) -> bool:
    """Tell whether a likeness is worth a look."""
    return percent >= ALIKE
