"""What an expert reads: the tasks of a unit, and of one task exactly the fields it may show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from guichet.areas.catalogue.rules.plans import Kind
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries import email_of, phone_of
from guichet.areas.tickets.models import FROM_CLIENT, Attachment, Message, Task, TaskMessage, Ticket
from guichet.areas.tickets.queries.family import living
from guichet.areas.tickets.rules import TASK_IN_HAND
from guichet.ground.bilingual import Bilingual

PAGE = 50
CAP = 1000
COLUMNS = (
    "pk", "letter", "title", "state", "due_at", "ready_at", "unit__code", "assignee_id", "assignee__given_name",
    "assignee__family_name", "ticket__number", "ticket__language", "ticket__tier", "return_count",
    "reminders",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One task as its worker sees it: the work, and the fields of the ticket that its plan lets through."""

    task: Task
    number: str
    owner: str
    fields: dict[str, str | Bilingual]
    files: tuple[tuple[str, str, int], ...]
    words: list[TaskMessage]


def _rows(view: str, viewer: Viewer) -> QuerySet[Task]:
    mine = Q(assignee=viewer.staff) if view == "mine" else Q()
    rows = Task.objects.visible_to(viewer).filter(mine, state__in=TASK_IN_HAND)
    return rows.exclude(kind=Kind.WAIT)  # type: ignore[no-any-return]


def tasks_in_hand(view: str, viewer: Viewer, *, after: tuple[datetime, int] | None = None) -> list[dict[str, Any]]:
    """Return the tasks in hand (mine, or the unit's), the first due first, and one more than a page holds."""
    rows = _rows(view, viewer).filter(due_at__isnull=False).order_by("due_at", "pk")
    if after:
        rows = rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    return list(rows.values(*COLUMNS)[: PAGE + 1])


def task_counts(viewer: Viewer) -> dict[str, int]:
    """Count the tasks in hand of each view, up to `CAP` + 1."""
    return {view: _rows(view, viewer).filter(due_at__isnull=False)[: CAP + 1].count() for view in ("unit", "mine")}


def task_for(viewer: Viewer, pk: int) -> Task | None:
    """Return a task, if the viewer may see it."""
    rows = Task.objects.visible_to(viewer).select_related("ticket__requester", "ticket__owner", "unit", "assignee")
    return rows.filter(pk=pk).first()  # type: ignore[no-any-return]


def sheet_of(task: Task) -> Sheet:
    """Return a task with the fields of its ticket that it lets through, and nothing else of it."""
    ticket, wanted = task.ticket, set(task.fields)
    opening = Message.objects.filter(ticket=ticket, kind=Message.Kind.OPENING).first()
    words = TaskMessage.objects.filter(task=task).select_related("staff").order_by("at", "pk")
    files = _files(ticket) if "attachments" in wanted else ()
    owner = living(ticket).owner
    return Sheet(
        task, ticket.number, owner.full_name if owner else "", _fields(task, opening, wanted), files, list(words)
    )


def _fields(task: Task, opening: Message | None, wanted: set[str]) -> dict[str, str | Bilingual]:
    ticket, person = task.ticket, task.ticket.requester
    organisation = ticket.compartment.organisation if "office" in wanted else None
    known: dict[str, str | Bilingual] = {}
    if "description" in wanted:
        known["description"] = opening.body if opening else ""
    if "title" in wanted:
        known["title"] = ticket.title
    if "requester_name" in wanted:
        known["requester_name"] = person.full_name
    if organisation:
        known["office"] = organisation.name
    for name, read in (("phone", phone_of), ("email", email_of)):
        if wanted & {name, "requester_contact"}:
            known[name] = read(person)
    if "language" in wanted:
        known["language"] = ticket.language
    return {name: value for name, value in known.items() if value}


def _files(ticket: Ticket) -> tuple[tuple[str, str, int], ...]:
    """Return what the client sent, at first and since; not what nobody has made sure is theirs."""
    sent = Attachment.objects.filter(message__ticket=ticket, message__kind__in=FROM_CLIENT, message__verified=True)
    return tuple(sent.order_by("pk").values_list("token", "name", "size"))
