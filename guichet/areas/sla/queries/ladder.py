"""Which ladder holds for what came in at a moment: that of its service, else that of the house, else the usual one."""

from dataclasses import dataclass
from datetime import datetime

from guichet.areas.catalogue.queries import offer
from guichet.areas.catalogue.queries.kept import keep
from guichet.areas.sla.models import Ladder
from guichet.areas.sla.rules.ladder import USUAL, Rung


@dataclass(frozen=True, slots=True)
class LadderVersion:
    """A ladder as it stood from a moment on; none of its rungs: the usual one again."""

    scope: str
    what: str
    version: int
    since: datetime
    writer: str
    rungs: tuple[Rung, ...]


def ladder_versions() -> dict[tuple[str, str], list[LadderVersion]]:
    """Return every version of every ladder, by the service it is for and what it tells of, the oldest first."""

    def make() -> dict[tuple[str, str], list[LadderVersion]]:
        found: dict[tuple[str, str], list[LadderVersion]] = {}
        for row in Ladder.objects.order_by("version").select_related("staff"):
            writer = row.staff.full_name if row.staff else ""
            rungs = tuple(map(Rung.from_data, row.rungs))
            version = LadderVersion(row.scope, row.what, row.version, row.since, writer, rungs)
            found.setdefault((row.scope, row.what), []).append(version)
        return found

    return keep("ladders", make)


def rungs_for(what: str, *, service: int | None, received: datetime) -> tuple[Rung, ...]:
    """Return the rungs of what came in at a moment for a service: those that held then."""
    known = ladder_versions()
    if not known:
        return USUAL[what]
    code = offer(service, on=received.date()).code
    for scope in dict.fromkeys((code, "")):
        held = [one for one in known.get((scope, what), []) if one.since <= received]
        if held and held[-1].rungs:
            return held[-1].rungs
    return USUAL[what]
