"""Access that ends by itself: a plan sets the date, the clock ends it, and those concerned are told."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.catalogue.rules.dated import Dated
from guichet.areas.people.actions import limit
from guichet.areas.people.models import Delegation, Membership, Person
from guichet.areas.people.queries import delegations_of, live_places
from guichet.areas.tickets.actions.informing import tell_staff
from guichet.areas.tickets.actions.locking import lock, tell
from guichet.areas.tickets.actions.words import announce_news
from guichet.areas.tickets.facts import AccessDated, AccessEnded, TaskDone
from guichet.areas.tickets.models import Ending, News, Party, Task, Ticket
from guichet.areas.tickets.queries.journey import over, words_of
from guichet.areas.tickets.queries.waiting import calendar_of
from guichet.areas.tickets.rules import Role
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.facts import Fact
from guichet.ground.ui import wording


def date_endings(
    ticket: Ticket, rows: Iterable[Task], facts: Iterable[Fact], *, by: Actor, now: datetime
) -> list[Fact]:
    """Give their last day to the accesses that the steps ended by these facts end; return what the journal says."""
    done = {fact.task for fact in facts if isinstance(fact, TaskDone)}
    told: list[Fact] = []
    for row in rows:
        if row.pk in done and row.ends and ticket.day_on:
            found = _accesses(ticket, row.ends, localtime(now).date())
            on = Dated.parse(row.due).on(ticket.day_on, calendar_of(ticket))
            made = [_until(one, on, ticket, row, by) for one in found if one.ends_on is None or one.ends_on > on]
            Ending.objects.bulk_create(made)
            told.append(AccessDated(ticket=ticket.pk, task=row.pk, day=on.isoformat(), count=len(made)))
    return told


def _accesses(ticket: Ticket, ends: Iterable[str], on: date) -> list[Membership | Delegation]:
    """Return the live accesses of whoever arrives or leaves that a step names, in the office that it is about."""
    found: list[Membership | Delegation] = []
    organisation = ticket.compartment.organisation_id
    for person in _concerned(ticket):
        places = [one for one in live_places(person.pk, on) if organisation in {None, one.organisation_id}]
        found += places if "places" in ends else []
        if "given" in ends:
            found += delegations_of(person, on=on, given=True, organisation=organisation)
        if "received" in ends:
            found += delegations_of(person, on=on, given=False, organisation=organisation)
    return list({(type(one), one.pk): one for one in found}.values())


def _concerned(ticket: Ticket) -> list[Person]:
    parties = Party.objects.filter(ticket=ticket, role=Role.BENEFICIARY, ended_at=None).select_related("person")
    return [one.person for one in parties.order_by("pk")] or [ticket.requester]


def _until(one: Membership | Delegation, on: date, ticket: Ticket, row: Task, by: Actor) -> Ending:
    kept = {"membership": one} if isinstance(one, Membership) else {"delegation": one}
    ending = Ending(ticket=ticket, task=row, ends_on=on, was_on=one.ends_on, **kept)
    limit(one, by=by, ends_on=on)
    return ending


def date_again(ticket: Ticket, *, by: Actor) -> None:
    """Move the last day of what has not ended yet, when the day that the plan turns on has moved."""
    assert ticket.day_on
    for one in Ending.objects.filter(ticket=ticket, ended_at=None).select_related("task", "membership", "delegation"):
        on = Dated.parse(one.task.due).on(ticket.day_on, calendar_of(ticket))
        one.ends_on = min(on, one.was_on) if one.was_on else on
        one.save(update_fields=["ends_on"])
        limit(one.access, by=by, ends_on=one.ends_on)


def give_back(ticket: Ticket, *, by: Actor) -> None:
    """Give back what has not ended yet, when a ticket is withdrawn."""
    for one in Ending.objects.filter(ticket=ticket, ended_at=None).select_related("membership", "delegation"):
        limit(one.access, by=by, ends_on=one.was_on)
        one.delete()


@action("tickets.end_access")
def end_access(ticket: Ticket, *, by: Actor, now: datetime) -> int:
    """Say that what a ticket's plan ends has ended: in the journal, to whoever accompanies it, to the client."""
    held = lock(ticket)
    rows = list(over(now).filter(ticket=held))
    if not rows:
        return 0  # another worker was faster
    Ending.objects.filter(pk__in=[one.pk for one in rows]).update(ended_at=now)
    last = max(one.ends_on for one in rows)
    tell(held, AccessEnded(ticket=held.pk, day=last.isoformat(), endings=[one.pk for one in rows]), by=by, at=now)
    told = {held.companion_id or 0, held.owner_id or 0} - {0}
    tell_staff(held, sorted(told), about=News.About.ACCESS, key=f"access:{rows[0].pk}", now=now)
    with translation.override(held.language):
        lines = [words_of(one, held.language) for one in rows]
        day = wording.day(last, held.language, now)
        body = "\n".join(
            [_("As agreed, this ended by itself on %(day)s:") % {"day": day}, *(f"– {one}" for one in lines)]
        )
    announce_news(held, body=body, details={"about": "access"}, by=by, now=now)
    return len(rows)
