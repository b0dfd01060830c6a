"""The tickets behind a figure, the newest first."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from guichet.areas.metrics.queries.sets import SETS
from guichet.areas.metrics.queries.slices import AXES, Slice, rows_of
from guichet.areas.metrics.rules import RESTS_ON, hidden_cells
from guichet.areas.people.access import Viewer
from guichet.areas.sla.models import Promise
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual

PAGE = 50
COLUMNS = (
    "ticket_id", "ticket__number", "ticket__title", "ticket__state", "ticket__service__name", "ticket__channel",
    "ticket__language", "received_at", "due_at", "met_at", "ticket__owner__given_name", "ticket__owner__family_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One ticket that was counted."""

    pk: int
    number: str
    title: str
    state: str
    service: Bilingual | None
    channel: str
    language: str
    received_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    given_name: str | None
    family_name: str | None

    @property
    def owner(self) -> str:
        """Return the name of the person in charge, or nothing."""
        return f"{self.given_name or ''} {self.family_name or ''}".strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """The last row of a page: what the next one starts after."""

    received_at: datetime
    ticket: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and where the next page starts, if there is one."""

    rows: tuple[Listed, ...]
    next: Mark | None


def counted(viewer: Viewer, part: Slice, code: str, *, now: datetime) -> int:
    """Count a set of a slice."""
    viewer.require("metrics.list")
    return _rows(viewer, part, code, now).count()


def listed(
    viewer: Viewer, part: Slice, code: str, *, now: datetime, after: Mark | None = None, size: int = PAGE
) -> Page:
    """List a set of a slice, a page at a time."""
    viewer.require("metrics.list")
    rows = _rows(viewer, part, code, now)
    if after:
        same = Q(received_at=after.received_at, ticket_id__lt=after.ticket)
        rows = rows.filter(Q(received_at__lt=after.received_at) | same)
    found = list(rows.order_by("-received_at", "-ticket_id").values_list(*COLUMNS)[: size + 1])
    page = tuple(Listed(*row) for row in found[:size])
    return Page(page, Mark(page[-1].received_at, page[-1].pk) if len(found) > size else None)


def _rows(viewer: Viewer, part: Slice, code: str, now: datetime) -> QuerySet[Promise]:
    """Keep a set of a slice; of what people say of themselves, nothing so small that the figure withholds it."""
    for axis in part.held.keys() & AXES.keys():
        rests_on = RESTS_ON.get(code)
        if rests_on is None:
            raise Refused
        free = replace(part, **{axis: ""})  # type: ignore[arg-type]
        rows = rows_of(viewer, free).filter(SETS[rests_on](part, now)).annotate(**{axis: AXES[axis]})
        counts = rows.values_list(axis).annotate(n=Count("pk")).order_by(axis)
        if getattr(part, axis) in hidden_cells(dict(counts)):
            raise Refused
    return rows_of(viewer, part).filter(SETS[code](part, now))
