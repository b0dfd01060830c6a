"""Telling whoever is in charge, then those who lead, that a promise is nearly due, or past due."""

from datetime import datetime

from guichet.areas.people.models import Staff
from guichet.areas.sla.facts import Alerted
from guichet.areas.sla.models import Notice, Promise
from guichet.areas.sla.queries.promises import claim_alerts
from guichet.areas.sla.rules.alerts import DUE, NEAR, rungs
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.crashpoints import passing
from guichet.ground.journal.api import record_each

AT_ONCE = 50  # promises in one transaction: what a worker holds when it is killed is told by the next


@action("sla.alert")
def alert(*, by: Actor, now: datetime, most: int = AT_ONCE) -> int:
    """Tell of the promises whose moment has come, each once however many workers tell; return how many."""
    claimed = claim_alerts(now, most=most)
    if not claimed:
        return 0
    passing("after_claim")
    leading = _leading()
    said = {promise.ticket.stream: (promise, _said(promise, leading, now)) for promise in claimed}
    record_each({stream: fact for stream, (_promise, fact) in said.items()}, by=by, at=now)
    passing("after_entries")
    notices = [
        Notice(ticket_id=promise.pk, staff_id=one, share=fact.share, due_at=fact.due, at=now)
        for promise, fact in said.values()
        for one in fact.staff
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    passing("before_commit")
    return len(claimed)


def _said(promise: Promise, leading: set[int], now: datetime) -> Alerted:
    assert promise.next_due_at
    share, owner = DUE if promise.next_due_at <= now else NEAR, promise.ticket.owner_id
    wanted = rungs(share, owned=owner is not None)
    told = {owner} if "owner" in wanted and owner else set[int]()
    told |= leading if "manager" in wanted else set()
    return Alerted(ticket=promise.pk, share=share, due=promise.next_due_at.isoformat(), staff=sorted(told))


def _leading() -> set[int]:
    return {pk for pk, roles in Staff.objects.filter(active=True).values_list("pk", "roles") if "manager" in roles}
