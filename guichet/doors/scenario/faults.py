"""What is wrong in a scenario: where, and what was expected, in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong on one line."""

    file: str
    line: int
    where: str
    sentence: str

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}: {place}{self.sentence}"


class Unreadable(ValueError):
    """The scenario has faults: all of them, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(f"{len(self.faults)} faults")

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))
