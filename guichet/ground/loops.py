"""What a worker does over and over: each door registers its own turns, and the worker runs them all."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loop:
    """A turn that returns how many things it did; after an empty one the worker rests for `idle` seconds."""

    name: str
    turn: Callable[[str], int]
    idle: float = 0.25
    threads: int = 1


LOOPS: dict[str, Loop] = {}


def register(loop: Loop) -> None:
    """Add a loop to what workers run; registering it again replaces it."""
    LOOPS[loop.name] = loop
