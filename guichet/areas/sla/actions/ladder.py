"""Writing a ladder: for a service or for the house, for what comes in from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from guichet.areas.catalogue.queries import forget
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import NEW
from guichet.areas.sla.models import Ladder
from guichet.areas.sla.rules.ladder import Rung, faults_of_ladder
from guichet.ground.access import Actor
from guichet.ground.actions import action


class BadLadder(ValueError):
    """Something keeps a ladder from being kept: `faults` are codes of sentences."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(", ".join(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderForm:
    """The rungs of what is told, of tickets or of tasks; no service: of all; no rungs: the usual ones again."""

    what: str
    rungs: tuple[Rung, ...]
    service: str = ""


@action("sla.configure")
def configure_ladder(form: LadderForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a ladder as a scenario declares it; return what changed, in words."""
    made = _keep(form, by, now)
    if made is None:
        return []
    return [NEW] if made.version == 1 else [f"version {made.version}: {_said(form.rungs)}"]


@action("sla.write_ladder")
def write_ladder(form: LadderForm, *, by: Viewer, now: datetime) -> Ladder | None:
    """Write a ladder from the office; nothing when nothing changes."""
    return _keep(form, by, now)


def _said(rungs: Sequence[Rung]) -> str:
    return "; ".join(f"{one.share} % → {', '.join(one.to)}" for one in rungs)


def _keep(form: LadderForm, by: Actor, now: datetime) -> Ladder | None:
    if form.rungs and (faults := faults_of_ladder(form.what, form.rungs)):
        raise BadLadder(faults)
    rungs = [one.to_data() for one in form.rungs]
    held = Ladder.objects.select_for_update(of=("self",)).filter(scope=form.service, what=form.what)
    latest = held.order_by("version").last()
    if (latest.rungs if latest else []) == rungs:
        return None
    made = Ladder.objects.create(
        scope=form.service, what=form.what, version=latest.version + 1 if latest else 1, since=now, rungs=rungs,
        staff_id=getattr(by, "staff", None),
    )  # fmt: skip
    forget()
    return made
