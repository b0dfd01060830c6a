"""What machines that watch this one ask: is it alive, is it ready, how is it doing."""

import hmac
from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from guichet.areas.tickets.queries.gauges import open_by_state
from guichet.doors.api.application import description
from guichet.doors.api.problems import answer, not_found
from guichet.ground import clock
from guichet.ground.database import readiness
from guichet.ground.outbox.health import health


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether people can be served: the database, its tables, the mail that leaves."""
    database = readiness.answers()
    migrated = database and readiness.is_migrated()
    checks = {"database": database, "migrations": migrated}
    checks["outbox"] = migrated and not health(now=clock.now()).is_stuck
    return JsonResponse({"ready": all(checks.values()), "checks": checks}, status=200 if all(checks.values()) else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show gauges to whoever has the token, or to this machine when there is none."""
    if not _may_watch(request):
        return answer(not_found())
    registry = CollectorRegistry()
    registry.register(_Gauges())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_watch(request: HttpRequest) -> bool:
    token = settings.CONFIG.metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # Behind a proxy of this machine everybody seems to be here: what was forwarded is not.
    return "X-Forwarded-For" not in request.headers and _is_here(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


class _Gauges(Collector):
    """The gauges, read when they are asked for. Labels are codes: no name, no address."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("guichet_tickets", "Tickets that are not over, by state.", open_by_state(), "state")
        outbox = health(now=clock.now())
        yield _gauge("guichet_outbox", "Messages, by state.", {"pending": outbox.pending, "dead": outbox.dead}, "state")
        yield GaugeMetricFamily("guichet_outbox_held", "Whether the outbox is held.", value=outbox.held)
        age = outbox.oldest.total_seconds()
        yield GaugeMetricFamily("guichet_outbox_oldest_seconds", "How late the oldest message is.", value=age)


def _gauge(name: str, words: str, values: dict[str, int], label: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Describe the API."""
    return JsonResponse(description())
