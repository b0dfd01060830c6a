"""How near what somebody types comes to a name: accents folded, words in any order, a slip of the finger forgiven."""

from collections.abc import Iterable

from guichet.ground.search.words import folded

SAME, STARTS, WORDS, SLIP, FAR = 4, 3, 2, 1, 0
LONGEST = 1_000  # letters of a word
FORGIVEN = ((8, 2), (4, 1))  # from how many letters, how many slips


def nearness(typed: str, names: Iterable[str]) -> int:
    """Return how near what was typed comes to the nearest of some names, from `FAR` to `SAME`."""
    wanted = folded(typed)
    return max((_to_name(wanted, folded(name)) for name in names), default=FAR) if wanted else FAR


def _to_name(wanted: tuple[str, ...], words: tuple[str, ...]) -> int:
    whole, name = " ".join(wanted), " ".join(words)
    if whole == name:
        return SAME
    if name.startswith(whole):
        return STARTS
    if all(any(word.startswith(one) for word in words) for one in wanted):
        return WORDS
    return SLIP if all(any(is_slip(one, word) for word in words) for one in wanted) else FAR


def is_slip(typed: str, word: str) -> bool:
    """Tell whether a word begins with what was typed, but for a letter that is missing, wrong, swapped or too many."""
    if word.startswith(typed):
        return True
    most = next((slips for letters, slips in FORGIVEN if len(typed) >= letters), 0)
    return most > 0 and typed[0] == word[0] and slips_to_beginning(typed, word) <= most


def slips_to_beginning(typed: str, word: str) -> int:
    """Count the slips between what was typed and the nearest beginning of a word (Damerau, adjacent letters)."""
    return min(_slips(typed, word))


def slips_between(typed: str, word: str, *, most: int) -> int:
    """Count the slips between what was typed and a whole word; beyond the most that are forgiven, any more."""
    return _slips(typed, word, most)[-1]


def _slips(typed: str, word: str, most: int = LONGEST) -> list[int]:
    """Return the slips between what was typed and each beginning of a word, the empty one first."""
    before, above = list[int](), list(range(len(word) + 1))
    for row, letter in enumerate(typed, 1):
        line = [row]
        for place, other in enumerate(word, 1):
            cost = min(above[place] + 1, line[-1] + 1, above[place - 1] + (letter != other))
            if row > 1 and place > 1 and (letter, typed[row - 2]) == (word[place - 2], other):
                cost = min(cost, before[place - 2] + 1)
            line.append(cost)
        before, above = above, line
        if min(line) > most:  # there are only more of them further on
            return line
    return above
