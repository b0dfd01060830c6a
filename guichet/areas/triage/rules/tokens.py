"""What a text is made of for whoever learns: telling stems and pairs of stems, never a number."""

from guichet.areas.triage.rules.words import sequence


def tokens(text: str, language: str) -> dict[str, tuple[int, str]]:
    """Return each token of a text with how often it stands there and the words it came from."""
    found: dict[str, tuple[int, str]] = {}
    before: tuple[str, str] | None = None
    for stem, word in sequence(text, language):
        if stem.isdigit() or any(sign.isdigit() for sign in stem):
            before = None
            continue
        _count(found, f"{language}:{stem}", word)
        if before:
            _count(found, f"{language}:{before[0]} {stem}", f"{before[1]} {word}")
        before = (stem, word)
    return found


def _count(found: dict[str, tuple[int, str]], token: str, words: str) -> None:
    times, _words = found.get(token, (0, words))
    found[token] = (times + 1, words)
