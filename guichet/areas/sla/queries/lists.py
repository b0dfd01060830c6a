"""Lists of tickets in the order in which their promises fall due: what the desk goes by."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Staff
from guichet.areas.sla.models import Notice, Promise, TaskClock
from guichet.areas.sla.queries.listing import SORTS, Listing, beyond, narrowing, order_of
from guichet.areas.sla.queries.promises import segments_of
from guichet.areas.sla.rules import Holder
from guichet.areas.tickets.models import OPEN, Draft, Follow, Task, Ticket
from guichet.areas.tickets.rules import TASK_OPEN, State, TaskState
from guichet.ground.access import SYSTEM
from guichet.ground.database.prepared import prepared

CAP = 1000  # a rail that counts further helps nobody
PAGE = 50
COLUMNS = (
    "ticket_id", "next_due_at", "update_due_at", "ticket__number", "ticket__title", "ticket__state", "ticket__language",
    "ticket__channel", "ticket__tier", "ticket__confidential", "ticket__last_words", "ticket__last_from_client",
    "ticket__last_at", "ticket__received_at", "ticket__priority", "ticket__service_id", "ticket__tasks_total",
    "ticket__tasks_done", "ticket__tags", "ticket__requester_id", "ticket__asleep_until",
    "ticket__requester__given_name", "ticket__requester__family_name", "ticket__compartment__organisation__name",
    "ticket__compartment__person_id", "ticket__compartment__person__given_name",
    "ticket__compartment__person__family_name", "ticket__owner_id", "ticket__owner__given_name",
    "ticket__owner__family_name",
)  # fmt: skip
OPINIONS = ("opinions_asked", "opinions_had", "opinions_late")


class Counted(Subquery):
    """How many rows a query gives, up to a limit that the query sets itself."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Day:
    """The present moment and the end of the present day, where the window is."""

    now: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """A row that the next one comes after: when it falls due, or what else the list goes by, and its ticket."""

    due: datetime | None
    ticket: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by column name, and where the next page starts, if there is one."""

    rows: list[dict[str, Any]]
    next: Mark | None


Lookups = dict[str, Any]


def _in_charge(viewer: Viewer) -> Lookups:
    # Somebody who leads the window owns no ticket: their day is everybody's.
    return {"owner": viewer.staff} if viewer.has("agent") else {}


def _to_reread(viewer: Viewer) -> QuerySet[Draft]:
    return Draft.objects.filter(reader=viewer.staff, reader__isnull=False, leaves_at=None)


def _opinions(*states: str, **more: Any) -> QuerySet[Task]:
    asked = Task.objects.visible_to(SYSTEM).filter(question=True, state__in=states, **more)
    return asked.order_by()  # type: ignore[no-any-return]


def _told_of(viewer: Viewer) -> QuerySet[Notice]:
    """Build what somebody was told of; a date that moved, or was met, takes the notice away with it."""
    runs = Q(next_due_at=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), next_due_at__isnull=False)
    stands = Promise.objects.filter(runs, ticket=OuterRef("ticket_id"))
    works = TaskClock.objects.filter(task=OuterRef("task_id"), due_at=OuterRef("due_at"))
    still = (Q(task=None) & Exists(stands)) | (Q(task__isnull=False) & Exists(works))
    return Notice.objects.filter(still, staff=viewer.staff or 0)


def _named(who: str) -> Concat:
    return Concat(f"{who}__given_name", Value(" "), f"{who}__family_name")


# What the tickets of each view have in common.
VIEWS: dict[str, Callable[[Viewer], Lookups]] = {
    "mine": lambda viewer: {"owner": viewer.staff, "state__in": OPEN},
    "today": _in_charge,
    "late": _in_charge,
    # It goes without saying that these are open: said, it leads to the index of who has what open.
    "client": lambda viewer: {**_in_charge(viewer), "state": State.WAITING_CLIENT, "state__in": OPEN},
    # Said of the ticket too, it leads to the index of what somebody set aside, whatever is known of the tables.
    "aside": lambda viewer: {"owner": viewer.staff, "owner__in": [viewer.staff], "state__in": OPEN},
    "followed": lambda viewer: {"follows__staff": viewer.staff, "state__in": OPEN},
    "stirred": lambda viewer: {
        "follows__staff": viewer.staff,
        "follows__changed_at__isnull": False,
        "state__in": OPEN,
    },
    "sort": lambda viewer: {"state__in": [State.RECEIVED, State.TO_SORT]},
    "unowned": lambda viewer: {"owner": None, "state__in": OPEN},
    "behalf": lambda viewer: {"behalf_certain": False, "state__in": OPEN},
    "open": lambda viewer: {"state__in": OPEN},
    "alerts": lambda viewer: {"pk__in": _told_of(viewer).values("ticket"), "state__in": OPEN},
    "opinions": lambda viewer: {
        "pk__in": _opinions(*TASK_OPEN, asker=viewer.staff or 0).values("ticket"),
        "state__in": OPEN,
    },
    "reread": lambda viewer: {"pk__in": _to_reread(viewer).values("ticket"), "state__in": OPEN},
}
# What their promises have in common, for the views that go by the clock.
DUE: dict[str, Callable[[Day], Lookups]] = {
    "today": lambda day: {"next_due_at__gte": day.now, "next_due_at__lt": day.ends},
    "late": lambda day: {"next_due_at__lt": day.now},
}


def _rest(view: str, now: Any, ticket: str = "") -> Q:
    """Build what a view keeps of the tickets that whoever is in charge set aside."""
    asleep = Q(**{f"{ticket}asleep_until__gt": now})
    return {"mine": ~asleep, "aside": asleep}.get(view, Q())


def _rows(listing: Listing, viewer: Viewer, day: Day) -> QuerySet[Promise]:
    seen = Ticket.objects.visible_to(viewer).filter(pk=OuterRef("ticket_id"))
    # Whose ticket it is stands on the promise too, in the order of the list: nobody's other tickets are looked at.
    about = {
        name if name == "owner" else f"ticket__{name}": value for name, value in VIEWS[listing.view](viewer).items()
    }
    due = DUE[listing.view](day) if listing.view in DUE else {}
    # That nobody began with it stands there too, for the same reason.
    if listing.view == "sort":
        about = {"unsorted": True}
    rest = _rest(listing.view, day.now, "ticket__")
    return Promise.objects.filter(Exists(seen), narrowing(listing), rest, open=True, **about, **due)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What shapes the statements of a list."""

    listing: Listing
    viewer: Viewer
    size: int
    apart: bool = False  # what came back stands on top, apart from the others

    def of(self, day: Day) -> QuerySet[Promise]:
        """Build what is listed."""
        rows = _rows(self.listing, self.viewer, day)
        return rows.filter(ticket__asleep_until=None) if self.apart else rows

    def first(self, rows: QuerySet[Promise], day: Day, *order: Any) -> QuerySet[Promise, dict[str, Any]]:
        """Build a page of them, with what the list shows of each: the page is cut before anything is looked up."""
        page = Promise.objects.filter(pk__in=rows.order_by(*order).values("pk")[: self.size + 1]).annotate(
            drafted=Exists(Draft.objects.filter(ticket=OuterRef("ticket_id"), staff=self.viewer.staff)),
            task_late=Exists(_late_tasks(day.now)),
            stirred=self._stirred(),
            **self._eyes(), **_consulted(day.now),
        )  # fmt: skip
        told = ("drafted", "task_late", "stirred", "read_by", "written_by", *OPINIONS)
        return page.order_by(*order).values(*COLUMNS, *told)  # type: ignore[no-any-return]

    def _eyes(self) -> dict[str, Subquery]:
        """Name who reads the viewer's own draft over, and whose draft the viewer was asked to read."""
        asked = Draft.objects.filter(ticket=OuterRef("ticket_id"), reader__isnull=False, leaves_at=None)
        mine, theirs = asked.filter(staff=self.viewer.staff), asked.filter(reader=self.viewer.staff)
        return {
            "read_by": Subquery(mine.values_list(_named("reader"))[:1]),
            "written_by": Subquery(theirs.values_list(_named("staff"))[:1]),
        }

    def _stirred(self) -> Any:
        """Tell whether somebody else did something to a ticket that the viewer follows."""
        mine = {"staff": self.viewer.staff or 0, "changed_at__isnull": False}
        shown = self.listing.view in {"followed", "stirred"}
        return Exists(Follow.objects.filter(ticket=OuterRef("ticket_id"), **mine)) if shown else Value(False)


