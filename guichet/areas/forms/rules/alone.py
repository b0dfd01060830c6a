"""How well people get through an online form by themselves (CAT-06).

Of the forms that people began online, each by themselves and long enough ago to be judged:

- *completion* is the share that was handed in;
- *leakage* is the share whose owner, within 72 hours of beginning, asked a person for help in the form, or got in touch
  by another way about the same service (domain.md 3: “starts followed by an assisted contact, same intent, ≤ 72 h”);
- the *fit score*, from 0 to 100, is the share that was handed in without any of that: how well doing it alone suits
  those who need the service.

Whoever began without saying who they are leaks only where they ask for help in the form: the true share may be higher.
"""

from dataclasses import dataclass
from datetime import timedelta

OVER = timedelta(days=90)
FOLLOWED = timedelta(hours=72)
FEWEST = 10  # begun: under that, a share says little
LEAST_COMPLETION = 0.60
MOST_LEAKAGE = 0.20


@dataclass(frozen=True, slots=True)
class Alone:
    """What became of the forms of one service that were begun online."""

    begun: int = 0
    finished: int = 0
    helped: int = 0
    unaided: int = 0  # finished without help

    @property
    def is_judged(self) -> bool:
        """Tell whether enough people began for the shares to say something."""
        return self.begun >= FEWEST

    @property
    def completion(self) -> float:
        """Return the share that was handed in."""
        return self.finished / self.begun if self.begun else 0.0

    @property
    def leakage(self) -> float:
        """Return the share that needed a person."""
        return self.helped / self.begun if self.begun else 0.0

    @property
    def fit(self) -> int:
        """Return how well doing it alone suits people, out of 100."""
        return round(100 * self.unaided / self.begun) if self.begun else 0

    @property
    def is_poor(self) -> bool:
        """Tell whether too few get through by themselves."""
        return self.is_judged and (self.completion < LEAST_COMPLETION or self.leakage > MOST_LEAKAGE)

    @property
    def is_well(self) -> bool:
        """Tell whether enough get through; where too few began to tell, it is neither poor nor well."""
        return self.is_judged and not self.is_poor


def done_how(*, online: bool, alone: Alone, ways: bool) -> str:
    """Return how a service is best asked for: `online`, `helped`, or nothing where the sheet says nothing of it."""
    if online:
        return "helped" if alone.is_poor else "online"
    return "helped" if ways else ""
