"""One lesson, in a process of its own that knows no database and no setting: examples in, weights and figures out.

Run as `python -m`; scikit-learn is loaded here and nowhere else, and its memory goes away with the process.
"""

import json
import math
import os
import resource
import sys
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

from guichet.areas.triage.rules.learned import FORMAT, Learned, read, softmax
from guichet.areas.triage.rules.tokens import is_letters, tokens

FEWEST_PEOPLE = 5  # who wrote a token that the institution did not publish: under that, it could give somebody away
FEWEST_EXAMPLES = 8  # of a service
MOST_TOKENS = 6_000  # of each kind: words, letters
RIGHT_ENOUGH = 0.9  # how often it must be right when it speaks
LIKELY = [step / 20 for step in range(6, 20)]
SHARP = [step / 4 for step in range(2, 41)]  # how much a difference of scores means, when it becomes a likelihood
MEMORY, SECONDS = 2 * 1024**3, 900
MISSING = 69  # EX_UNAVAILABLE of sysexits.h: scikit-learn is not installed


@dataclass(frozen=True, slots=True)
class Example:
    """How one request was sorted: its words, its language, the service, and who asked (a number).

    Without anybody, it is what the institution itself publishes of a service.
    """

    text: str
    language: str
    service: int
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is learned: tokens that several people wrote, and those that stand in what is published.

    Of a request, only the first count: a published word that one person wrote still tells nothing of them.
    """

    words: list[str]
    letters: list[str]
    common: frozenset[str]
    banned: frozenset[str]

    def said(self, example: Example) -> dict[str, int]:
        """Return how often each token of an example that may be learned from it stands there."""
        found = tokens(example.text, example.language, self.banned).items()
        return {token: times for token, (times, _w) in found if example.person is None or token in self.common}


def vocabulary(examples: Sequence[Example], banned: frozenset[str]) -> Vocabulary:
    """Keep the tokens that several people wrote or that are published, and that name nobody, the commonest first."""
    writers: dict[str, set[int]] = defaultdict(set)
    published: dict[str, int] = defaultdict(int)
    for one in examples:
        for token in tokens(one.text, one.language, banned):
            if one.person is None:
                published[token] += 1
            else:
                writers[token].add(one.person)
    common = frozenset(token for token, people in writers.items() if len(people) >= FEWEST_PEOPLE)
    uses = {token: published[token] + len(writers[token]) for token in common | published.keys()}
    order = sorted(uses, key=lambda token: (-uses[token], token))
    words = [token for token in order if not is_letters(token)][:MOST_TOKENS]
    return Vocabulary(words, [token for token in order if is_letters(token)][:MOST_TOKENS], common, banned)


def fit(examples: Sequence[Example], banned: frozenset[str], threshold: float, sharp: float = 1.0) -> bytes | None:
    """Learn from examples; nothing when they tell too little."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    counts: dict[int, int] = defaultdict(int)
    for one in examples:
        counts[one.service] += 1
    examples = [one for one in examples if counts[one.service] >= FEWEST_EXAMPLES]
    known = vocabulary(examples, banned)
    if len({one.service for one in examples}) < 2 or not known.words:
        return None
    said = [known.said(one) for one in examples]
    turns = [
        TfidfVectorizer(analyzer=_repeated, sublinear_tf=True, vocabulary=each) for each in (known.words, known.letters)
    ]
    learner = LinearSVC(class_weight="balanced", random_state=0)
    learner.fit(hstack([turn.fit_transform(said) for turn in turns]), [one.service for one in examples])
    rows, bias = _one_row_each(learner.coef_ * sharp, learner.intercept_ * sharp)
    written = {
        "format": FORMAT, "services": learner.classes_.tolist(), "tokens": known.words + known.letters,
        "idf": [round(one, 4) for turn in turns for one in turn.idf_.tolist()],
        "weights": [[round(one, 3) for one in row] for row in rows],
        "bias": [round(one, 4) for one in bias], "threshold": threshold,
    }  # fmt: skip
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()


def _repeated(said: dict[str, int]) -> list[str]:
    return [token for token, times in said.items() for _ in range(times)]


def _one_row_each(weights: Any, bias: Any) -> tuple[list[list[float]], list[float]]:
    """Give each service a row of weights: between two of them, the learner keeps only their difference."""
    if len(bias) > 1:
        return weights.tolist(), bias.tolist()
    return [(-weights[0] / 2).tolist(), (weights[0] / 2).tolist()], [-bias[0] / 2, bias[0] / 2]


def lesson(examples: Sequence[Example], banned: frozenset[str]) -> dict[str, Any]:
    """Learn from the older examples, choose on later ones when to speak, measure on the latest, then learn from all."""
    published = [one for one in examples if one.person is None]
    sorted_so = [one for one in examples if one.person is not None]
    first, second = len(sorted_so) * 70 // 100, len(sorted_so) * 85 // 100
    blunt = fit([*published, *sorted_so[:first]], banned, 0.0)
    if blunt is None:
        return {"model": None}
    sharp = sharpness(read(blunt), sorted_so[first:second])
    trial = sharpened(read(blunt), sharp)
    threshold = threshold_of(trial, sorted_so[first:second])
    model = fit(examples, banned, threshold, sharp)
    return {"model": model.decode() if model else None, "threshold": threshold} | measured(
        trial, sorted_so[second:], threshold
    )


def sharpness(model: Learned, later: Sequence[Example]) -> float:
    """Choose what makes likelihoods truest on later decisions (temperature scaling: Guo et al., 2017)."""
    told = [(model.scores(one.text, one.language), one.service) for one in later if one.service in model.services]
    pairs = [(scores, model.services.index(service)) for scores, service in told]

    def surprise(sharp: float) -> float:
        return -sum(math.log(max(softmax([sharp * one for one in scores])[right], 1e-12)) for scores, right in pairs)

    return min(SHARP, key=surprise)


def sharpened(model: Learned, sharp: float) -> Learned:
    """Return the same model with every score so many times as large."""
    weights = [array("f", (sharp * one for one in row)) for row in model.weights]
    return replace(model, weights=weights, bias=[sharp * one for one in model.bias])


def threshold_of(model: Learned, later: Sequence[Example]) -> float:
    """Choose when to speak: as soon as it is right often enough."""
    tried = [measured(model, later, one) | {"at": one} for one in LIKELY]
    good = [one["at"] for one in tried if one["spoke"] and one["right"] >= RIGHT_ENOUGH * one["spoke"]]
    return min(good, default=LIKELY[-1])


def measured(model: Learned, later: Sequence[Example], threshold: float) -> dict[str, Any]:
    """Count, on decisions that came later than what was learned: how often it spoke, and how often it was right."""
    spoke = right = best = 0
    for one in later:
        guesses = model.guesses(one.text, one.language)
        hit = bool(guesses) and guesses[0].service == one.service
        best += hit
        if guesses and guesses[0].likely >= threshold:
            spoke, right = spoke + 1, right + hit
    return {"later": len(later), "spoke": spoke, "right": right, "best": best}


def main() -> None:
    """Read a lesson from standard input, write what it taught to standard output."""
    os.nice(15)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if find_spec("sklearn") is None:
        sys.exit(MISSING)
    given = json.load(sys.stdin)
    told = lesson([Example(*row) for row in given["examples"]], frozenset(given["banned"]))
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
