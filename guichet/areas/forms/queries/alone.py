"""How well people get through each form by themselves: counted in one question, kept for ten minutes."""

from datetime import datetime

from django.db.models import Count, Exists, F, Q

from guichet.areas.catalogue.rules.sheet import ServiceSheet
from guichet.areas.forms.models import Draft
from guichet.areas.forms.queries.published import has_form
from guichet.areas.forms.rules.alone import FOLLOWED, OVER, Alone, done_how
from guichet.areas.tickets.queries.contacts import touches_after
from guichet.areas.tickets.rules import Channel
from guichet.ground import recent

KEPT, KEPT_FOR = "forms:alone", 600  # seconds
ALONE = (Channel.WEB, Channel.API)  # ways in which nobody helps


def alone_by_service(*, now: datetime) -> dict[int, Alone]:
    """Return what became of the forms begun online, by service; the answer may be ten minutes old."""
    return recent.made(KEPT, KEPT_FOR, lambda: counted(now=now))


def counted(*, now: datetime) -> dict[int, Alone]:
    """Count what became of the forms begun online over the last ninety days, the last three left out."""
    rows = Draft.rows.filter(by_staff=False, started_at__gte=now - OVER - FOLLOWED, started_at__lt=now - FOLLOWED)
    helped = Q(helped_at__lte=F("started_at") + FOLLOWED) | Q(assisted=True)
    finished = Q(done_at__isnull=False)
    counts = {
        "begun": Count("pk"), "finished": Count("pk", filter=finished), "helped": Count("pk", filter=helped),
        "unaided": Count("pk", filter=finished & ~helped),
    }  # fmt: skip
    otherwise = touches_after("started_at", FOLLOWED, service="version__form__service__code")
    rows = rows.alias(assisted=Exists(otherwise.exclude(channel__in=ALONE))).order_by()
    found = rows.values("version__form__service").annotate(**counts)
    return {service: Alone(*told) for service, *told in found.values_list("version__form__service", *counts)}


def how_of(service: int | None, told: ServiceSheet, *, now: datetime) -> str:
    """Return how a service is best asked for, as people get through it these days."""
    asks = has_form(service)
    online = asks or any(way.code == Channel.WEB for way in told.ways)
    alone = alone_by_service(now=now).get(service or 0, Alone()) if asks else Alone()
    return done_how(online=online, alone=alone, ways=bool(told.ways))
