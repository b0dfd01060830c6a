"""What was learned, as numbers that anybody can read: a weight for each token and each service, no program."""

import json
import math
from array import array
from dataclasses import dataclass
from typing import Any

from guichet.areas.triage.rules.tokens import tokens

FORMAT = 1
MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Guess:
    """A service, how likely it is, and the words that weigh most for it rather than for another."""

    service: int
    likely: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """Multinomial logistic regression over TF-IDF (Salton and Buckley, 1988), with the likelihood it must reach."""

    services: list[int]
    places: dict[str, int]
    idf: "array[float]"
    weights: list["array[float]"]
    bias: list[float]
    threshold: float

    def guesses(self, text: str, language: str) -> list[Guess]:
        """Rank the services, the likeliest first; nothing when no word of the text was ever learned."""
        said = tokens(text, language).items()
        known = [(self.places[one], times, word) for one, (times, word) in said if one in self.places]
        if not known:
            return []
        values = [(1 + math.log(times)) * self.idf[place] for place, times, _word in known]
        length = math.sqrt(sum(value * value for value in values))
        vector = [(place, value / length, word) for (place, _times, word), value in zip(known, values, strict=True)]
        scores = [
            bias + sum(weights[place] * value for place, value, _word in vector)
            for weights, bias in zip(self.weights, self.bias, strict=True)
        ]
        likely = _softmax(scores)
        order = sorted(range(len(scores)), key=lambda place: -likely[place])
        return [Guess(self.services[one], likely[one], self._reasons(one, vector)) for one in order[:3]]

    def _reasons(self, service: int, vector: list[tuple[int, float, str]]) -> tuple[str, ...]:
        def weight(place: int, value: float) -> float:
            return value * (self.weights[service][place] - sum(one[place] for one in self.weights) / len(self.weights))

        telling = sorted(((weight(place, value), word) for place, value, word in vector), reverse=True)
        return tuple(dict.fromkeys(word for amount, word in telling if amount > 0))[:MOST_REASONS]


def _softmax(scores: list[float]) -> list[float]:
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
