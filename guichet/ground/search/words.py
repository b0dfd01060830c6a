"""From what people write to the words of the index: folded, stemmed, forgiving of accents and plurals."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

LONGEST_TEXT = 60_000  # characters of a document that are read
LONGEST_WORD = 40
MOST_TERMS = 12  # words of a question that count

_WORD = re.compile(r"[^\W_]+")
_NAMES = {"fr": "french", "en": "english"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# Too common to help; a question made of nothing else keeps them.
_EMPTY = frozenset(
    """a au aux avec ce ces cet cette c d dans de des du elle elles en est et eux il ils j je l la le les leur leurs
    lui m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sont sur t ta te
    tes toi ton tu un une vos votre vous y the an and are as at be but by for from has have i in is it its my no not of
    or our she so that their them they this to us was we were will with you your""".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: any of its forms will do; the last one may be unfinished."""

    forms: tuple[str, ...]
    prefix: str = ""


def fold(text: str) -> str:
    """Return a text in lower case, without accents or ligatures."""
    lowered = text.casefold().translate(_LIGATURES)
    return "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))


@lru_cache(maxsize=20_000)
def forms(word: str, language: str) -> tuple[str, ...]:
    """Return the forms under which a word is kept: as written, and its stem.

    People leave accents out, and the stemmer reads them: both orders of folding and stemming are kept.
    """
    # A stemmer of its own: the C object is not safe to share between threads, and the cache makes this rare.
    stemmer = Stemmer.Stemmer(_NAMES.get(language, "french"), 0)
    folded = fold(word)
    found = (folded, stemmer.stemWord(folded), fold(stemmer.stemWord(word.casefold())))
    return tuple(dict.fromkeys(form[:LONGEST_WORD] for form in found if form))


def document(text: str, language: str) -> list[str]:
    """Return the words of a document, in order, each under all its forms."""
    return [form for word in _WORD.findall(text[:LONGEST_TEXT]) for form in forms(word, language)]


def question(text: str, language: str | None) -> list[Term]:
    """Return what a document must hold to answer; without a language, either one will do."""
    words = _WORD.findall(text[:400])[:MOST_TERMS]
    kept = [word for word in words if fold(word) not in _EMPTY] or words
    languages = (language,) if language else tuple(_NAMES)
    terms = [Term(tuple(dict.fromkeys(form for one in languages for form in forms(word, one)))) for word in kept]
    if terms and kept[-1] == words[-1] and not text[-1:].isspace():
        terms[-1] = Term(terms[-1].forms, prefix=fold(kept[-1])[:LONGEST_WORD])
    return terms


@lru_cache(maxsize=4_000)
def folded(text: str) -> tuple[str, ...]:
    """Return the words of a name or of what was typed, folded, without those that are too common to help."""
    words = tuple(_WORD.findall(fold(text[:400])))
    return tuple(word for word in words if word not in _EMPTY) or words


ALIKE = 0.5


def is_alike(one: str, other: str, language: str) -> bool:
    """Tell whether two texts say much the same: the shorter shares half of its words, whatever their form."""
    first, second = _heart(one, language), _heart(other, language)
    return bool(first and second) and len(first & second) >= ALIKE * min(len(first), len(second))


def _heart(text: str, language: str) -> set[str]:
    kept = (word for word in _WORD.findall(text[:LONGEST_TEXT]) if fold(word) not in _EMPTY and len(word) > 2)
    return {forms(word, language)[-1] for word in kept}
