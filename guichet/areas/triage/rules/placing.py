"""Who is best placed to be a client's one name, and why: points that anybody can add up again."""

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGE, COMPETENCE, ROOM, PRESENT, FULL = 8.0, 4.0, 3.0, 2.0, -6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Somebody who may be given a ticket, as far as this ticket goes."""

    staff: int
    speaks: bool
    competent: bool
    present: bool  # within their own hours at this moment
    load: int
    cap: int

    @property
    def is_full(self) -> bool:
        """Tell whether they hold as much as they should."""
        return self.load >= self.cap

    @property
    def points(self) -> float:
        """Add up what speaks for them."""
        room = FULL if self.is_full else ROOM * (1 - self.share)
        return LANGUAGE * self.speaks + COMPETENCE * self.competent + PRESENT * self.present + room

    @property
    def share(self) -> float:
        """Return how much of what they should hold they hold."""
        return self.load / max(self.cap, 1)


def ranked(hands: Iterable[Hand]) -> list[Hand]:
    """Put those best placed first; among equals, whoever came to the house first."""
    return sorted(hands, key=lambda one: (-one.points, one.staff))


def reasons(chosen: Hand, hands: Iterable[Hand]) -> list[str]:
    """Name what spoke for somebody, in codes: what the journal keeps of a choice."""
    others = [one for one in hands if one.staff != chosen.staff]
    said = {
        "language": chosen.speaks, "competence": chosen.competent, "present": chosen.present,
        "room": not chosen.is_full and all(chosen.share <= one.share for one in others),
        "alone": not others,
    }  # fmt: skip
    return [code for code, holds in said.items() if holds]
