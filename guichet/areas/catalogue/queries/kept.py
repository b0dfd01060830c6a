"""What a process keeps of the catalogue, and the one question that tells whether it changed."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import F, Func, QuerySet, Subquery, Value

from guichet.areas.catalogue.models import Calendar, PlanTemplate, Service, ServiceVersion
from guichet.ground import recent
from guichet.ground.database.prepared import prepared

T = TypeVar("T")
KEPT, KEPT_FOR = "catalogue:", 5.0  # seconds
STATE = ("all_services", "all_versions", "service_at", "all_plans", "plan_at", "all_calendars", "calendar_at")


def forget() -> None:
    """Drop what the process keeps: after a change, and between tests."""
    recent.forget(KEPT)


def keep(key: str, make: Callable[[], T]) -> T:
    """Return what is little and was made under a name, made again when it is a few seconds old."""
    return recent.made(KEPT + key, KEPT_FOR, make)


def state() -> int:
    """Return what is another after each change of a service, a plan or a calendar; it may be some seconds old."""
    return keep("state", lambda: hash(_state()[0]))


@prepared
def _state() -> QuerySet[Any, Any]:
    # Rows are added, never changed: their number tells of every change, in whatever order it was committed, and
    # the moment of the newest tells one change from another that was given up.
    return (
        Service.objects.order_by()
        .annotate(
            all_services=Func(F("pk"), function="COUNT"),
            all_versions=Func(F("version"), function="SUM"),
            service_at=Subquery(ServiceVersion.objects.order_by("-pk").values("at")[:1]),
            all_plans=_count(PlanTemplate.objects.all()),
            plan_at=Subquery(PlanTemplate.objects.order_by("-pk").values("published_at")[:1]),
            all_calendars=_count(Calendar.objects.all()),
            calendar_at=Subquery(Calendar.objects.order_by("-pk").values("since")[:1]),
        )
        .values_list(*STATE)
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().annotate(n=Func(Value(1), function="COUNT")).values("n"))
