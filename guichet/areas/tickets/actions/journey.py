"""Arrivals and departures: the day that a plan turns on, and the one person who accompanies it."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.areas.catalogue.rules.dated import Dated, due_of
from guichet.areas.people.models import Staff
from guichet.areas.people.rules import is_agent_here
from guichet.areas.tickets.actions.access_ends import date_again
from guichet.areas.tickets.actions.informing import name_companion, tell_staff
from guichet.areas.tickets.actions.locking import lock, save
from guichet.areas.tickets.actions.plan import replanned, settle
from guichet.areas.tickets.actions.turns import due_at_of
from guichet.areas.tickets.actions.words import TicketIsOver, announce_news
from guichet.areas.tickets.facts import DaySet
from guichet.areas.tickets.models import News, Task, Ticket
from guichet.areas.tickets.queries.plan import whole_plan
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.ui import wording


class CannotAccompany(ValueError):
    """Whoever accompanies works at the window, and is there."""

    def __str__(self) -> str:
        return _("Choose somebody of the window who is not away.")


@action("tickets.plan")
def set_day(ticket: Ticket, *, by: Actor, now: datetime, on: date) -> Ticket:
    """Say on which day somebody arrives or leaves: what the plan counts from it is dated, or dated again."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    if held.day_on == on:
        return held
    was, held.day_on = held.day_on, on
    save(held, "day_on")
    moved = _date_tasks(held)
    date_again(held, by=by)
    facts = [DaySet(ticket=held.pk, day=on.isoformat()), *(replanned(row, held) for row in moved)]
    settle(held, facts, by=by, now=now)
    if held.companion_id and held.companion_id != getattr(by, "staff", None):
        tell_staff(held, [held.companion_id], about=News.About.DAY, key=f"day:{held.pk}@{on}:{held.version}", now=now)
    if was:
        with translation.override(held.language):
            body = _("The day on which we count is now %(day)s. What we prepare for you follows.") % {
                "day": wording.day(on, held.language, now)
            }
        announce_news(held, body=body, details={"about": "day"}, by=by, now=now)
    return held


def _date_tasks(ticket: Ticket) -> list[Task]:
    """Date what is in hand and counted from the day again; return what has moved."""
    moved = []
    for row in whole_plan(ticket):
        if row.is_open and row.ready_at and row.ticket_id == ticket.pk and isinstance(due_of(row.due), Dated):
            row.ticket, was = ticket, row.due_at
            row.due_at = due_at_of(row, row.ready_at, ticket)
            moved += [row] if row.due_at != was else []
    Task.rows.bulk_update(moved, ["due_at"])
    return moved


@action("tickets.plan")
def accompany(ticket: Ticket, *, by: Actor, now: datetime, companion: Staff) -> Ticket:
    """Name the one person who accompanies an arrival or a departure; they hear of it, and the client reads who."""
    held = lock(ticket)
    if not held.is_open:
        raise TicketIsOver
    if not is_agent_here(companion, now.date()):
        raise CannotAccompany
    if held.companion_id == companion.pk:
        return held
    name_companion(held, companion.pk, by=by, now=now)
    with translation.override(held.language):
        body = _("%(name)s accompanies you from now on: ask them anything, here or by telephone.") % {
            "name": companion.given_name
        }
    announce_news(held, body=body, details={"about": "companion"}, by=by, now=now)
    return held
