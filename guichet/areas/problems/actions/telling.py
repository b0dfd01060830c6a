"""Speaking to everybody whom a problem concerns: once when it begins, once when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.areas.people.access import Viewer
from guichet.areas.problems.actions.tying import tell
from guichet.areas.problems.actions.working import held
from guichet.areas.problems.facts import Announced, Closed, Posted
from guichet.areas.problems.models import Case, Problem, Warned
from guichet.areas.problems.queries.live import forget
from guichet.areas.problems.queries.reach import affected
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import ResolutionCode
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.api import record


class NotWhole(ValueError):
    """What many people read exists in both languages."""

    def __str__(self) -> str:
        return _("Write it in French and in English first: everybody reads it in their own language.")


@dataclass(frozen=True, slots=True)
class Closing:
    """What one message did: how many requests it answered, and how many it told that still have something to do."""

    resolved: int
    left: int


@action("problems.announce")
def announce(problem: Problem, *, by: Viewer, now: datetime) -> int:
    """Tell those affected before they call, and everybody on the portal; return how many people are told."""
    row = held(problem)
    if row.announced_at:
        return 0
    if not (row.title.is_complete and row.workaround.is_complete):
        raise NotWhole
    row.kind, row.state, row.announced_at = Problem.Kind.INCIDENT, Problem.State.OPEN, now
    row.opened_at = row.opened_at or now
    row.save(update_fields=["kind", "state", "announced_at", "opened_at"])
    people = [Warned(problem=row, person=one, at=now) for one in affected(row)]
    Warned.objects.bulk_create(people)
    cases = _open_cases(row, by)
    for case in cases:
        tell(case, row, now=now, written=True)
    record(Announced(problem=row.pk, people=len(people) + len(cases)), stream=row.stream, by=by, at=now)
    forget()
    return len(people) + len(cases)


@action("problems.close")
def close(problem: Problem, *, by: Viewer, now: datetime, fix: Bilingual) -> Closing:
    """Say what was done: the one message answers every request tied to it, and tells whoever was warned."""
    row = held(problem)
    if not fix.is_complete:
        raise NotWhole
    row.fix, row.state, row.closed_at = fix, Problem.State.FIXED, now
    row.save(update_fields=["fix", "state", "closed_at"])
    done = [_answer(case.ticket, row, by=by, now=now) for case in _open_cases(row, by)]
    row.cases.filter(state=Case.State.HELD).update(state=Case.State.DONE)
    row.cases.filter(state=Case.State.PROPOSED).update(state=Case.State.REFUSED)
    said = Closing(resolved=sum(done), left=len(done) - sum(done))
    record(Closed(problem=row.pk, resolved=said.resolved, left=said.left), stream=row.stream, by=by, at=now)
    forget()
    return said


def _open_cases(problem: Problem, by: Viewer) -> list[Case]:
    seen = Ticket.objects.visible_to(by).filter(confidential=False)
    rows = Case.objects.filter(problem=problem, state=Case.State.HELD, ticket__in=seen).select_related("ticket")
    return [one for one in rows.order_by("pk") if one.ticket.is_open]


def _answer(ticket: Ticket, problem: Problem, *, by: Viewer, now: datetime) -> bool:
    """Answer a request with the one message; one that still has work to do is told, and goes on."""
    words = problem.fix.in_language(ticket.language)
    try:
        with transaction.atomic():
            tickets.resolve(ticket, by=by, now=now, code=ResolutionCode.DONE, body=words)
    except tickets.StillHasOpenTasks:
        details = {"about": "problem_fixed", "problem": problem.pk}
        tickets.announce(ticket, by=SYSTEM, now=now, body=words, details=details, written=True)
        return False
    return True


@action("problems.note_ways")
def note_ways(problem: Problem, ways: Mapping[int, str], *, by: Actor) -> None:
    """Note by which way each person is told, or why they are not."""
    for way in set(ways.values()):
        people = [person for person, one in ways.items() if one == way]
        Warned.objects.filter(problem=problem, person__in=people).update(way=way)


@action("problems.note_posted")
def note_posted(problem: int, *, person: int, by: Actor, now: datetime) -> None:
    """Note that somebody posted the letter that tells a person: who and when stand in the journal."""
    row = Problem.objects.select_for_update().get(pk=problem)
    record(Posted(problem=row.pk, person=person), stream=row.stream, by=by, at=now)
