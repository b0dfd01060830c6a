"""The round of the night: what published words lead to, one address after the other."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.timezone import localtime

from guichet.areas.upkeep.models import Link, Place, Round
from guichet.areas.upkeep.queries import standing
from guichet.areas.upkeep.queries.links import NIGHT
from guichet.areas.upkeep.rules import Verdict
from guichet.ground.access import Actor
from guichet.ground.actions import action

LEASE = timedelta(minutes=15)
BATCH = 500


@action("upkeep.look")
def begin(*, by: Actor, now: datetime) -> Round:
    """Begin a round: note where published words lead now, and drop what nothing leads to any more."""
    found = standing()
    known = {row.url: row.pk for row in Link.objects.only("pk", "url").iterator(BATCH)}
    Link.objects.filter(pk__in=[pk for url, pk in known.items() if url not in found]).delete()
    Link.objects.bulk_create((Link(url=url) for url in found if url not in known), ignore_conflicts=True)
    pks = {row.url: row.pk for row in Link.objects.only("pk", "url").iterator(BATCH)}
    wanted = {(pks[url], *spot) for url, spots in found.items() for spot in spots}
    has = {(one.link_id, one.kind, one.code, one.language): one.pk for one in Place.objects.iterator(BATCH)}
    Place.objects.filter(pk__in=[pk for spot, pk in has.items() if spot not in wanted]).delete()
    new = [Place(link_id=link, kind=kind, code=code, language=said) for link, kind, code, said in wanted - has.keys()]
    Place.objects.bulk_create(new, ignore_conflicts=True)
    values = {"began_at": now, "ended_at": None, "lease_until": None}
    return Round.objects.update_or_create(name=NIGHT, defaults=values)[0]


@action("upkeep.look")
def hold(row: Round, *, by: Actor, now: datetime) -> bool:
    """Take the round in hand, so that nobody else asks the same hosts meanwhile; tell whether it was free."""
    free = Round.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), pk=row.pk, ended_at=None)
    return bool(free.update(lease_until=now + LEASE))


@action("upkeep.look")
def end(row: Round, *, by: Actor, now: datetime, is_over: bool) -> None:
    """Give the round back, or end it."""
    Round.objects.filter(pk=row.pk).update(lease_until=None, ended_at=now if is_over else None)


@action("upkeep.look")
def note(link: Link, verdict: Verdict, *, by: Actor, now: datetime) -> None:
    """Keep what looking at an address told. Twice in one night counts as one night."""
    if verdict.good is None:
        Link.objects.filter(pk=link.pk).update(looked_at=now)
        return
    values = {"looked_at": now, "looks": F("looks") + 1, "why": verdict.why, "moved_to": verdict.moved_to}
    if verdict.good:
        values |= {"good_at": now, "nights": 0}
    else:
        again = link.nights and link.bad_at and localtime(link.bad_at).date() == localtime(now).date()
        values |= {"bad_at": now, "failures": F("failures") + 1, "nights": link.nights + (0 if again else 1)}
    Link.objects.filter(pk=link.pk).update(**values)
