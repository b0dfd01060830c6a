"""The words that a kind of documents holds, kept in the process for a while: how words end, and what was meant."""

import time
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from guichet.ground.search import postings
from guichet.ground.search.near import slips_between

KEPT_FOR = 60.0  # seconds
FORGIVEN = ((8, 2), (4, 1))  # from how many letters, how many slips
MOST_ENDINGS, MOST_MEANT = 12, 4
SHORTEST_ENDED, SHARED = 2, 5


@dataclass(frozen=True, slots=True)
class Word:
    """A word that documents hold."""

    term: str
    word: str
    documents: int
    written: str
    signs: int  # one bit for each letter: words with other letters are passed over quickly


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language, in the order of the alphabet, by first letter and length, by what follows it."""

    words: list[Word]
    spelled: list[str] = field(default_factory=list)
    by_start: dict[tuple[str, int], list[Word]] = field(default_factory=lambda: defaultdict(list))
    by_tail: dict[str, list[Word]] = field(default_factory=lambda: defaultdict(list))

    def endings(self, start: str) -> list[Word]:
        """Return the commonest words that begin so."""
        if len(start) < SHORTEST_ENDED:
            return []
        first = bisect_left(self.spelled, start)
        last = bisect_left(self.spelled, start + "\uffff")
        return sorted(self.words[first:last], key=lambda one: (-one.documents, one.word))[:MOST_ENDINGS]

    def meant(self, typed: str) -> list[tuple[Word, int]]:
        """Return the words that differ by a slip or two, the nearest and commonest first."""
        most = next((slips for letters, slips in FORGIVEN if len(typed) >= letters), 0)
        signs, found = signs_of(typed), list[tuple[Word, int]]()
        for length in range(len(typed) - most, len(typed) + most + 1) if most else ():
            for one in self.by_start.get((typed[0], length), ()):
                if (one.signs ^ signs).bit_count() <= 2 * most:
                    slips = slips_between(typed, one.word, most=most)
                    if 0 < slips <= most:
                        found.append((one, slips))
        # The first letter is seldom wrong: to change it is one slip more.
        found += [(one, 1) for one in self._otherwise_begun(typed)] if most > 1 else []
        return sorted(found, key=lambda pair: (pair[1], -pair[0].documents, pair[0].word))[:MOST_MEANT]

    def _otherwise_begun(self, typed: str) -> list[Word]:
        """Return the words that differ by one slip, at their beginning."""
        tails = {typed, typed[1:], typed[2:], typed[0] + typed[2:]}
        near = (one for tail in tails for one in self.by_tail.get(tail, ()) if one.word[0] != typed[0])
        return [one for one in near if slips_between(typed, one.word, most=1) == 1]

    def cousins(self, typed: str) -> list[Word]:
        """Return the words that share their beginning: of one family, as a rule."""
        shared = max(SHARED, len(typed) - 4)
        return [one for one in self.endings(typed[:shared]) if one.word != typed] if len(typed) >= SHARED else []


def signs_of(word: str) -> int:
    """Return the letters of a word as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 61)
    return bits


_kept: dict[str, tuple[float, dict[str, Vocabulary]]] = {}


def forget() -> None:
    """Drop what the process keeps: after a change, and between tests."""
    _kept.clear()


def of(kind: str, language: str) -> Vocabulary:
    """Return the words of a kind of documents in a language, not older than a minute."""
    now = time.monotonic()
    found = _kept.get(kind)
    if not found or now - found[0] > KEPT_FOR:
        found = _kept[kind] = (now, _read(kind))
    return found[1].get(language) or Vocabulary([])


def _read(kind: str) -> dict[str, Vocabulary]:
    words: dict[str, list[Word]] = defaultdict(list)
    for term, documents, written in postings.vocabulary(kind):
        language, _colon, word = term.partition(":")
        words[language].append(Word(term, word, documents, written, signs_of(word)))
    return {language: _made(found) for language, found in words.items()}


def _made(words: list[Word]) -> Vocabulary:
    words.sort(key=lambda one: one.word)
    made = Vocabulary(words, [one.word for one in words])
    for one in words:
        made.by_start[one.word[0], len(one.word)].append(one)
        made.by_tail[one.word[1:]].append(one)
    return made
