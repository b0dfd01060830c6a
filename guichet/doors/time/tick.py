"""`guichet tick`: what falls due. Several may run at once: each thing is claimed by the row it changes."""

import argparse
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from guichet.areas.automation import actions as automation
from guichet.areas.automation.queries.due import rules_on_dates
from guichet.areas.catalogue import actions as catalogue
from guichet.areas.finding import actions as finding
from guichet.areas.forms import actions as forms
from guichet.areas.forms.queries.filling import to_forget
from guichet.areas.guidance import actions as guidance
from guichet.areas.knowledge import actions as knowledge
from guichet.areas.people import actions as people
from guichet.areas.people.queries import viewer_of_staff
from guichet.areas.sight import actions as sight
from guichet.areas.sla import actions as sla
from guichet.areas.sla.queries.law import silences_over
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.queries.drafts import to_release
from guichet.areas.tickets.queries.introductions import to_follow_up
from guichet.areas.tickets.queries.journey import with_access_over
from guichet.areas.tickets.queries.plan import waits_over
from guichet.areas.tickets.queries.waiting import to_close, to_remind
from guichet.areas.triage import actions as triage
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.files.store import sweep_orphans
from guichet.ground.journal.api import through
from guichet.ground.journal.seals import seal
from guichet.ground.keeping.store import sweep_forms
from guichet.ground.queue.worker import sweep

KEPT_JOBS = timedelta(days=14)
KEPT_ORPHANS = timedelta(days=1)


def main(argv: Sequence[str]) -> int:
    """Let time pass once and say what it did."""
    parser = argparse.ArgumentParser(prog="guichet tick", description=__doc__)
    parser.parse_args(argv)
    with through("time"):
        print(f"guichet tick: {tick(now=clock.now())} done")
    return 0


def tick(*, now: datetime) -> int:
    """Remind, close in silence, make changes that were dated, seal, sweep; return how many tickets moved."""
    moved = 0
    for ticket in to_remind(now):
        moved += tickets.remind(ticket, by=SYSTEM, now=now) is not None
    for ticket in to_close(now):
        tickets.close_in_silence(ticket, by=SYSTEM, now=now)
        moved += 1
    moved += _plans(now)
    moved += sum(sla.fall_silent(ticket, by=SYSTEM, now=now) for ticket in silences_over(now))
    for draft in to_release(now):
        assert draft.staff
        author = viewer_of_staff(draft.staff)
        moved += tickets.release(draft.ticket, by=SYSTEM, now=now, author=author) is not None
    moved += sum(sum(iter(partial(tell, by=SYSTEM, now=now), 0)) for tell in (sla.alert, sla.alert_tasks))
    catalogue.take_effect(by=SYSTEM, now=now)
    knowledge.take_effect(by=SYSTEM, now=now)
    moved += triage.cover(by=SYSTEM, now=now)
    for rule in rules_on_dates():
        moved += automation.sweep(rule, by=SYSTEM, now=now)
    while seal(now=now):
        pass
    for form in to_forget(now):
        forms.forget(form, by=SYSTEM, now=now)
    sweep(before=now - KEPT_JOBS)
    sweep_forms(now=now)
    guidance.drop_unused(by=SYSTEM, now=now)
    finding.drop_stale_needs(by=SYSTEM, now=now)
    tickets.sweep_presences(now=now)
    sight.sweep(by=SYSTEM, now=now, kept=timedelta(days=settings.ACCESS_LOG_DAYS))
    sweep_orphans(older_than=now - KEPT_ORPHANS)
    return moved


def _plans(now: datetime) -> int:
    """Ask whether calls took place; end the waits, the accesses and the rights to act whose time is over."""
    moved = sum(tickets.follow_up(made.ticket, by=SYSTEM, now=now) for made in to_follow_up(now))
    moved += sum(tickets.end_wait(wait, by=SYSTEM, now=now) for wait in waits_over(now))
    moved += sum(tickets.end_access(one, by=SYSTEM, now=now) > 0 for one in with_access_over(now))
    return moved + sum(iter(partial(people.end_delegations, by=SYSTEM, now=now), 0))
