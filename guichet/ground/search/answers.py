"""Answering a question in somebody's own words: the documents that answer best, and what was understood.

A document is worth the sum, over the words asked, of how rare the word is times how much the document is about it.
All figures are computed here from what the tables hold, so that both engines put the same documents in the same order.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log
from typing import Any

from django.db.models import QuerySet

from guichet.ground.search import keys, postings, vocabulary
from guichet.ground.search.keys import LANGUAGES, Asked
from guichet.ground.search.words import fold, forms

MOST_OF_A_KEY = 400  # documents looked at under one key: those that are most about it
MOST_LOOKED_UP = 160  # keys of a question
OTHER_LANGUAGE, ENDING, ONE_SLIP, TWO_SLIPS, COUSIN, ALIKE, PAIR = 0.6, 0.7, 0.6, 0.4, 0.35, 0.55, 0.7
FAINT = 0.08  # of all that was asked: what answers less than this part of it does not answer

Alike = Mapping[str, Sequence[str]]  # words as folded by `phrase`, and what is said instead of them


@dataclass(frozen=True, slots=True)
class Answers:
    """What answers: the ids, the best first, each with its worth; the words that were read in place of others."""

    ranked: tuple[tuple[int, float], ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()

    @property
    def pks(self) -> list[int]:
        """Return the ids, the best first."""
        return [pk for pk, _worth in self.ranked]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word asked: the keys that answer it, each by how well it does."""

    keys: dict[str, float]
    share: float = 1.0  # of the whole question: a pair only confirms what its words say


def answer(
    text: str, *, kind: str, language: str, within: QuerySet[Any] | None = None, limit: int = 20,
    alike: Alike | None = None,
) -> Answers:  # fmt: skip
    """Return the documents of a kind that answer, among the rows of `within`; the last word may be unfinished."""
    words = keys.asked(text)
    if not words:
        return Answers()
    direct = [_direct(one, language) for one in words]
    said = [key for one in direct for key in one]
    counts = postings.counts(kind, said)
    wanted, read_as = [], list[tuple[str, str]]()
    for one, found in zip(words, direct, strict=True):
        more, meant = _indirect(one, found, counts, kind, language)
        wanted.append(_Wanted({**more, **found}))
        read_as += [(one.written, meant)] if meant else []
    wanted += _alike(text, alike or {}, language, words, wanted) + _pairs(words, language)
    ranked = _ranked(kind, wanted, len(words))
    return Answers(tuple(_seen(ranked, within)[:limit]), tuple(read_as))


def _direct(word: Asked, language: str) -> dict[str, float]:
    return {
        f"{one}:{form}": 1.0 if one == language else OTHER_LANGUAGE for one in LANGUAGES for form in word.forms[one]
    }


def _indirect(
    word: Asked, found: Collection[str], counts: Mapping[str, int], kind: str, language: str
) -> tuple[dict[str, float], str]:
    """Return the keys that a word may have meant, and the word it was read as when nothing holds it as written."""
    typed = fold(word.written)
    more: dict[str, float] = {}
    if word.unfinished:
        more |= {one.term: ENDING for one in vocabulary.of(kind, language).endings(typed)}
    if more or any(key in counts for key in found):
        return more, ""
    meant = ""
    for one in (language, *(other for other in LANGUAGES if other != language)):
        share = 1.0 if one == language else OTHER_LANGUAGE
        known = vocabulary.of(kind, one)
        slipped = known.meant(typed)
        for near, slips in slipped:
            more[near.term] = share * (ONE_SLIP if slips == 1 else TWO_SLIPS)
            more |= {f"{one}:{form}": more[near.term] for form in forms(near.written, one)}
        meant = meant or (slipped[0][0].written if slipped else "")
        if not slipped:
            more |= {near.term: share * COUSIN for near in known.cousins(typed)}
    return more, meant


def phrase(text: str, language: str) -> str:
    """Return the stems of a phrase: what two ways of writing it have in common."""
    return " ".join(forms(word, language)[-1] for word in keys.telling(text))


def _alike(
    text: str, alike: Alike, language: str, words: Sequence[Asked], wanted: list[_Wanted]
) -> list[_Wanted]:  # fmt: skip
    """Add to the words asked what is said in their place; a phrase of several words is one more thing asked."""
    more = list[_Wanted]()
    if not alike:
        return more
    stems = [one.forms[language][-1] for one in words]
    for size in range(1, 4):
        for start in range(len(stems) - size + 1):
            instead = alike.get(" ".join(stems[start : start + size]), ())
            keyed = {key: ALIKE for said in instead for key in _keys_of(said)}
            if size == 1:
                wanted[start] = replace(wanted[start], keys={**keyed, **wanted[start].keys})
            elif keyed:
                more.append(_Wanted(keyed))
    return more


def _keys_of(said: str) -> list[str]:
    language, _colon, text = said.partition(":")
    many = [forms(word, language) for word in keys.telling(text)]
    if len(many) == 1:
        return [f"{language}:{form}" for form in many[0]]
    return [keys.pair(language, one, two) for one, two in pairwise(many)]


def _pairs(words: Sequence[Asked], language: str) -> list[_Wanted]:
    made = [keys.pair(language, one.forms[language], two.forms[language]) for one, two in pairwise(words)]
    return [_Wanted({key: 1.0}, share=PAIR) for key in made]


def _ranked(kind: str, wanted: Sequence[_Wanted], asked: int) -> list[tuple[int, float]]:
    """Add up what each document is worth."""
    from guichet.ground.search.api import engine

    every = list(dict.fromkeys(key for one in wanted for key in one.keys))
    counts = postings.counts(kind, every)
    held = [key for key in every if key in counts][:MOST_LOOKED_UP]
    if not held:
        return []
    whole = counts.get(postings.EVERY, 1)
    under: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for term, pk, weight in engine().heaviest(kind, held, MOST_OF_A_KEY):
        under[term].append((pk, weight))
    worth: dict[int, float] = defaultdict(float)
    for one in wanted:
        best: dict[int, float] = defaultdict(float)
        for key, share in one.keys.items():
            rare = log(1 + (whole - counts.get(key, whole) + 0.5) / (counts.get(key, whole) + 0.5))
            for pk, weight in under.get(key, ()):
                best[pk] = max(best[pk], one.share * share * rare * weight / keys.SCALE)
        for pk, amount in best.items():
            worth[pk] += amount
    least = FAINT * asked * log(1 + whole)
    kept = [(pk, amount) for pk, amount in worth.items() if amount >= min(least, 1.0)]
    return sorted(kept, key=lambda item: (-round(item[1], 6), item[0]))


def _seen(ranked: list[tuple[int, float]], within: QuerySet[Any] | None) -> list[tuple[int, float]]:
    if within is None:
        return ranked
    kept = ranked[:MOST_OF_A_KEY]
    seen = set(within.filter(pk__in=[pk for pk, _worth in kept]).values_list("pk", flat=True))
    return [item for item in kept if item[0] in seen]
