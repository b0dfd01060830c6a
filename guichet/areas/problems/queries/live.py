"""What is open now, kept in the process for a few seconds: every page asks for it, and it is nearly always nothing."""

from dataclasses import dataclass
from datetime import datetime

from guichet.areas.problems.models import Problem
from guichet.ground import recent
from guichet.ground.bilingual import Bilingual

KEPT, KEPT_FOR = "problems:live", 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Live:
    """A problem that requests can be tied to, or that people are told of."""

    pk: int
    kind: str
    state: str
    service: int
    service_code: str
    service_name: Bilingual
    region: str
    title: Bilingual
    workaround: Bilingual
    starts_at: datetime
    cause: str
    words: tuple[str, ...]
    is_public: bool


def forget() -> None:
    """Drop what the process keeps: after a change, and between tests."""
    recent.forget(KEPT)


def live() -> tuple[Live, ...]:
    """Return the problems that are proposed or open, the oldest first."""
    return recent.made(KEPT, KEPT_FOR, _read)


def _read() -> tuple[Live, ...]:
    rows = Problem.objects.filter(state__in=[Problem.State.PROPOSED, Problem.State.OPEN]).select_related("service")
    return tuple(
        Live(
            row.pk, row.kind, row.state, row.service_id, row.service.code, row.service.name, row.region, row.title,
            row.workaround, row.starts_at, row.cause, tuple(row.words),
            row.state == Problem.State.OPEN and row.announced_at is not None,
        )
        for row in rows.order_by("pk")
    )  # fmt: skip


def notices(service: str = "") -> list[Live]:
    """Return the incidents that everybody may read of now: all, or those of one service."""
    return [one for one in live() if one.is_public and service in {"", one.service_code}]
