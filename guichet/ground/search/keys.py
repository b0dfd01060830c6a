"""From the fields of a document, and from a question, to the keys under which the ranked index finds them.

A key is a language and a form of a word, or two words that follow each other: `fr:brise`, `fr:mot pass`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from guichet.ground.search.words import LONGEST_TEXT, fold, forms

LANGUAGES = ("fr", "en")
TITLE, KEYWORD, SUMMARY, TEXT = 5.0, 3.5, 1.5, 0.6
PAIRED = SUMMARY  # from this weight on, words that follow each other are kept as a pair too
SCALE, SATURATION = 10_000, 4.0
USUAL_LENGTH = {TITLE: 4, KEYWORD: 3, SUMMARY: 20, TEXT: 150}
MOST_KEYS = 700  # of a document
MOST_ASKED = 16  # words of a question that count

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"\b[^\W_]{1,2}-[^\W_]{2,5}\b")  # Wi-Fi, e-mail: people write them in one word as well
# What people say around what they want: it points to no document.
_AROUND = frozenset(
    """a ai aller ann apres as au aucun aucune aussi autre autres aux avais avait avant avec avez avoir avons ayant
    bien bonjour c ca car ce cela celui ces cet cette ceux chaque chez chose comme comment combien d dans de deja depuis
    derniere des dit dois doit donc dont du elle elles en encore entre est et etait etc etes etre eux fait faire fais
    faites faut fois font grace ici il ils j jamais je jour juste l la le les leur leurs lorsque lui m ma mais me meme
    merci mes mieux moi moins mon n ne ni non nos notre nous on ont ou par parce parmi pas pendant personne peu peut
    peux plus plusieurs possible pour pourquoi pourrais pouvez puis puisje qu quand que quel quelle quelles quels quelqu
    quelque quelques qui quoi rien s sa sais salut sans savoir se selon ses si sien soit son sont sous suis sur svp t ta
    tant te tel tellement tes toi ton toujours tous tout toute toutes tres trop tu un une va vais vas veut veux vers
    veuillez voici voila voudrais vont vos votre vous vraiment y aimerais besoin cherche desire souhaite
    about after again all already also always am an and any anyone anything are as at be because been before being
    but by can cannot could did do does doesn doing don done for from get getting give go going got had has have
    having he hello help her here hi him his how i if im in into is isn it its ive just know let like ll looking made
    make many may me might more most much must my myself need needs never no not now of off on once one only or
    other our ours out over own please re same see seem she should so some someone something still such t than thank
    thanks that the their them then there these they thing this those through to too under until up us use used using
    ve very want wanted wants was way we well were what when where which while who whom whose why will with would you
    your yours""".split()
) - {"personne", "aide", "help"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a document: its words, their language, how much they say of what it is about."""

    text: str
    language: str
    weight: float = TEXT


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question, as written and as it is kept in each language."""

    written: str
    forms: dict[str, tuple[str, ...]]
    unfinished: bool = False


def weights(fields: Iterable[Field]) -> tuple[dict[str, int], dict[str, str]]:
    """Return what a document weighs under each key (BM25F: Robertson and Zaragoza, 2009), and its words as written."""
    found: dict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    for field in fields:
        words = list(telling(field.text[:LONGEST_TEXT]))
        worth = field.weight / (0.3 + 0.7 * sqrt(len(words) / _usual(field.weight))) if words else 0.0
        kept = [forms(word, field.language) for word in words]
        for word, many in zip(words, kept, strict=True):
            written.setdefault(f"{field.language}:{many[0]}", word.lower())
            for form in many:
                found[f"{field.language}:{form}"] += worth
        if field.weight >= PAIRED:
            for one, two in pairwise(kept):
                found[pair(field.language, one, two)] += worth
    heavy = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_KEYS]
    return {key: round(SCALE * worth / (worth + SATURATION)) for key, worth in heavy}, written


def _usual(weight: float) -> int:
    return USUAL_LENGTH.get(weight, USUAL_LENGTH[TEXT])


def pair(language: str, one: tuple[str, ...], two: tuple[str, ...]) -> str:
    """Return the key of two words that follow each other, by their stems."""
    return f"{language}:{one[-1]} {two[-1]}"


def telling(text: str) -> Iterator[str]:
    """Yield the words of a text that say what it is about; `Wi-Fi` is one word."""
    whole = _JOINED.sub(lambda found: found[0].replace("-", ""), text)
    return (word for word in _WORD.findall(whole) if (len(word) > 1 or word.isdigit()) and fold(word) not in _AROUND)


def asked(text: str) -> list[Asked]:
    """Return the words of a question that count; a question made of nothing else keeps them all."""
    every = _WORD.findall(text[:600])
    words = list(telling(text[:600])) or every
    open_end = bool(words) and words[-1] == every[-1] and not text[-1:].isspace()
    kept = list(dict.fromkeys(word.lower() for word in words))[:MOST_ASKED]
    last = words[-1].lower() if open_end else ""
    return [Asked(word, {one: forms(word, one) for one in LANGUAGES}, unfinished=word == last) for word in kept]
