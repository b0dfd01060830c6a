"""One lesson, in a process of its own that knows no database and no setting: examples in, weights and figures out.

Run as `python -m`; scikit-learn is loaded here and nowhere else, and its memory goes away with the process.
"""

import json
import os
import resource
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from guichet.areas.triage.rules.learned import FORMAT, Learned, read
from guichet.areas.triage.rules.tokens import tokens

FEWEST_PEOPLE = 5  # who wrote a token: under that, it could give somebody away
FEWEST_EXAMPLES = 8  # of a service
MOST_TOKENS = 6_000
RIGHT_ENOUGH = 0.9  # how often it must be right when it speaks
LIKELY = [step / 20 for step in range(6, 20)]
MEMORY, SECONDS = 2 * 1024**3, 900
MISSING = 69  # EX_UNAVAILABLE of sysexits.h: scikit-learn is not installed


@dataclass(frozen=True, slots=True)
class Example:
    """How one request was sorted: its words, its language, the service, and who asked (a number)."""

    text: str
    language: str
    service: int
    person: int


def vocabulary(examples: Sequence[Example], banned: frozenset[str]) -> list[str]:
    """Keep the tokens that several people wrote and that name nobody, the commonest first."""
    writers: dict[str, set[int]] = defaultdict(set)
    for one in examples:
        for token in tokens(one.text, one.language):
            writers[token].add(one.person)
    kept = [
        token
        for token, people in writers.items()
        if len(people) >= FEWEST_PEOPLE and banned.isdisjoint(token.partition(":")[2].split())
    ]
    return sorted(kept, key=lambda token: (-len(writers[token]), token))[:MOST_TOKENS]


def fit(examples: Sequence[Example], banned: frozenset[str], threshold: float) -> bytes | None:
    """Learn from examples; nothing when they tell too little."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    counts: dict[int, int] = defaultdict(int)
    for one in examples:
        counts[one.service] += 1
    examples = [one for one in examples if counts[one.service] >= FEWEST_EXAMPLES]
    known = vocabulary(examples, banned)
    if len({one.service for one in examples}) < 2 or not known:
        return None
    turn = TfidfVectorizer(analyzer=_repeated, sublinear_tf=True, vocabulary=known)
    learner = LogisticRegression(C=20.0, max_iter=300)
    learner.fit(turn.fit_transform(examples), [one.service for one in examples])
    rows, bias = _one_row_each(learner.coef_, learner.intercept_)
    written = {
        "format": FORMAT, "services": learner.classes_.tolist(), "tokens": known,
        "idf": [round(one, 4) for one in turn.idf_.tolist()],
        "weights": [[round(one, 3) for one in row] for row in rows],
        "bias": [round(one, 4) for one in bias], "threshold": threshold,
    }  # fmt: skip
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()


def _one_row_each(weights: Any, bias: Any) -> tuple[list[list[float]], list[float]]:
    """Give each service a row of weights: between two of them, the learner keeps only their difference."""
    if len(bias) > 1:
        return weights.tolist(), bias.tolist()
    return [(-weights[0] / 2).tolist(), (weights[0] / 2).tolist()], [-bias[0] / 2, bias[0] / 2]


def _repeated(example: Example) -> list[str]:
    return [token for token, (times, _w) in tokens(example.text, example.language).items() for _ in range(times)]


def lesson(examples: Sequence[Example], banned: frozenset[str]) -> dict[str, Any]:
    """Learn from the older examples, choose on later ones when to speak, measure on the latest, then learn from all."""
    first, second = len(examples) * 70 // 100, len(examples) * 85 // 100
    trial = fit(examples[:first], banned, 0.0)
    if trial is None:
        return {"model": None}
    threshold = _threshold(read(trial), examples[first:second])
    model = fit(examples, banned, threshold)
    return {"model": model.decode() if model else None, "threshold": threshold} | measured(
        read(trial), examples[second:], threshold
    )


def _threshold(model: Learned, later: Sequence[Example]) -> float:
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
