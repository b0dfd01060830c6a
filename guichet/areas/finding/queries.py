"""Finding what the window offers, in somebody's own words; reading what was not found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from guichet.areas.catalogue.queries import SEARCHED, Offer, offers_of
from guichet.areas.finding import rules
from guichet.areas.finding.models import SearchDay, Synonyms, UnmetNeed
from guichet.areas.people.access import Viewer
from guichet.ground import recent, search

KEPT, KEPT_FOR = "finding:words", 5.0  # seconds
MOST_FOUND = 12
LEAST_PART = 0.25  # of what the best one is worth: what is worth less only shares a common word


@dataclass(frozen=True, slots=True)
class Found:
    """Services that answer, the best first, how the words were read, and the worth of services beside the best one."""

    services: tuple[Offer, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    worths: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failures:
    """How many searches there were since a day, how many found nothing."""

    asked: int
    failed: int

    @property
    def rate(self) -> float | None:
        """Return the share of searches that found nothing."""
        return rules.rate(self.failed, self.asked)


@dataclass(frozen=True, slots=True)
class _Kept:
    alike: dict[str, rules.Alike]
    linked: dict[tuple[str, str], int]


def forget() -> None:
    """Drop what the process keeps: after a change, and between tests."""
    recent.forget(KEPT)


def _learned() -> _Kept:
    return recent.made(KEPT, KEPT_FOR, _read)


def _read() -> _Kept:
    groups = list(Synonyms.objects.order_by("code").values_list("words", flat=True))
    rows = UnmetNeed.objects.filter(state=UnmetNeed.State.LINKED, service__isnull=False).order_by("last_at")
    return _Kept(
        {one: rules.alike_of(groups, one) for one in rules.LANGUAGES},
        {(row.language, search.phrase(row.words, row.language)): row.service_id for row in rows if row.service_id},
    )


def services_for(words: str, *, language: str, on: date, limit: int = MOST_FOUND) -> Found:
    """Return the services that somebody's words point to; what was linked to these words comes first."""
    answers = _answers(words, language, limit)
    worths = _beside_the_best(answers)
    pks = [pk for pk, worth in worths.items() if worth >= LEAST_PART]
    linked = _learned().linked.get((language, search.phrase(words, language)))
    order = dict.fromkeys([linked, *pks] if linked else pks)
    known = offers_of(order, on=on)
    return Found(tuple(known[pk] for pk in order if pk in known)[:limit], answers.read_as, worths)


def pointed_to(words: str, *, language: str, limit: int = MOST_FOUND) -> dict[int, float]:
    """Return the ids of the services that a question points to, each with its worth beside the best one's, up to 1."""
    return _beside_the_best(_answers(words, language, limit))


def _answers(words: str, language: str, limit: int) -> search.Answers:
    alike = _learned().alike.get(language)
    return search.answer(words, kind=SEARCHED, language=language, limit=limit * 2, alike=alike)


def _beside_the_best(answers: search.Answers) -> dict[int, float]:
    return {pk: worth / answers.ranked[0][1] for pk, worth in answers.ranked}


def needs(viewer: Viewer, *, limit: int) -> list[UnmetNeed]:
    """Return what people did not find and nobody settled yet, the most wanted first."""
    viewer.require("finding.settle")
    return list(_needs().filter(state=UnmetNeed.State.OPEN).order_by("-count", "-last_at")[:limit])


def settled_needs(viewer: Viewer, *, limit: int) -> list[UnmetNeed]:
    """Return what was linked or set aside, the latest first."""
    viewer.require("finding.settle")
    return list(_needs().exclude(state=UnmetNeed.State.OPEN).order_by("-last_at", "-pk")[:limit])


def every_need(viewer: Viewer) -> Iterator[UnmetNeed]:
    """Yield what people did not find, settled or not, the oldest first."""
    viewer.require("finding.settle")
    yield from _needs().order_by("pk").iterator(chunk_size=500)


def need(viewer: Viewer, pk: int) -> UnmetNeed | None:
    """Return one need."""
    viewer.require("finding.settle")
    return _needs().filter(pk=pk).first()


def _needs() -> QuerySet[UnmetNeed]:
    return UnmetNeed.objects.select_related("service")


def failures(viewer: Viewer, *, until: date, days: int, language: str = "") -> Failures:
    """Count the searches of the last days, and those that found nothing."""
    viewer.require("finding.settle")
    rows = SearchDay.objects.filter(day__gt=until - timedelta(days=days), day__lte=until)
    rows = rows.filter(language=language) if language else rows
    found: dict[str, Any] = rows.aggregate(asked=Sum("asked"), failed=Sum("failed"))
    return Failures(found["asked"] or 0, found["failed"] or 0)
