"""What was learned, as numbers that anybody can read: a weight for each token and each service, no program."""

import json
import math
from array import array
from dataclasses import dataclass
from typing import Any

from guichet.areas.triage.rules.tokens import is_letters, tokens

FORMAT = 1
MOST_REASONS = 4
Vector = list[tuple[int, float, str]]  # the place of a token, how much of it, the words it came from


@dataclass(frozen=True, slots=True)
class Guess:
    """A service, how likely it is, and the words that weigh most for it rather than for another."""

    service: int
    likely: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """One linear score for each service over TF-IDF (Salton and Buckley, 1988), with the likelihood it must reach."""

    services: list[int]
    places: dict[str, int]
    idf: "array[float]"
    weights: list["array[float]"]
    bias: list[float]
    threshold: float

    def guesses(self, text: str, language: str) -> list[Guess]:
        """Rank the services, the likeliest first; nothing when no word of the text was ever learned."""
        vector = self._vector(text, language)
        likely = softmax(self._scores(vector)) if vector else []
        order = sorted(range(len(likely)), key=lambda place: -likely[place])
        return [Guess(self.services[one], likely[one], self._reasons(one, vector)) for one in order[:3]]

    def scores(self, text: str, language: str) -> list[float]:
        """Return how much a text speaks for each service, before it is made a likelihood."""
        return self._scores(self._vector(text, language))

    def _scores(self, vector: Vector) -> list[float]:
        return [
            bias + sum(weights[place] * value for place, value, _word in vector)
            for weights, bias in zip(self.weights, self.bias, strict=True)
        ]

    def _vector(self, text: str, language: str) -> Vector:
        """Return what is known of a text, words and letters each of length one: letters are many and say less."""
        found: dict[bool, Vector] = {False: [], True: []}
        for token, (times, word) in tokens(text, language).items():
            if token in self.places:
                place = self.places[token]
                found[is_letters(token)].append((place, (1 + math.log(times)) * self.idf[place], word))
        return [*_of_length_one(found[False]), *_of_length_one(found[True])] if found[False] else []

    def _reasons(self, service: int, vector: Vector) -> tuple[str, ...]:
        amounts: dict[str, float] = {}
        for place, value, word in vector:
            others = sum(one[place] for one in self.weights) / len(self.weights)
            amounts[word] = amounts.get(word, 0) + value * (self.weights[service][place] - others)
        telling = sorted(((amount, word) for word, amount in amounts.items()), reverse=True)
        return tuple(word for amount, word in telling if amount > 0)[:MOST_REASONS]


def _of_length_one(vector: Vector) -> Vector:
    length = math.sqrt(sum(value * value for _place, value, _word in vector))
    return [(place, value / length, word) for place, value, word in vector]


def softmax(scores: list[float]) -> list[float]:
    """Make likelihoods of scores."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def read(content: bytes) -> Learned:
    """Read what a lesson wrote."""
    data: dict[str, Any] = json.loads(content)
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    return Learned(
        services=data["services"], places={token: place for place, token in enumerate(data["tokens"])},
        idf=array("f", data["idf"]), weights=[array("f", row) for row in data["weights"]], bias=data["bias"],
        threshold=data["threshold"],
    )  # fmt: skip
