"""How right triage is on texts that nobody here wrote: which department offers a service, by its name and description.

The file is the Treasury Board of Canada's service inventory of 2019-2020, the departments with most services. All
learners have the same draws. Beside ours stands the floor: TF-IDF of words and letters, then logistic regression.
Texts are learned twice: as requests, each by somebody else (a word counts once five people wrote it), and as published.

    scripts/measure-triage FILE [--draws 5] [--departments 20] [--language fr]
"""

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from guichet.areas.triage.rules.learned import Learned, read
from guichet.areas.triage.rules.lesson import Example, fit, measured, sharpened, sharpness, threshold_of

TAUGHT = 0.8  # of what is known; the rest is asked
BINS = 10
Pick = Sequence[int]


@dataclass(frozen=True)
class Task:
    """Services of the departments that are learned, and those of all the others."""

    known: list[Example]
    others: list[Example]


def task_of(path: Path, language: str, departments: int) -> Task:
    """Read the inventory: every service an example of its department, each by somebody else."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    most = [name for name, _n in Counter(row["department_name_en"] for row in rows).most_common(departments)]
    place = {name: number for number, name in enumerate(most)}
    all_of_them = [
        Example(
            f"{row[f'service_name_{language}']}\n{row[f'service_description_{language}']}", language,
            place.get(row["department_name_en"], -1), number,
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip
    return Task([one for one in all_of_them if one.service >= 0], [one for one in all_of_them if one.service < 0])


def draws_of(examples: Sequence[Example], draws: int, seed: int = 7) -> Iterator[tuple[list[Example], list[Example]]]:
    """Draw what is taught and what is asked, each department in its share."""
    from sklearn.model_selection import StratifiedShuffleSplit

    services = [one.service for one in examples]
    for taught, asked in StratifiedShuffleSplit(draws, train_size=TAUGHT, random_state=seed).split(services, services):
        yield [examples[one] for one in taught], [examples[one] for one in asked]


def floor(taught: Sequence[Example], asked: Sequence[Example], **given: Any) -> float:
    """Return how often the floor is right."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    turn = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    learner = make_pipeline(turn, LogisticRegression(max_iter=300, **given))
    learner.fit([one.text for one in taught], [one.service for one in taught])
    return float(learner.score([one.text for one in asked], [one.service for one in asked]))


def as_published(examples: Sequence[Example]) -> list[Example]:
    """Take the same texts for what the institution says itself."""
    return [Example(one.text, one.language, one.service) for one in examples]


def model_of(taught: Sequence[Example], give: Callable[[Sequence[Example]], list[Example]]) -> Learned:
    """Learn as a lesson does: part of it chooses how sharp to be and when to speak, then all of it is learned."""
    [(first, later)] = draws_of(taught, 1)
    trial = _fit(give(first))
    sharp = sharpness(trial, later)
    threshold = threshold_of(sharpened(trial, sharp), later)
    return _fit(give(taught), threshold, sharp)


def _fit(examples: Sequence[Example], threshold: float = 0.0, sharp: float = 1.0) -> Learned:
    model = fit(examples, frozenset(), threshold, sharp)
    if model is None:
        raise SystemExit("measure-triage: the file holds too little to learn from")
    return read(model)


def off_by(model: Learned, asked: Sequence[Example]) -> float:
    """Return how far likelihoods are from what comes true, on average (expected calibration error, ten bins)."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for one in asked:
        best = model.guesses(one.text, one.language)[0]
        bins.setdefault(min(int(best.likely * BINS), BINS - 1), []).append((best.likely, best.service == one.service))
    return sum(abs(sum(likely - right for likely, right in each)) for each in bins.values()) / len(asked)


def figures_of(model: Learned, asked: Sequence[Example], others: Sequence[Example]) -> dict[str, float]:
    """Return how right a model is, when it speaks, and how often it does of what it never learned."""
    told = measured(model, asked, model.threshold)
    return {
        "right": told["best"] / len(asked), "speaks": told["spoke"] / len(asked),
        "right when it speaks": told["right"] / max(told["spoke"], 1),
        "speaks of what it does not know": measured(model, others, model.threshold)["spoke"] / max(len(others), 1),
        "likelihood off by": off_by(model, asked),
    }  # fmt: skip


def table(task: Task, draws: int) -> dict[str, dict[str, float]]:
    """Return the figures of every learner, each the mean of all draws."""
    ways: dict[str, Callable[[Sequence[Example]], list[Example]]] = {"as requests": list, "as published": as_published}
    found: dict[str, list[dict[str, float]]] = {}
    for taught, asked in draws_of(task.known, draws):
        found.setdefault("floor, usual settings", []).append({"right": floor(taught, asked)})
        found.setdefault("floor, C=20", []).append({"right": floor(taught, asked, C=20)})
        for name, give in ways.items():
            found.setdefault(f"Guichet, {name}", []).append(figures_of(model_of(taught, give), asked, task.others))
    return {name: {key: mean(one[key] for one in rows) for key in rows[0]} for name, rows in found.items()}


def main() -> None:
    """Print a table for each language."""
    parser = argparse.ArgumentParser(prog="scripts/measure-triage", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--departments", type=int, default=20)
    parser.add_argument("--language", choices=("fr", "en"), action="append")
    given = parser.parse_args()
    for language in given.language or ("fr", "en"):
        task = task_of(given.file, language, given.departments)
        print(f"\n{language}: {len(task.known)} services learned or asked, {len(task.others)} of other departments")
        for name, row in table(task, given.draws).items():
            print(f"  {name:24}" + "".join(f"  {key} {value:.3f}" for key, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
