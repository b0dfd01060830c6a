"""The passage of a text that answers a question, with the words that do."""

import re

from guichet.ground.search import keys
from guichet.ground.search.words import Term, fold, forms, question

READ = 6_000  # characters of a text that are looked through
BEFORE, AFTER = 60, 120
_WORD = re.compile(r"[^\W_]+")

Piece = tuple[str, bool]  # some text, and whether it answers


def passage(text: str, words: str, *, language: str) -> list[Piece]:
    """Return the surroundings of the first word of `text` that answers, in pieces; nothing when none does."""
    terms, flat = question(words, None), " ".join(text[:READ].split())
    found = next((one for one in _WORD.finditer(flat) if _answers(one[0], terms, language)), None)
    if found is None:
        return []
    start, end = max(0, found.start() - BEFORE), min(len(flat), found.end() + AFTER)
    start = flat.rfind(" ", 0, start) + 1 if start else 0
    end = flat.find(" ", end) if end < len(flat) and " " in flat[end:] else len(flat)
    return _pieces(("… " if start else "") + flat[start:end] + (" …" if end < len(flat) else ""), terms, language)


def marked(text: str, words: str, *, language: str) -> list[Piece]:
    """Return a whole text in pieces, with the words that answer a question in somebody's own words."""
    asked = keys.asked(words)
    terms = [Term(one.forms[language], fold(one.written) if one.unfinished else "") for one in asked]
    return _pieces(text, terms, language)


def _pieces(shown: str, terms: list[Term], language: str) -> list[Piece]:
    pieces, at = list[Piece](), 0
    for one in _WORD.finditer(shown):
        if _answers(one[0], terms, language):
            pieces += [(shown[at : one.start()], False), (one[0], True)]
            at = one.end()
    return [piece for piece in [*pieces, (shown[at:], False)] if piece[0]]


def _answers(word: str, terms: list[Term], language: str) -> bool:
    kept = {fold(word), *forms(word, language)}
    return any(kept & set(term.forms) or (term.prefix and fold(word).startswith(term.prefix)) for term in terms)
