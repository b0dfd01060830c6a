"""What the desk reads of one ticket, always through the eyes of whoever looks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import ContactPoint, Person, Staff, User
from guichet.areas.people.queries import viewer_of_user
from guichet.areas.tickets.models import (
    OPEN,
    Attachment,
    Follow,
    Link,
    Merge,
    Message,
    Note,
    Party,
    Task,
    TaskMessage,
    Ticket,
)
from guichet.ground.database.prepared import prepared
from guichet.ground.files.models import StoredFile
from guichet.ground.journal.models import Entry

SHORT_LIST = 6


@dataclass(frozen=True, slots=True)
class Words:
    """Something said on a ticket: to or by the client (message), among us (note) or on a task (task)."""

    table: str
    pk: int
    kind: str
    body: str
    at: datetime
    staff: int | None
    person: str
    channel: str
    language: str
    visible_from: datetime | None
    withdrawn_at: datetime | None
    verified: bool
    undelivered: str
    task: int | None
    author: int | None = None  # of a client's words: the person
    files: tuple[tuple[str, str, int], ...] = ()  # token, name, size
    of: str = ""  # the number of the joined ticket on which it was said

    @property
    def is_from_client(self) -> bool:
        """Tell whether the client said it."""
        return self.kind in {Message.Kind.OPENING, Message.Kind.CLIENT}


def ticket_for(viewer: Viewer, number: str) -> Ticket | None:
    """Return a ticket by its number, if the viewer may see it."""
    return next(iter(_ticket(viewer, number=number)), None)


@prepared
def _ticket(viewer: Viewer, *, number: str) -> QuerySet[Ticket]:
    return _known(viewer).filter(number=number)


def _known(viewer: Viewer) -> QuerySet[Ticket]:
    rows = Ticket.objects.visible_to(viewer)
    return rows.select_related(  # type: ignore[no-any-return]
        "requester", "owner", "compartment__person", "compartment__organisation__caucus"
    )


def ticket_page(viewer: Viewer, number: str) -> Ticket | None:
    """Return a ticket with what its page needs beside it: how to reach the client."""
    return next(iter(_ticket_and_reach(viewer, number=number)), None)


@prepared
def _ticket_and_reach(viewer: Viewer, *, number: str) -> QuerySet[Ticket]:
    reach = {kind: Subquery(_point(kind)) for kind in ("email", "phone")}
    links = Link.objects.filter(Q(one=OuterRef("pk")) | Q(other=OuterRef("pk")))
    own = Q(ticket=OuterRef("pk"))
    joined = Merge.objects.filter(into=OuterRef(OuterRef("pk")), parted_at=None).values("joined")
    name = {f"{part}_name": OuterRef(f"requester__{part}_name") for part in ("given", "family")}
    same = Person.objects.filter(**name, erased_at=None).exclude(pk=OuterRef("requester")).exclude(family_name="")
    parts = Party.objects.filter(own | Q(ticket__in=joined))
    follows = Follow.objects.filter(ticket=OuterRef("pk"), staff=viewer.staff or 0)
    known = _known(viewer).annotate(
        **reach, linked=Exists(links), has_parts=Exists(parts), has_namesake=Exists(same), follows_it=Exists(follows)
    )
    return known.filter(number=number)


def _point(kind: str) -> QuerySet[ContactPoint, Any]:
    rows = ContactPoint.objects.filter(person=OuterRef("requester"), kind=kind, undeliverable_at=None)
    return rows.order_by("-primary", "pk").values("value")[:1]


def is_still_visible(viewer: Viewer, ticket: Ticket) -> bool:
    """Tell whether the viewer sees a ticket that just changed: sorting may have made it confidential."""
    return bool(Ticket.objects.visible_to(viewer).filter(pk=ticket.pk).exists())


def readers_of(ticket: Ticket) -> list[int]:
    """Return the staff designated to read a confidential ticket."""
    return list(ticket.readers.values_list("pk", flat=True))


def visible_numbers(viewer: Viewer, pks: set[int]) -> dict[int, str]:
    """Return the numbers of those tickets that the viewer sees, by id."""
    return dict(Ticket.objects.visible_to(viewer).filter(pk__in=pks).values_list("pk", "number"))


def followed_among(viewer: Viewer, pks: Iterable[int]) -> set[int]:
    """Return which tickets the viewer follows."""
    return set(Follow.objects.filter(ticket__in=list(pks), staff=viewer.staff or 0).values_list("ticket", flat=True))


# PostgreSQL wants to know the type of each empty place of a union.
_NO_NUMBER = Cast(Value(None), IntegerField())
_NO_FILE = (Value(""), Value(""), _NO_NUMBER)


def words_of(ticket: Ticket) -> list[Words]:
    """Return everything that was said on a ticket, oldest first, in one statement."""
    said: dict[tuple[str, int], Words] = {}
    for row in _said(ticket=ticket.pk):
        *known, token, name, size = row
        before = said.get((known[0], known[1]))
        files = (*(before.files if before else ()), *([(token, name, size)] if token else []))
        one = before or Words(*known)
        said[one.table, one.pk] = replace(one, files=files)
    return sorted(said.values(), key=lambda one: (one.at, one.pk))


@prepared
def _said(*, ticket: int) -> QuerySet[Message, Any]:
    return _messages(ticket).union(_notes(ticket), _task_words(ticket), all=True)


def _messages(ticket: int) -> QuerySet[Message, Any]:
    name = Concat(F("person__given_name"), Value(" "), F("person__family_name"))
    return Message.objects.filter(ticket=ticket).values_list(
        Value("message"), "pk", "kind", "body", "at", "staff_id", name, "channel", "language", "visible_from",
        "withdrawn_at", "verified", "undelivered_reason", _NO_NUMBER, "person_id", "attachments__token",
        "attachments__name", "attachments__size",
    )  # fmt: skip


def _not_a_message() -> list[Any]:
    none = Cast(Value(None), DateTimeField())
    return [Value(""), Value(""), Value(""), none, none, Value(True, BooleanField()), Value("")]


def _notes(ticket: int) -> QuerySet[Note, Any]:
    return Note.objects.filter(ticket=ticket).values_list(
        Value("note"), "pk", Value("note"), "body", "at", "staff_id", *_not_a_message(), _NO_NUMBER,
        _NO_NUMBER, *_NO_FILE,
    )  # fmt: skip


def _task_words(ticket: int) -> QuerySet[TaskMessage, Any]:
    return TaskMessage.objects.filter(task__ticket=ticket).values_list(
        Value("task"), "pk", Value("task"), "body", "at", "staff_id", *_not_a_message(), "task_id",
        _NO_NUMBER, *_NO_FILE,
    )  # fmt: skip


def tasks_of(viewer: Viewer, ticket: int) -> list[Task]:
    """Return the plan of a ticket, in the order of its letters."""
    return _plan(viewer, ticket=ticket)


@prepared
def _plan(viewer: Viewer, *, ticket: int) -> QuerySet[Task]:
    rows = Task.objects.visible_to(viewer).filter(ticket=ticket)
    return rows.select_related("unit", "assignee").order_by("pk")  # type: ignore[no-any-return]


def others_of(viewer: Viewer, ticket: Ticket) -> list[dict[str, Any]]:
    """Return the other open tickets behind the same wall."""
    return _others(viewer, compartment=ticket.compartment_id, ticket=ticket.pk)


@prepared
def _others(viewer: Viewer, *, compartment: int, ticket: int) -> QuerySet[Ticket, dict[str, Any]]:
    rows = Ticket.objects.visible_to(viewer).filter(compartment=compartment, state__in=OPEN).exclude(pk=ticket)
    return rows.order_by("-pk").values("number", "title", "state")[:SHORT_LIST]  # type: ignore[no-any-return]


def open_of(viewer: Viewer, person: Person) -> list[dict[str, Any]]:
    """Return the open tickets that a person asked for, or that are their own."""
    theirs = Q(requester=person) | Q(compartment__person=person)
    rows = Ticket.objects.visible_to(viewer).filter(theirs, state__in=OPEN)
    return list(rows.order_by("-pk").values("number", "title", "state", "language", "received_at")[:20])


def words_to_undo(ticket: Ticket, viewer: Viewer, pk: int) -> Message | None:
    """Return a message that the viewer wrote on a ticket."""
    return Message.objects.filter(pk=pk, ticket=ticket, staff=viewer.staff).first()


def file_for(viewer: Viewer, token: str) -> tuple[StoredFile, str] | None:
    """Return a file by its token and its name, for whoever sees its ticket, or a task that shows its files."""
    found = Attachment.objects.filter(token=token).select_related("file", "message").first()
    if not found:
        return None
    ticket = found.message.ticket_id
    if Ticket.objects.visible_to(viewer).filter(pk=ticket).exists():
        return found.file, found.name
    shown = Task.objects.visible_to(viewer).filter(ticket=ticket).values_list("fields", flat=True)
    from_client = found.message.is_from_client and found.message.verified
    return (found.file, found.name) if from_client and any("attachments" in fields for fields in shown) else None


def ticket_of_file(token: str) -> Ticket | None:
    """Return the ticket on which a file came or went."""
    found = Attachment.objects.filter(token=token).select_related("message__ticket").first()
    return found.message.ticket if found else None


def everybody() -> list[Staff]:
    """Return everybody who works or worked here: a journal names people who have left."""
    return list(Staff.objects.select_related("unit").order_by("family_name", "given_name", "pk"))


def listener(user: int, session: str, *, now: datetime, on: date) -> Viewer | None:
    """Return whoever an account stands for at this moment; nothing once it is disabled, or its session has ended."""
    lives = Session.objects.filter(session_key=session, expire_date__gt=now)
    account = User.objects.filter(Exists(lives), pk=user, is_active=True).first()
    return viewer_of_user(account, on=on, now=now) if account else None


def last_entry() -> tuple[int, int]:
    """Return the place of the journal's last entry, in commit order: what has been read of it so far."""
    return next(iter(_last_entry()), (0, 0))


@prepared
def _last_entry() -> QuerySet[Entry, tuple[int, int]]:
    return Entry.objects.order_by("-tx", "-pk").values_list("tx", "pk")[:1]
