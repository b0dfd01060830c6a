"""What falls due for the rules that wait for a date."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localtime

from guichet.areas.automation.models import Firing, Halt, Rule, Term
from guichet.areas.automation.rules.spec import DATES, TERM
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import OPEN_STATES

LIVE = (Rule.Mode.TRIAL, Rule.Mode.ACTIVE)
AT_ONCE = 200  # tickets of one rule in one transaction


@dataclass(frozen=True, slots=True)
class Due:
    """A ticket whose moment has come."""

    ticket: int
    at: datetime


def halted() -> Halt | None:
    """Return the switch, when it is off."""
    return Halt.objects.select_related("staff").order_by("pk").first()


def rules_on(event: str) -> QuerySet[Rule]:
    """Return the rules that something sets off."""
    return Rule.objects.filter(mode__in=LIVE, trigger_on=event).order_by("pk")


def rules_on_dates() -> list[Rule]:
    """Return the rules that wait for a date."""
    return list(Rule.objects.filter(mode__in=LIVE, trigger_on__in=[*DATES, TERM]).order_by("pk"))


def tickets_due(rule: Rule, *, now: datetime) -> list[Due]:
    """Return the tickets whose moment came since the rule last looked, the earliest first."""
    rows, name = _dated(rule.trigger.on)
    shift, since = timedelta(days=rule.trigger.days), rule.swept_at or rule.since or now
    after = Q(moment__gt=since - shift) | Q(moment=since - shift, which__gt=rule.swept_ticket)
    found = rows.annotate(moment=F(name), which=_ticket_of(rule)).filter(after, moment__lte=now - shift)
    pairs = found.order_by("moment", "which").values_list("which", "moment")[:AT_ONCE]
    return [Due(ticket, moment + shift) for ticket, moment in pairs]


def _ticket_of(rule: Rule) -> F:
    return F("ticket_id" if rule.trigger.on == "promised" else "id")


def _dated(on: str) -> tuple[QuerySet[Any], str]:
    if on == "promised":
        return Promise.objects.filter(open=True, due_at__isnull=False), "due_at"
    if on == "waiting":
        return Ticket.rows.filter(state="waiting_client", waiting_since__isnull=False), "waiting_since"
    if on == "answered":
        return Ticket.rows.filter(state="resolved", resolved_at__isnull=False), "resolved_at"
    return Ticket.rows.filter(state__in=[str(one) for one in OPEN_STATES]), "received_at"


def key_of(term: Term) -> str:
    """Name a date of a client's life, as a firing keeps it: moved, it is another one."""
    return f"term:{term.pk}@{term.on}"


def terms_due(rule: Rule, *, now: datetime) -> list[Term]:
    """Return the dates of clients that the rule has come near to: in force, and near or known only since then."""
    today, shift = localtime(now).date(), timedelta(days=rule.trigger.days)
    rows = Term.objects.filter(kind=rule.trigger.term, on__lte=today - shift).select_related("person", "organisation")
    if rule.trigger.days < 0:
        rows = rows.filter(on__gte=today)
    since = rule.since or now
    found = [one for one in rows.order_by("on", "pk") if one.known_at >= since or _comes(one, shift) >= since]
    fired = set(Firing.objects.filter(rule=rule, key__in=map(key_of, found)).values_list("key", flat=True))
    return [one for one in found if key_of(one) not in fired][:AT_ONCE]


def _comes(term: Term, shift: timedelta) -> datetime:
    """Return the end of the day on which a date comes near: a rule begun that morning still answers it."""
    return datetime.combine(term.on + shift, time.max, UTC)
