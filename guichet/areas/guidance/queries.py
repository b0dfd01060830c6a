"""Reading paths and checklists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.guidance import rules
from guichet.areas.guidance.models import Checklist, GuidedPath
from guichet.ground.references import plain_code


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
    """Return the newest version of every path, by code, in the order in which they were declared."""
    latest = {row.code: row for row in GuidedPath.objects.order_by("version")}
    ordered = sorted(latest.values(), key=lambda row: (row.data["position"], row.pk))
    return {row.code: rules.from_data(row.data) for row in ordered}


def newest(code: str) -> GuidedPath | None:
    """Return the newest version of a path."""
    return GuidedPath.objects.filter(code=code).order_by("version").last()


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
