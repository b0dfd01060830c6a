"""A rule is set off: by a fact of the journal, exactly once and in commit order, or by a date, by the tick."""

from datetime import UTC, datetime, time

from django.db import OperationalError, transaction

from guichet.areas.automation.actions.doing import Subject, run
from guichet.areas.automation.facts import Fired, Put
from guichet.areas.automation.models import Firing, Rule
from guichet.areas.automation.queries.due import (
    AT_ONCE,
    LIVE,
    halted,
    key_of,
    rules_on,
    terms_due,
    tickets_due,
)
from guichet.areas.automation.queries.traits import open_to_rules, traits_of
from guichet.areas.automation.rules.guards import ERRORS, may_answer
from guichet.areas.automation.rules.matching import holds
from guichet.areas.automation.rules.spec import EVENT_OF, TERM
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import current_door, record, through
from guichet.ground.journal.models import Entry


@action("automation.run")
def answer(entry: Entry, *, by: Actor, now: datetime) -> int:
    """Fire the rules that an entry of the journal sets off; return how many did."""
    rules = list(rules_on(EVENT_OF[entry.kind]))
    if not rules or halted():
        return 0
    ticket = open_to_rules().filter(pk=entry.data["ticket"]).first()
    if ticket is None:
        return 0
    chain, fired = chain_of(entry), 0
    for rule in rules:
        if rule.since and rule.since <= entry.at and may_answer(rule.pk, chain):
            with through(current_door(), cause=entry.pk):
                fired += _fire(rule, Subject(ticket, None, entry.at), f"entry:{entry.pk}", now=now)
    return fired


def chain_of(entry: Entry | None) -> list[int]:
    """Return the rules whose doings led to an entry, the nearest first."""
    found: list[int] = []
    while entry is not None and entry.actor.startswith("rule:"):
        found.append(int(entry.actor.partition(":")[2]))
        entry = Entry.objects.filter(pk=entry.cause).first() if entry.cause else None
    return found


@action("automation.run")
def sweep(rule: Rule, *, by: Actor, now: datetime) -> int:
    """Fire a rule for every date that came since it last looked; several ticks at once wait for one another's row."""
    held = Rule.objects.select_for_update().get(pk=rule.pk)
    if held.mode not in LIVE or halted():
        return 0
    if held.trigger.on == TERM:
        return sum(
            _fire(held, Subject(None, term, datetime.combine(term.on, time(12), UTC)), key_of(term), now=now)
            for term in terms_due(held, now=now)
        )
    return _sweep_tickets(held, now=now)


def _sweep_tickets(held: Rule, *, now: datetime) -> int:
    found, fired = tickets_due(held, now=now), 0
    rows = open_to_rules().in_bulk([one.ticket for one in found])
    for one in found:
        if one.ticket in rows:
            key = f"ticket:{one.ticket}@{one.at:%Y-%m-%dT%H:%M:%S}"
            fired += _fire(held, Subject(rows[one.ticket], None, one.at), key, now=now)
    last = found[-1] if len(found) == AT_ONCE else None
    Rule.objects.filter(pk=held.pk).update(
        swept_at=last.at if last else now, swept_ticket=last.ticket if last else 0
    )  # fmt: skip
    return fired


def _fire(rule: Rule, subject: Subject, key: str, *, now: datetime) -> bool:
    held = Rule.objects.select_for_update().get(pk=rule.pk)
    if held.mode not in LIVE or not _is_called_for(held, subject, key, now):
        return False
    trigger = held.trigger
    firing = Firing(
        rule=held, key=key, ticket=subject.ticket, at=now, version=held.version, did=held.does.codes(),
        why=[trigger.term or trigger.on, *(one.fact for one in held.asked)], outcome=Firing.Outcome.TRIED,
    )  # fmt: skip
    if held.mode == Rule.Mode.ACTIVE:
        _act(held, subject, firing, now)
    firing.save()
    said = Fired(
        rule=held.pk, ticket=firing.ticket_id or firing.made_id or 0, firing=firing.pk, outcome=firing.outcome,
        did=firing.did, fault=firing.fault,
    )  # fmt: skip
    record(said, stream=held.stream, by=SYSTEM, at=now)
    _count(held, firing, now)
    return True


def _is_called_for(rule: Rule, subject: Subject, key: str, now: datetime) -> bool:
    if Firing.objects.filter(rule=rule, key=key).exists():
        return False
    if subject.ticket is None:
        return True
    if not holds(rule.asked, traits_of(subject.ticket, now=now)):
        return False
    return Firing.objects.filter(rule=rule, ticket=subject.ticket).count() < rule.most


def _act(rule: Rule, subject: Subject, firing: Firing, now: datetime) -> None:
    try:
        with transaction.atomic():
            firing.made = run(rule, subject, now=now)
            firing.outcome = Firing.Outcome.DONE
    except OperationalError:
        raise  # the engine's trouble is not the rule's: the fact, or the date, is answered again
    except Exception as fault:  # noqa: BLE001 -- whatever a rule meets is its own error: others go on, three are enough
        firing.outcome, firing.fault, firing.did = Firing.Outcome.FAILED, type(fault).__name__[:60], []


def _count(rule: Rule, firing: Firing, now: datetime) -> None:
    """Count errors in a row; at the third the rule is off, and whoever keeps it is told."""
    rule.errors = rule.errors + 1 if firing.outcome == Firing.Outcome.FAILED else 0
    if rule.errors >= ERRORS:
        rule.mode, rule.off_why = Rule.Mode.OFF, "errors"
        record(Put(rule=rule.pk, mode=rule.mode, why="errors"), stream=rule.stream, by=SYSTEM, at=now)
    rule.save(update_fields=["errors", "mode", "off_why"])
