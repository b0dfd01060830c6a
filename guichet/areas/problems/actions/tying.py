"""Tying requests to a problem: by a person, or by themselves when it is sure; never a confidential one."""

from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.problems import rules
from guichet.areas.problems.actions.working import held
from guichet.areas.problems.facts import Tied, Untied
from guichet.areas.problems.models import Case, Problem
from guichet.areas.problems.queries.live import Live, live
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Contact, Ticket
from guichet.areas.triage.queries.reckoning import first_words
from guichet.areas.triage.rules.words import stems
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record


class CannotTie(ValueError):
    """A request is of one problem at a time, and a confidential one of none: others would learn of it."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        words = {
            "confidential": _("A confidential request is tied to no problem: others would learn that it exists."),
            "other": _("This request belongs to another problem: say first that it does not."),
        }
        return words[self.why]


@action("problems.tie")
def tie(ticket: Ticket, problem: Problem, *, by: Actor, now: datetime) -> Case:
    """Say that a request belongs to a problem; when people were told of it, its client is told what to do meanwhile."""
    return _hold(ticket, held(problem), why="person", by=by, now=now)


@action("problems.tie")
def refuse(ticket: Ticket, problem: Problem, *, by: Actor, now: datetime) -> None:
    """Say that a request has nothing to do with a problem: it is not proposed again."""
    row = Ticket.rows.select_for_update().get(pk=ticket.pk)
    case = Case.objects.select_for_update().filter(ticket=row, problem=problem).first()
    if case is None or case.state == Case.State.REFUSED:
        return
    was, case.state = case.state, Case.State.REFUSED
    case.save(update_fields=["state"])
    if was == Case.State.HELD:
        record(Untied(ticket=row.pk, problem=problem.pk), stream=row.stream, by=by, at=now)


@action("problems.match")
def match(ticket: Ticket, *, by: Actor, now: datetime) -> Case | None:
    """Tie a request to the open problem that it surely belongs to, or propose it to whoever is in charge."""
    known = [one for one in live() if one.state == Problem.State.OPEN]
    row = Ticket.rows.select_related("compartment__organisation").filter(pk=ticket.pk).first() if known else None
    if row is None or row.confidential or not row.is_open:
        return None
    asked = stems(first_words(row), row.language)
    causes = set(Contact.objects.filter(ticket=row).values_list("failure_cause", flat=True))
    cases = {one.problem_id: one for one in Case.objects.filter(ticket=row)}
    if any(one.state == Case.State.HELD for one in cases.values()):
        return None
    refused = {pk for pk, one in cases.items() if one.state == Case.State.REFUSED}
    near = [one for one in known if one.starts_at <= row.received_at and one.pk not in refused]
    found = [(one, said) for one in near if (said := _match(one, row, asked, causes))]
    if not found:
        return None
    best, said = max(found, key=lambda pair: pair[1].sure)
    if said.sure:
        return _hold(row, Problem.objects.get(pk=best.pk), why=said.why, by=by, now=now)
    waiting = next((one for one in cases.values() if one.state == Case.State.PROPOSED), None)
    return waiting or Case.objects.create(
        problem_id=best.pk, ticket=row, state=Case.State.PROPOSED, why=said.why, at=now
    )


def _match(one: Live, ticket: Ticket, asked: dict[str, str], causes: set[str]) -> rules.Match | None:
    lang = ticket.language
    text = f"{one.title.in_language(lang)}\n{one.workaround.in_language(lang)}\n{' '.join(one.words)}"
    found = rules.match(
        asked, stems(text, lang), same_service=None if ticket.service_id is None else ticket.service_id == one.service,
        same_cause=bool(one.cause) and one.cause in causes, outage=one.kind == Problem.Kind.INCIDENT,
    )  # fmt: skip
    holder = ticket.compartment.organisation
    elsewhere = bool(one.region) and (holder is None or holder.region != one.region)
    return rules.Match(False, found.why) if found and elsewhere else found


def _hold(ticket: Ticket, problem: Problem, *, why: str, by: Actor, now: datetime) -> Case:
    row = Ticket.rows.select_for_update().get(pk=ticket.pk)
    if row.confidential:
        raise CannotTie("confidential")
    others = Case.objects.filter(ticket=row).exclude(problem=problem)
    if others.filter(state=Case.State.HELD).exists():
        raise CannotTie("other")
    others.filter(state=Case.State.PROPOSED).update(state=Case.State.REFUSED)
    case = Case.objects.filter(problem=problem, ticket=row).first() or Case(problem=problem, ticket=row)
    if case.state == Case.State.HELD:
        return case
    case.state, case.why, case.at = Case.State.HELD, why, now
    case.save()
    record(Tied(ticket=row.pk, problem=problem.pk, why=why), stream=row.stream, by=by, at=now)
    if problem.announced_at:
        tell(case, problem, now=now)
    return case


def tell(case: Case, problem: Problem, *, now: datetime, written: bool = False) -> None:
    """Tell the client of a request, once, what to do meanwhile."""
    if case.told_at or not case.ticket.is_open:
        return
    details = {"about": "problem", "problem": problem.pk}
    words = problem.workaround.in_language(case.ticket.language)
    tickets.announce(case.ticket, by=SYSTEM, now=now, body=words, details=details, written=written)
    case.told_at = now
    case.save(update_fields=["told_at"])
