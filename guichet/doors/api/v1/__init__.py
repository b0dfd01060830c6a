"""The first version of the API."""

from collections.abc import Mapping
from typing import Any

from guichet.doors.api.problems import ProblemOut

CREATED, DONE = 201, 200


def answers(good: Mapping[int, Any], *bad: int) -> dict[int, Any]:
    """Return the answers of an operation; every one may also be refused for calling too often."""
    return {**good, **dict.fromkeys((*bad, 405, 429), ProblemOut)}
