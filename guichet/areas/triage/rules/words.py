"""Suggestions from words alone: pure, explained, with an abstention."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]{2,}")
_STEMMERS = {"fr": Stemmer.Stemmer("french"), "en": Stemmer.Stemmer("english")}
_TOO_COMMON = frozenset(
    "le la les un une des du de et ou au aux pour par dans sur avec est que qui nous vous je mon ma mes votre notre "
    "the an of and or to for in on at with is are be my our your we you it this that please bonjour merci hello "
    "thanks demande request question besoin need ai as avons avez ont suis sommes etes sont ete etait sera ce cet "
    "cette ces il elle ils elles on se si ne pas plus ni mais donc car comme comment quand quel quelle son sa ses "
    "leur leurs tout apres avant deux trois peux peut pouvez pouvons veux veut voudrais voulons faut fait faire "
    "aussi encore deja depuis have has had was were been will would could should can may do does did not no but if "
    "then so as by from out since when what which who how where why there here his her its their they them he she "
    "me us two three any some all just want like would also still already after before about into than too very "
    "anyone".split()
)
ENOUGH = 2.0  # below, the suggestion is not shown


@dataclass(frozen=True, slots=True)
class Found:
    """A service that the words point to, with the words that say so."""

    service: int
    score: float
    reasons: tuple[str, ...]


def fold(text: str) -> str:
    """Return a text in lower case without accents or ligatures."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", " "))
    return "".join(character for character in bare if not unicodedata.combining(character))


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return str(_STEMMERS[language].stemWord(word))


def sequence(text: str, language: str) -> list[tuple[str, str]]:
    """Return a text's telling words in their order, each as its stem and as it was written."""
    tongue = language if language in _STEMMERS else "fr"
    words = [(fold(word), word) for word in _WORD.findall(unicodedata.normalize("NFC", text.lower()))]
    return [(_stem(bare, tongue), word) for bare, word in words if bare not in _TOO_COMMON and len(bare) > 1]


def stems(text: str, language: str) -> dict[str, str]:
    """Return the stems of a text's telling words, each with the word it came from."""
    return dict(sequence(text, language))


def suggest(words: Mapping[str, str], sheets: Mapping[int, Iterable[frozenset[str]]], *, most: int = 3) -> list[Found]:
    """Rank services by the expressions of their sheets found in `words` (a dict of stem to word).

    Each expression (a set of stems) counts as much as it has words, half when only some are there; rare stems count
    more. Nothing is suggested below `ENOUGH`.
    """
    rarity: dict[str, int] = {}
    for expressions in sheets.values():
        for stem in set().union(*expressions):
            rarity[stem] = rarity.get(stem, 0) + 1
    found = []
    for service, expressions in sheets.items():
        score, reasons = 0.0, set()
        for expression in expressions:
            here = expression & words.keys()
            if not here:
                continue
            whole = 1.0 if here == expression else 0.25
            score += whole * sum(2.0 / rarity[stem] for stem in here)
            reasons |= {words[stem] for stem in here}
        if score >= ENOUGH:
            found.append(Found(service, round(score, 2), tuple(sorted(reasons))))
    return sorted(found, key=lambda one: -one.score)[:most]
