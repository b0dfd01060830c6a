"""How long a service really takes, for whoever asks for it: half of the cases, and nine in ten."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import caches
from django.db.models import QuerySet

from guichet.areas.catalogue.queries import calendar
from guichet.areas.metrics.rules import SMALLEST
from guichet.areas.sla.models import Promise, Segment
from guichet.areas.sla.rules import percentile

OVER = timedelta(days=365)
KEPT_FOR = 3600  # seconds
MOST = 2_000  # cases; of a service asked for more often than that, the newest ones

Stretch = tuple[str, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Observed:
    """Business time that half of the cases did not exceed, that nine in ten did not, and how many cases there are."""

    half: timedelta
    most: timedelta
    n: int


@dataclass(frozen=True, slots=True)
class ServiceDelays:
    """The delays of a service over the last twelve months; nothing where there are fewer than ten cases."""

    first: Observed | None
    completion: Observed | None


def service_delays(service: int, *, now: datetime) -> ServiceDelays:
    """Return the delays of a service, counted once an hour; what is confidential is not counted."""
    key = f"metrics:delays:{service}"
    kept: ServiceDelays | None = caches["default"].get(key)
    if kept is None:
        rows = Promise.objects.filter(ticket__service=service, ticket__confidential=False)
        kept = ServiceDelays(*(_observed(_met(rows, name, now)) for name in ("first_met_at", "met_at")))
        caches["default"].set(key, kept, KEPT_FOR)
    return kept


def business(code: str, received: datetime, met: datetime, waits: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """Return the business time from arrival to answer, by a calendar, less what the client took (domain.md 2.9 A)."""
    hours = calendar(code)
    away = (hours.between(start, min(end, met)) for start, end in waits if start < met)
    return hours.between(received, met) - sum(away, timedelta(0))


def waits_of(rows: QuerySet[Promise]) -> dict[int, list[tuple[datetime, datetime]]]:
    """Return when the clients of some requests had the turn."""
    waits = defaultdict[int, list[tuple[datetime, datetime]]](list)
    waited = Segment.objects.filter(ticket__in=rows.values("pk"), holder="client")
    for ticket, start, end in waited.values_list("ticket", "start", "end"):
        waits[ticket].append((start, end))
    return waits


def _met(rows: QuerySet[Promise], name: str, now: datetime) -> list[Stretch]:
    met = rows.filter(**{f"{name}__gte": now - OVER, f"{name}__lte": now})
    return list(met.order_by(f"-{name}").values_list("calendar", "received_at", name)[:MOST])


def _observed(stretches: list[Stretch]) -> Observed | None:
    if len(stretches) < SMALLEST:
        return None
    spans = [calendar(code).between(start, end) for code, start, end in stretches]
    return Observed(percentile(spans, 50), percentile(spans, 90), len(spans))
