"""Declaring a problem, wording it, opening what was proposed, setting it aside."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.catalogue.models import Service
from guichet.areas.people.access import Viewer
from guichet.areas.problems.facts import Opened, Tied, Untied
from guichet.areas.problems.models import Case, Problem
from guichet.areas.problems.queries.live import forget
from guichet.areas.tickets.models import Ticket
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.api import record


class NotLive(ValueError):
    """It is closed or was set aside: nothing more is done with it."""

    def __str__(self) -> str:
        return _("This problem is closed: declare another one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProblem:
    """What somebody says of a problem; `service` is a code."""

    kind: str
    service: str
    title: Bilingual
    workaround: Bilingual
    starts_at: datetime
    region: str = ""


@action("problems.work")
def declare(wanted: NewProblem, *, by: Actor, now: datetime) -> Problem:
    """Open a problem that somebody knows of, without waiting for it to come back."""
    row = Problem(state=Problem.State.OPEN, opened_at=now, keeper_id=_keeper(by))
    _word(row, wanted)
    record(Opened(problem=row.pk, was=""), stream=row.stream, by=by, at=now)
    return row


@action("problems.work")
def revise(problem: Problem, wanted: NewProblem, *, by: Actor) -> Problem:
    """Say it in other words."""
    return _word(held(problem), wanted)


@action("problems.work")
def open_problem(problem: Problem, *, by: Actor, now: datetime) -> Problem:
    """Take up what was proposed: from now on, requests are tied to it by themselves."""
    row = held(problem)
    if row.state == Problem.State.PROPOSED:
        row.state, row.opened_at, row.keeper_id = Problem.State.OPEN, now, _keeper(by)
        row.save(update_fields=["state", "opened_at", "keeper"])
        record(Opened(problem=row.pk, was="proposed"), stream=row.stream, by=by, at=now)
        _settle(row, Case.State.PROPOSED, Case.State.HELD, by=by, now=now)
        forget()
    return row


@action("problems.work")
def set_aside(problem: Problem, *, by: Actor, now: datetime) -> Problem:
    """Say that it is no problem; nobody hears of it, and these requests do not propose it again."""
    row = held(problem)
    row.state, row.closed_at = Problem.State.ASIDE, now
    row.save(update_fields=["state", "closed_at"])
    _settle(row, Case.State.HELD, Case.State.REFUSED, by=by, now=now)
    row.cases.filter(state=Case.State.PROPOSED).update(state=Case.State.REFUSED)
    forget()
    return row


def _settle(problem: Problem, was: str, state: str, *, by: Actor, now: datetime) -> None:
    """Let the requests that were one thing to a problem be another; the life of each says so."""
    for case in problem.cases.filter(state=was).order_by("ticket"):
        ticket = Ticket.rows.select_for_update().get(pk=case.ticket_id)
        if ticket.confidential and state == Case.State.HELD:
            continue
        case.state, case.at = state, now
        case.save(update_fields=["state", "at"])
        said = Tied(ticket=ticket.pk, problem=problem.pk, why=case.why)
        gone = Untied(ticket=ticket.pk, problem=problem.pk)
        record(said if state == Case.State.HELD else gone, stream=ticket.stream, by=by, at=now)


def held(problem: Problem) -> Problem:
    """Take a problem's row for the rest of the transaction; refuse when it is over."""
    row = Problem.objects.select_for_update().get(pk=problem.pk)
    if not row.is_live:
        raise NotLive
    return row


def _word(row: Problem, wanted: NewProblem) -> Problem:
    row.kind, row.title, row.workaround = wanted.kind, wanted.title, wanted.workaround
    row.region, row.starts_at = wanted.region, wanted.starts_at
    row.service = Service.objects.get(code=wanted.service)
    row.save()
    forget()
    return row


def _keeper(by: Actor) -> int | None:
    return by.staff if isinstance(by, Viewer) else None
