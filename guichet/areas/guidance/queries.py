"""Reading paths and checklists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Q

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.guidance import rules
from guichet.areas.guidance.models import Checklist, GuidedPath
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.queries.contacts import touches_after
from guichet.ground import recent
from guichet.ground.references import plain_code

KEPT, KEPT_FOR = "guidance:paths", 5  # seconds
OVER, AFTER = timedelta(days=365), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a checklist, and the service that does it as it stands today."""

    item: rules.Item
    offer: Offer | None
    done: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """A kept checklist, ready to be shown."""

    row: Checklist
    path: rules.Path
    lines: tuple[Line, ...]

    @property
    def code(self) -> str:
        """Return the code in groups of four, as people copy it."""
        return "-".join(self.row.code[start : start + 4] for start in range(0, len(self.row.code), 4))

    @property
    def left(self) -> int:
        """Count what is not done yet."""
        return sum(not line.done for line in self.lines)


def paths() -> dict[str, rules.Path]:
    """Return the newest version of every path, by code, in the order in which they were declared.

    The answer may be some seconds old.
    """
    return recent.made(KEPT, KEPT_FOR, _paths)


def _paths() -> dict[str, rules.Path]:
    latest = {row.code: row for row in GuidedPath.objects.order_by("version")}
    ordered = sorted(latest.values(), key=lambda row: (row.data["position"], row.pk))
    found = {row.code: rules.from_data(row.data) for row in ordered}
    return {code: path for code, path in found.items() if not path.retired}


def newest(code: str) -> GuidedPath | None:
    """Return the newest version of a path."""
    return GuidedPath.objects.filter(code=code).order_by("version").last()


@dataclass(frozen=True, slots=True)
class Deflection:
    """What became of a guide: begun, finished, and of those whose seven days are over, how many needed us all the same.

    Only who is signed in counts: nobody else could be known again (CON-02).
    """

    begun: int = 0
    finished: int = 0
    judged: int = 0  # finished seven days ago or more
    asked: int = 0  # of those, who got in touch about the service within seven days

    @property
    def spared(self) -> int:
        """Count those who did not have to ask."""
        return self.judged - self.asked


def deflections(*, now: datetime) -> dict[str, Deflection]:
    """Count what became of each guide over the last year, by its code."""
    rows = Checklist.objects.exclude(about="").filter(person__isnull=False, made_at__gte=now - OVER)
    asked = Exists(touches_after("finished_at", AFTER, service="about"))
    judged = Q(finished_at__lte=now - AFTER)
    counts = {
        "begun": Count("pk"), "finished": Count("finished_at"), "judged": Count("pk", filter=judged),
        "asked": Count("pk", filter=judged & Q(touched=True)),
    }  # fmt: skip
    found = rows.alias(touched=asked).order_by().values("path__code").annotate(**counts)
    return {code: Deflection(*told) for code, *told in found.values_list("path__code", *counts)}


def guides(viewer: Viewer) -> list[tuple[GuidedPath, rules.Path]]:
    """Return the newest version of every guide for whoever writes them, those out of use last."""
    viewer.require("guidance.write")
    latest = {row.code: row for row in GuidedPath.objects.order_by("version")}
    found = [(row, rules.from_data(row.data)) for row in latest.values()]
    return sorted((one for one in found if one[1].service), key=lambda one: (one[1].retired, one[0].data["position"]))


def guide_of(viewer: Viewer, code: str) -> tuple[GuidedPath, rules.Path] | None:
    """Return the newest version of one guide."""
    return next((one for one in guides(viewer) if one[0].code == code), None)


def guides_for(service: str) -> list[rules.Path]:
    """Return the guides with which a service is done by oneself."""
    return [one for one in paths().values() if one.service == service]


def lines_of(path: rules.Path, answers: rules.Answers, *, on: date, done: Iterable[str] = ()) -> tuple[Line, ...]:
    """Return what answers call for, with the services that are offered that day."""
    known, ticked = {one.code: one for one in offers(on).values()}, set(done)
    return tuple(Line(item, known.get(item.service), item.key in ticked) for item in rules.checklist(path, answers))


def checklist(code: str, *, on: date) -> List | None:
    """Return the checklist that a code opens, however it was copied, or None."""
    row = Checklist.objects.select_related("path").filter(code=plain_code(code)).first()
    return _list(row, on) if row else None


def checklists_of(person: int, *, on: date) -> list[List]:
    """Return the checklists that somebody kept while signed in, the latest used first."""
    rows = Checklist.objects.select_related("path").filter(person=person).order_by("-used_at", "-pk")[:10]
    return [_list(row, on) for row in rows]


def checklist_of_ticket(ticket: Any, *, on: date) -> List | None:
    """Return the checklist that was handed over with a ticket."""
    row = Checklist.objects.select_related("path").filter(ticket=ticket).order_by("-used_at").first()
    return _list(row, on) if row else None


def _list(row: Checklist, on: date) -> List:
    path = rules.from_data(row.path.data)
    return List(row, path, lines_of(path, row.answers, on=on, done=row.done))
