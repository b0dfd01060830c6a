"""What a text is made of for whoever learns: telling stems, pairs of stems and runs of letters, never a number."""

from collections.abc import Iterator

from guichet.areas.triage.rules.words import fold, sequence

LETTERS = "#"  # in the name of a token that is a run of letters
RUNS = (3, 4)  # how long


def tokens(text: str, language: str, without: frozenset[str] = frozenset()) -> dict[str, tuple[int, str]]:
    """Return each token of a text with how often it stands there and the words it came from; some stems left out."""
    found: dict[str, tuple[int, str]] = {}
    before: tuple[str, str] | None = None
    for stem, word in sequence(text, language):
        if stem in without or any(sign.isdigit() for sign in stem):
            before = None
            continue
        _count(found, f"{language}:{stem}", word)
        if before:
            _count(found, f"{language}:{before[0]} {stem}", f"{before[1]} {word}")
        for run in _runs(fold(word)):
            _count(found, f"{language}{LETTERS}{run}", word)
        before = (stem, word)
    return found


def is_letters(token: str) -> bool:
    """Tell a run of letters from a word."""
    return LETTERS in token


def _runs(word: str) -> Iterator[str]:
    # A word that resembles a known one shares most of its letters: another ending, a slip of the hand.
    edged = f" {word} "
    return (edged[at : at + length] for length in RUNS for at in range(len(edged) - length + 1))


def _count(found: dict[str, tuple[int, str]], token: str, words: str) -> None:
    times, _words = found.get(token, (0, words))
    found[token] = (times + 1, words)
