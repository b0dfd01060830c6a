"""Rules as whoever leads reads them: what each did, and what it touches."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from guichet.areas.automation.models import Firing, Rule
from guichet.areas.automation.queries.due import LIVE
from guichet.areas.automation.rules.guards import TRIED_DAYS, sets_off
from guichet.areas.macros.queries import macros_of
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import OPEN_STATES
from guichet.ground.access import Actor

LATELY = timedelta(days=TRIED_DAYS)
PAGE = 50


def rules_of(viewer: Actor, *, now: datetime) -> list[tuple[Rule, int]]:
    """Return every rule, with how often each fired lately."""
    viewer.require("automation.read")
    lately = Count("firings", filter=Q(firings__at__gte=now - LATELY))
    rows = Rule.objects.select_related("keeper").annotate(lately=lately).order_by("mode", "pk")
    return [(one, one.lately) for one in rows]


def rule_of(viewer: Actor, pk: int) -> Rule | None:
    """Return a rule by its id."""
    viewer.require("automation.read")
    return Rule.objects.select_related("keeper").filter(pk=pk).first()


def switched_off(viewer: Viewer) -> int:
    """Count the rules of somebody's that switched themselves off."""
    return Rule.objects.filter(keeper=viewer.staff, off_why="errors").count() if viewer.staff else 0


@dataclass(frozen=True, slots=True)
class Touch:
    """What a rule touches: changing it, or taking it out of use, changes this."""

    fired: int  # times, lately
    open: int  # requests, open now, on which it did something
    sets_off: list[Rule]  # rules at work that what it does may set off
    set_off_by: list[Rule]  # rules at work whose doings may set it off


def touch_of(rule: Rule, viewer: Actor, *, now: datetime) -> Touch:
    """Return what a rule touches."""
    viewer.require("automation.read")
    done = rule.firings.filter(outcome=Firing.Outcome.DONE)
    seen = Ticket.objects.visible_to(viewer).filter(state__in=[str(one) for one in OPEN_STATES])
    open_now = seen.filter(Q(pk__in=done.values("ticket")) | Q(pk__in=done.values("made"))).count()
    others = list(Rule.objects.filter(mode__in=LIVE).exclude(pk=rule.pk).order_by("pk"))
    then = sets_off(rule.does)
    return Touch(
        fired=rule.firings.filter(at__gte=now - LATELY).count(), open=open_now,
        sets_off=[one for one in others if one.trigger_on in then],
        set_off_by=[one for one in others if rule.trigger_on in sets_off(one.does)],
    )  # fmt: skip


def rules_proposing(template: int) -> list[Rule]:
    """Return the rules that propose a template: retired, or unfit, it is proposed by none of them any more."""
    return list(Rule.objects.exclude(mode=Rule.Mode.RETIRED).filter(acts__template=template).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Log:
    """A page of what a rule did, the newest first."""

    rows: list[Firing]
    next: int | None


def log_of(rule: Rule, viewer: Actor, *, after: int | None) -> Log:
    """Return what a rule did, on the requests that the viewer sees; an auditor reads it without them."""
    viewer.require("automation.read")
    rows = rule.firings.select_related("ticket", "made").order_by("-at", "-pk")
    mark = rule.firings.filter(pk=after).first() if after else None
    if mark:
        rows = rows.filter(Q(at__lt=mark.at) | Q(at=mark.at, pk__lt=mark.pk))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    of = {one.ticket_id for one in shown} | {one.made_id for one in shown}
    seen = set(Ticket.objects.visible_to(viewer).filter(pk__in=of - {None}).values_list("pk", flat=True))
    for one in shown:
        one.ticket = one.ticket if one.ticket_id in seen else None
        one.made = one.made if one.made_id in seen else None
    return Log(shown, shown[-1].pk if len(found) > PAGE else None)


def templates_for(viewer: Viewer) -> list[tuple[int, str]]:
    """Return the templates that a rule may propose: those of everybody and of a team, in use."""
    return [(one.pk, str(one.name)) for one in macros_of(viewer) if one.owner_id is None and one.state == "published"]