def page_of(listing: Listing, viewer: Viewer, day: Day, *, after: Mark | None = None, size: int = PAGE) -> Page:
    """Return the tickets of a list that come after a mark: those that fall due first, then those that wait."""
    shape = _Shape(listing, viewer, size)
    found = _by_promise(shape, day, after) if listing.sort == "due" else _by_another(shape, day, after)
    page, by = found[:size], SORTS.get(listing.sort, ("next_due_at", False))[0]
    follows = Mark(page[-1][by], page[-1]["ticket_id"]) if len(found) > size else None
    return Page(page, follows)


def _by_promise(shape: _Shape, day: Day, after: Mark | None) -> list[dict[str, Any]]:
    top = _back(shape, now=day.now, ends=day.ends) if shape.listing.view == "mine" else []
    # So many that they would fill the page are no exception any more: they stand where their promises put them.
    top = top if len(top) <= shape.size // 2 else []
    found, shape = top if after is None else [], replace(shape, apart=bool(top))
    if after is None:
        found = found + _first_dated(shape, now=day.now, ends=day.ends)
    elif after.due:
        found = _next_dated(shape, now=day.now, ends=day.ends, due=after.due, ticket=after.ticket)
    if len(found) <= shape.size and shape.listing.view not in DUE:
        waiting = after.ticket if after and not after.due else 0
        found += _undated(shape, now=day.now, ends=day.ends, ticket=waiting)
    return found


