"""Telling those whom a plan says are informed, once, that a step ended."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.people.models import Staff
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.areas.tickets.actions.locking import save, tell
from guichet.areas.tickets.facts import CompanionNamed, TaskDone, TaskTold
from guichet.areas.tickets.models import News, Task, Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.facts import Fact

HEARS = {*FRONT_LINE, "expert"}


def inform(ticket: Ticket, rows: Iterable[Task], facts: Iterable[Fact], *, by: Actor, now: datetime) -> list[Fact]:
    """Tell of the steps that these facts end, each to those informed of it; return what the journal says of that."""
    done = {fact.task for fact in facts if isinstance(fact, TaskDone)}
    told: list[Fact] = []
    for row in rows:
        named = set(row.raci.get("informed", ())) if row.pk in done else set[str]()
        hearers = _hearers(ticket, named, by) if named else []
        if hearers:
            tell_staff(ticket, hearers, about=News.About.STEP, key=f"task:{row.pk}", now=now, task=row)
            told.append(TaskTold(ticket=ticket.pk, task=row.pk, staff=hearers))
    return told


def _hearers(ticket: Ticket, named: set[str], by: Actor) -> list[int]:
    """Return whom codes and addresses stand for; of Client Services, whoever is in charge; of a secret, its readers."""
    wanted = Q(email__in=named) | Q(unit__code__in=named - {CLIENT_SERVICES})
    if CLIENT_SERVICES in named:
        wanted |= Q(pk=ticket.owner_id)
    if ticket.confidential:
        wanted &= Q(pk=ticket.owner_id) | Q(pk__in=ticket.readers.values("pk"))
    found = Staff.objects.filter(wanted, active=True).exclude(pk=getattr(by, "staff", None) or 0).order_by("pk")
    return [pk for pk, roles in found.values_list("pk", "roles") if HEARS.intersection(roles)]


def tell_staff(
    ticket: Ticket, staff: Iterable[int], *, about: str, key: str, now: datetime, task: Task | None = None
) -> None:
    """Put something on the lists of those who are told of it."""
    News.objects.bulk_create(
        [News(ticket=ticket, task=task, staff_id=one, about=about, key=key, at=now) for one in staff],
        ignore_conflicts=True,
    )


def name_companion(held: Ticket, staff: int, *, by: Actor, now: datetime) -> None:
    """Keep who accompanies a ticket, and tell them before anybody else hears of its work."""
    held.companion_id = staff
    save(held, "companion")
    tell(held, CompanionNamed(ticket=held.pk, staff=staff), by=by, at=now)
    if staff != getattr(by, "staff", None):
        tell_staff(held, [staff], about=News.About.COMPANION, key=f"companion:{held.pk}:{held.version}", now=now)


@action("tickets.hear")
def read_news(*, by: Actor, now: datetime, which: Iterable[int]) -> int:
    """Take what somebody has read off their own list."""
    mine = News.objects.filter(staff=getattr(by, "staff", None) or 0, pk__in=list(which), read_at=None)
    return mine.update(read_at=now)
