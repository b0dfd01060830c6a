"""Who saw a file: for whoever works on it, for the person it is about, for the auditor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localtime

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Integration, Person, Staff
from guichet.areas.sight.facts import Exported
from guichet.areas.sight.models import Sighting
from guichet.areas.sight.rules import STAFF
from guichet.areas.tickets.models import Party, Ticket
from guichet.ground.journal.models import Entry
from guichet.ground.references import parse_number

LONGEST = 100
PAGE = 50
Mark = int  # a page of the log begins below this row


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody opened a file on a day."""

    reader: str
    name: str
    on: date
    first_at: datetime
    last_at: datetime
    times: int
    door: str
    why: str
    number: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of the access log, and where the next one begins."""

    rows: list[Look]
    next: Mark | None


@dataclass(frozen=True, slots=True)
class LooksAtMine:
    """How many of the house opened one of a client's files, when last, and for what reasons."""

    number: str  # nothing for their card
    title: str
    readers: int
    last_at: datetime
    whys: tuple[str, ...]


def who_saw(viewer: Viewer, file: Ticket | Person) -> list[Look]:
    """Return who opened a file, the latest first."""
    viewer.require("sight.read", file)
    about = {"ticket": file} if isinstance(file, Ticket) else {"person": file}
    return _named(Sighting.objects.filter(**about).order_by("-last_at", "-pk")[:LONGEST])


def log(viewer: Viewer, *, staff: int | None = None, about: str = "", after: Mark | None = None) -> Looks:
    """Return the access log, the latest days first: of one who works here, about one person or one request."""
    viewer.require("sight.audit")
    rows = Sighting.objects.select_related("ticket", "person").order_by("-pk")
    if staff:
        rows = rows.filter(reader=f"{STAFF}{staff}")
    if about.strip():
        rows = rows.filter(_about(about))
    found = list(rows.filter(pk__lt=after)[: PAGE + 1] if after else rows[: PAGE + 1])
    return Looks(_named(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None)


def _about(words: str) -> Q:
    if number := parse_number(words):
        return Q(ticket__number=number)
    name = Q()
    for word in words.split():
        name &= Q(given_name__istartswith=word) | Q(family_name__istartswith=word)
    persons = Person.objects.filter(name).values("pk")
    return Q(person__in=persons) | Q(ticket__requester__in=persons)


def looks_at_mine(viewer: Viewer) -> list[LooksAtMine]:
    """Tell a client who of the house opened their requests and their card: how many, when last, why."""
    viewer.require("sight.read_own")
    of_house = Sighting.objects.filter(reader__startswith=STAFF)
    mine = Q(ticket__in=Ticket.objects.visible_to(viewer).values("pk")) | Q(person=viewer.person or 0)
    rows = of_house.filter(mine).values("ticket", "ticket__number", "ticket__title")
    counted = rows.annotate(readers=Count("reader", distinct=True), last=Max("last_at")).order_by("-last")[:LONGEST]
    whys: dict[int | None, set[str]] = {}
    for ticket, why in of_house.filter(mine).values_list("ticket", "why").distinct():
        whys.setdefault(ticket, set()).add(why)
    return [
        LooksAtMine(
            row["ticket__number"] or "", row["ticket__title"] or "", row["readers"], row["last"],
            tuple(sorted(whys[row["ticket"]])),
        )
        for row in counted
    ]  # fmt: skip


def _named(rows: Iterable[Sighting] | QuerySet[Sighting]) -> list[Look]:
    rows = list(rows)
    names = _names({row.reader for row in rows})
    return [
        Look(
            row.reader, names.get(row.reader, ""), row.on, localtime(row.first_at), localtime(row.last_at), row.times,
            row.door, row.why, *_subject(row),
        )
        for row in rows
    ]  # fmt: skip


def _subject(row: Sighting) -> tuple[str, str]:
    # What was read with the row, and nothing that would have to be asked for row by row.
    known = row._state.fields_cache
    ticket, person = known.get("ticket"), known.get("person")
    return (ticket.number if ticket else "", person.full_name if person else "")


def _names(refs: Iterable[str]) -> dict[str, str]:
    asked: dict[str, list[int]] = {}
    for kind, _colon, pk in (ref.partition(":") for ref in refs):
        asked.setdefault(kind, []).append(int(pk))
    named = {f"staff:{one.pk}": one.full_name for one in Staff.objects.filter(pk__in=asked.get("staff", ()))}
    named |= {f"person:{one.pk}": one.full_name for one in Person.objects.filter(pk__in=asked.get("person", ()))}
    parts = Party.objects.filter(pk__in=asked.get("party", ())).select_related("person")
    named |= {f"party:{one.pk}": one.person.full_name for one in parts}
    machines = Integration.objects.filter(pk__in=asked.get("integration", ()))
    return named | {f"integration:{one.pk}": one.name for one in machines}


def exports_of(reader: str, *, since: datetime) -> int:
    """Count the lists that somebody took out as files since a moment."""
    return Entry.objects.filter(kind=Exported.kind, at__gt=since, actor=reader).count()


@dataclass(frozen=True, slots=True)
class Export:
    """A list that left the house as a file."""

    name: str
    what: str
    narrowed: int
    at: datetime


def exports(viewer: Viewer, *, limit: int = PAGE) -> list[Export]:
    """Return the lists that left as files lately, the latest first."""
    viewer.require("sight.audit")
    rows = list(Entry.objects.filter(kind=Exported.kind).order_by("-at", "-pk")[:limit])
    names = _names(row.actor for row in rows)
    return [
        Export(names.get(row.actor, row.actor), row.data["what"], row.data["narrowed"], row.at) for row in rows
    ]  # fmt: skip
