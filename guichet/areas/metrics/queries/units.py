"""How units keep what they agreed with Client Services, by the due moment of each task, and their joint issues."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from guichet.areas.catalogue.rules.plans import HUMAN
from guichet.areas.metrics.rules import SMALLEST
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Organisation
from guichet.areas.tickets.models import Task, Ticket
from guichet.areas.tickets.rules import TASK_OPEN, TaskState
from guichet.ground.bilingual import Bilingual

OVER = timedelta(days=90)
MOST = 50
OPEN = Q(state__in=[str(one) for one in TASK_OPEN])


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit had to do: kept, late, overdue, still in time, returned; opinions asked of it and received."""

    code: str
    name: Bilingual
    kept: int
    late: int
    overdue: int
    in_time: int
    returned: int
    asked: int
    received: int

    @property
    def judged(self) -> int:
        """Return how many tasks count: an open one in time does not yet."""
        return self.kept + self.late + self.overdue

    @property
    def attainment(self) -> float | None:
        """Return the share kept, of what could be judged."""
        return self.kept / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class JointIssue:
    """A request on which several units are late at once."""

    number: str
    title: str
    language: str
    units: tuple[str, ...]


def units_board(viewer: Viewer, *, now: datetime, over: timedelta = OVER) -> list[Unit]:
    """Return the units that had something to do, the least kept first; an auditor reads no small count."""
    viewer.require("metrics.read")
    done = Q(state=TaskState.DONE)
    rows = _tasks(now, over).order_by().values_list("unit").annotate(
        kept=Count("pk", filter=done & Q(done_at__lte=F("due_at"))),
        late=Count("pk", filter=done & Q(done_at__gt=F("due_at"))),
        overdue=Count("pk", filter=OPEN & Q(due_at__lt=now)), in_time=Count("pk", filter=OPEN & Q(due_at__gte=now)),
        returned=Count("pk", filter=Q(return_count__gt=0)),
        asked=Count("pk", filter=Q(question=True)), received=Count("pk", filter=done & Q(question=True)),
    )  # fmt: skip
    counted = {unit: counts for unit, *counts in rows}
    names = Organisation.objects.in_bulk(list(counted))
    units = [Unit(names[pk].code, names[pk].name, *counts) for pk, counts in counted.items()]
    shown = [one for one in units if viewer.may("metrics.list") or one.judged >= SMALLEST]
    return sorted(shown, key=lambda one: (1.0 if one.attainment is None else one.attainment, one.code))


def joint_issues(viewer: Viewer, *, now: datetime) -> list[JointIssue]:
    """Return the open requests on which two units or more are late: what they settle together."""
    viewer.require("metrics.list")
    seen = Ticket.objects.visible_to(viewer).filter(confidential=False)
    late = Task.objects.visible_to(viewer).filter(OPEN, _agreed(), due_at__lt=now, ticket__in=seen)
    many = late.order_by().values_list("ticket").annotate(n=Count("unit", distinct=True)).filter(n__gte=2)
    tickets = [pk for pk, _n in many.order_by("-n", "ticket")[:MOST]]
    found: dict[int, list[Task]] = {pk: [] for pk in tickets}
    for task in late.filter(ticket__in=tickets).select_related("ticket", "unit").order_by("due_at", "pk"):
        found[task.ticket_id].append(task)
    return [
        JointIssue(
            tasks[0].ticket.number, tasks[0].ticket.title, tasks[0].ticket.language,
            tuple(dict.fromkeys(one.unit.code for one in tasks)),
        )
        for tasks in found.values()
    ]  # fmt: skip


def _agreed() -> Q:
    return Q(outside=True) | Q(question=True)


def _tasks(now: datetime, over: timedelta) -> QuerySet[Task]:
    rows = Task.rows.filter(_agreed(), kind__in=HUMAN, due_at__isnull=False, ready_at__gte=now - over)
    return rows.exclude(state=TaskState.CANCELLED)
