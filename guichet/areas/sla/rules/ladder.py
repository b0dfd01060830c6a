"""Who is told, rung by rung, how much of a promise or of the time of a task is used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

NEAR, DUE = 75, 100  # hundredths that are used
TICKET, TASK = "ticket", "task"
# Whom a rung may tell: whoever is in charge, whoever works on the task, who leads the unit of either, who leads all.
TOLD = {TICKET: ("owner", "owner_lead", "manager"), TASK: ("worker", "unit_lead", "owner", "owner_lead", "manager")}
MOST = 6  # rungs
FARTHEST = 400  # hundredths: four times the delay


@dataclass(frozen=True, slots=True, order=True)
class Rung:
    """At so many hundredths used, these are told."""

    share: int
    to: tuple[str, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_data` wrote."""
        return cls(int(data["share"]), tuple(data["to"]))

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"share": self.share, "to": list(self.to)}


USUAL = {
    TICKET: (Rung(NEAR, ("owner",)), Rung(DUE, ("owner", "manager"))),
    TASK: (Rung(NEAR, ("worker",)), Rung(DUE, ("worker", "unit_lead", "owner"))),
}


def faults_of_ladder(what: str, rungs: Iterable[Rung]) -> list[str]:
    """Return what keeps a ladder from being kept, as codes of sentences."""
    found, shares = list(rungs), [one.share for one in rungs]
    if not found or len(found) > MOST:
        return ["many"]
    wrong = [
        ("share", any(not 1 <= share <= FARTHEST for share in shares)),
        ("order", shares != sorted(set(shares))),
        ("to", any(not one.to or not set(one.to) <= set(TOLD[what]) for one in found)),
    ]
    return [why for why, is_so in wrong if is_so]


def next_rung(rungs: Iterable[Rung], told: int) -> Rung | None:
    """Return the rung that comes after the share that was told of last; 0: of none."""
    return next((one for one in rungs if one.share > told), None)
