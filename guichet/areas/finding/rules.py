"""What may be kept of words that found nothing, and which words mean the same."""

import re
from collections.abc import Iterable, Mapping, Sequence

from guichet.ground.search import phrase
from guichet.ground.search.words import fold

LONGEST_NEED = 200
LANGUAGES = ("fr", "en")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_NUMBER = re.compile(r"\S*\d[\d\s().-]{4,}\d\S*")
_SIGNS = re.compile(r"[^\w\s'-]")

Alike = dict[str, tuple[str, ...]]


def kept_words(typed: str) -> str:
    """Fold what somebody typed; addresses and long numbers, which could name them, are left out."""
    bare = _NUMBER.sub(" ", _ADDRESS.sub(" ", typed))
    flat = " ".join(_SIGNS.sub(" ", fold(bare).replace("’", "'")).split())
    return flat[:LONGEST_NEED].rpartition(" ")[0] if len(flat) > LONGEST_NEED else flat


def alike_of(groups: Iterable[Mapping[str, Sequence[str]]], language: str) -> Alike:
    """Return, for each phrase as a question in this language says it, what our texts may say in its place."""
    made: dict[str, dict[str, None]] = {}
    for group in groups:
        said = [(one, text) for one in LANGUAGES for text in group.get(one, ())]
        for _own, text in said:
            others = {f"{one}:{other}": None for one, other in said if other != text}
            made.setdefault(phrase(text, language), {}).update(others)
    made.pop("", None)
    return {key: tuple(others) for key, others in made.items()}


def rate(failed: int, asked: int) -> float | None:
    """Return the share of searches that found nothing; none when nobody searched."""
    return failed / asked if asked else None
