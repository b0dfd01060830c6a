"""Trying a rule: what it would have done these last days, without doing any of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

from guichet.areas.automation.models import Rule, Term
from guichet.areas.automation.queries.due import tickets_due
from guichet.areas.automation.queries.reading import LATELY
from guichet.areas.automation.queries.traits import open_to_rules, traits_of
from guichet.areas.automation.rules.guards import may_answer
from guichet.areas.automation.rules.matching import as_it_was, holds
from guichet.areas.automation.rules.spec import EVENTS, TERM
from guichet.areas.catalogue.queries import offers
from guichet.areas.people.access import Viewer
from guichet.areas.tickets.models import Ticket
from guichet.ground.journal.api import facts_of
from guichet.ground.journal.models import Entry

MOST = 500  # facts that a trial looks at, the newest
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Would:
    """One time that a rule would have fired."""

    at: datetime | date
    number: str  # of the request; nothing where a date of a client would have prepared one
    title: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done, the newest first."""

    looked_at: int
    times: int
    shown: list[Would]
    whole: bool  # every fact of these days was looked at


def trial_of(rule: Rule, viewer: Viewer, *, now: datetime) -> Trial:
    """Try a rule on the last days; nothing is written, and what the viewer may not see is not there."""
    viewer.require("automation.read")
    if rule.trigger.is_event:
        return _on_events(rule, viewer, now)
    return _on_terms(rule, now) if rule.trigger.on == TERM else _on_dates(rule, viewer, now)


def _on_events(rule: Rule, viewer: Viewer, now: datetime) -> Trial:
    kind = EVENTS[rule.trigger.on].kind
    entries = list(Entry.objects.filter(kind=kind, at__gte=now - LATELY, at__lte=now).order_by("-at", "-pk")[:MOST])
    seen = _seen(viewer, {entry.data["ticket"] for entry in entries})
    services = {pk: one.code for pk, one in offers(localtime(now).date()).items()}
    times: Counter[int] = Counter()
    would = []
    for entry in reversed(entries):
        ticket = seen.get(entry.data["ticket"])
        if ticket is None or times[ticket.pk] >= rule.most or not may_answer(rule.pk, _by_rules(entry)):
            continue
        said = [fact for one, fact in facts_of(entry.stream) if one.position <= entry.position]
        if holds(rule.asked, as_it_was(traits_of(ticket, now=entry.at), said, services)):
            times[ticket.pk] += 1
            would.append(Would(entry.at, ticket.number, ticket.title))
    return Trial(len(entries), len(would), would[::-1][:SHOWN], whole=len(entries) < MOST)


def _by_rules(entry: Entry) -> list[int]:
    return [int(entry.actor.partition(":")[2])] if entry.actor.startswith("rule:") else []


def _seen(viewer: Viewer, pks: set[int]) -> dict[int, Ticket]:
    visible = Ticket.objects.visible_to(viewer).filter(pk__in=pks)
    return open_to_rules().in_bulk(list(visible.values_list("pk", flat=True)))


def _on_dates(rule: Rule, viewer: Viewer, now: datetime) -> Trial:
    as_of = Rule(
        trigger_on=rule.trigger_on, trigger_days=rule.trigger_days, swept_at=now - LATELY, swept_ticket=0
    )  # never saved
    found = tickets_due(as_of, now=now)
    seen = _seen(viewer, {one.ticket for one in found})
    would = [
        Would(one.at, seen[one.ticket].number, seen[one.ticket].title)
        for one in reversed(found)
        if one.ticket in seen and holds(rule.asked, traits_of(seen[one.ticket], now=one.at))
    ]
    return Trial(len(found), len(would), would[:SHOWN], whole=True)


def _on_terms(rule: Rule, now: datetime) -> Trial:
    today, shift = localtime(now).date(), timedelta(days=rule.trigger.days)
    first = today - LATELY - shift
    rows = Term.objects.filter(kind=rule.trigger.term, on__gte=first, on__lte=today - shift).order_by("-on", "pk")
    would = [Would(one.on, "", one.organisation.code if one.organisation else one.person.full_name) for one in rows]
    return Trial(len(would), len(would), would[:SHOWN], whole=True)