def _by_another(shape: _Shape, day: Day, after: Mark | None) -> list[dict[str, Any]]:
    if after is None or after.due is None:
        return _first(shape, now=day.now, ends=day.ends)
    return _following(shape, now=day.now, ends=day.ends, value=after.due, ticket=after.ticket)


@prepared
def _back(shape: _Shape, *, now: datetime, ends: datetime) -> QuerySet[Promise, dict[str, Any]]:
    day = Day(now, ends)
    # Said of the ticket too, it leads to the index of what somebody set aside: few rows, however many are open.
    rows = shape.of(day).filter(ticket__asleep_until__lte=now, ticket__owner=shape.viewer.staff)
    return shape.first(rows, day, "-ticket__asleep_until", "ticket_id")


@prepared
def _first(shape: _Shape, *, now: datetime, ends: datetime) -> QuerySet[Promise, dict[str, Any]]:
    day = Day(now, ends)
    return shape.first(shape.of(day), day, *order_of(shape.listing))


@prepared
def _following(
    shape: _Shape, *, now: datetime, ends: datetime, value: datetime, ticket: int
) -> QuerySet[Promise, dict[str, Any]]:
    day = Day(now, ends)
    return shape.first(shape.of(day).filter(beyond(shape.listing, value, ticket)), day, *order_of(shape.listing))


@prepared
def _first_dated(shape: _Shape, *, now: datetime, ends: datetime) -> QuerySet[Promise, dict[str, Any]]:
    day = Day(now, ends)
    return shape.first(shape.of(day).filter(next_due_at__isnull=False), day, "next_due_at", "ticket_id")


@prepared
def _next_dated(
    shape: _Shape, *, now: datetime, ends: datetime, due: datetime, ticket: int
) -> QuerySet[Promise, dict[str, Any]]:
    further, day = Q(next_due_at__gt=due) | Q(next_due_at=due, ticket_id__gt=ticket), Day(now, ends)
    return shape.first(shape.of(day).filter(further), day, "next_due_at", "ticket_id")


@prepared
def _undated(shape: _Shape, *, now: datetime, ends: datetime, ticket: int) -> QuerySet[Promise, dict[str, Any]]:
    # Apart from the others: an index that serves both would have to agree with each engine on where nothing sorts.
    day = Day(now, ends)
    return shape.first(shape.of(day).filter(next_due_at=None, ticket_id__gt=ticket), day, "ticket_id")


def _late_tasks(now: datetime) -> QuerySet[Task]:
    late = Task.objects.visible_to(SYSTEM).filter(ticket=OuterRef("ticket_id"), state__in=TASK_OPEN, due_at__lt=now)
    return late  # type: ignore[no-any-return]


def _consulted(now: datetime) -> dict[str, Counted]:
    """Count the opinions asked on a ticket, those received, and those that are overdue."""
    on = {"ticket": OuterRef("ticket_id")}
    known = {
        "opinions_asked": _opinions(*TASK_OPEN, TaskState.DONE, **on), "opinions_had": _opinions(TaskState.DONE, **on),
        "opinions_late": _opinions(*TASK_OPEN, due_at__lt=now, **on),
    }  # fmt: skip
    return {name: Counted(rows.values("pk")) for name, rows in known.items()}


def counts_of(viewer: Viewer, day: Day, *listings: Listing) -> dict[Listing, int]:
    """Count the tickets of each list, up to `CAP` + 1, all in one statement."""
    counted = _counts(viewer, listings, now=day.now, ends=day.ends)[0]
    return dict(zip(listings, counted, strict=True))


@prepared
def _counts(
    viewer: Viewer, listings: tuple[Listing, ...], *, now: datetime, ends: datetime
) -> QuerySet[Staff, tuple[int, ...]]:
    wanted = [Counted(_counted(one, viewer, Day(now, ends)).values("pk")[: CAP + 1]) for one in listings]
    return Staff.objects.filter(pk=viewer.staff or 0).values_list(*wanted)


def _counted(listing: Listing, viewer: Viewer, day: Day) -> QuerySet[Any]:
    if listing.filters or listing.view in DUE:
        return _rows(listing, viewer, day)
    about, rest = VIEWS[listing.view](viewer), _rest(listing.view, day.now)
    seen: QuerySet[Any] = Ticket.objects.visible_to(viewer).filter(rest, **about)
    return seen


def who_had_the_ball(promise: Promise, *, now: datetime) -> dict[Holder, timedelta]:
    """Return the time lived with each holder, in the order in which holders are drawn."""
    held = dict.fromkeys(Holder, timedelta(0))
    for part in segments_of(promise, until=now):
        held[Holder(part.holder)] += part.end - part.start
    return held
