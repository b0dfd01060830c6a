"""What the articles cover: service by service, which have one that holds, which are stale, and how they do."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.queries.reading import health_of
from guichet.areas.people.access import Viewer

PAGE = 100
VALID = Q(state=Article.State.PUBLISHED) & Q(audience=Article.Audience.CLIENT)


@dataclass(frozen=True, slots=True)
class Covered:
    """A service, the articles that clients find about it, and how often these answered and did not."""

    service: Service
    articles: list[Article]
    stale: int
    used: int
    doubted: int

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing that holds is written about the service."""
        return len(self.articles) == self.stale


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the services that people can ask for have an article that holds."""

    covered: int
    services: int


def coverage(
    viewer: Viewer, *, now: datetime, bare: bool = False, after: str = ""
) -> tuple[list[Covered], str]:  # fmt: skip
    """Return a page of services with what is written about each, and after which code the next one starts."""
    viewer.require("knowledge.write")
    on = localtime(now).date()
    rows = _services(on).filter(code__gt=after).order_by("code")
    rows = rows.filter(holds=False) if bare else rows
    page = list(rows[: PAGE + 1])
    further = page[PAGE - 1].code if len(page) > PAGE else ""
    return list(_covered(page[:PAGE], on, now)), further


def share_covered(viewer: Viewer, *, now: datetime) -> Share:
    """Count the services that have an article that holds, among those that people can ask for."""
    viewer.require("knowledge.write")
    rows = _services(localtime(now).date())
    return Share(rows.filter(holds=True).count(), rows.count())


def _services(on: date) -> QuerySet[Any]:
    fresh = Q(review_on=None) | Q(review_on__gte=on)
    about = Article.rows.filter(VALID & fresh, services=OuterRef("pk"))
    return Service.objects.filter(state=Service.State.PUBLISHED).annotate(holds=Exists(about))


def _covered(services: list[Service], on: date, now: datetime) -> Iterator[Covered]:
    about: dict[int, list[int]] = defaultdict(list)
    pairs = Article.rows.filter(VALID, services__in=services).order_by("pk").values_list("services", "pk")
    for service, article in pairs:
        about[service].append(article)
    pks = {pk for held in about.values() for pk in held}
    rows, health = Article.rows.in_bulk(pks), health_of(pks, now=now)
    for one in services:
        held = [rows[pk] for pk in about[one.pk]]
        yield Covered(
            one, held, sum(rules.is_stale(row.review_on, on) for row in held),
            sum(health[row.pk].used for row in held), sum(health[row.pk].doubted for row in held),
        )  # fmt: skip


def every_article(viewer: Viewer, *, now: datetime) -> Iterator[tuple[Article, list[str], int, int]]:
    """Yield each article with the codes of its services, in how many answers it served and whom it did not help."""
    viewer.require("knowledge.write")
    rows, last = Article.objects.visible_to(viewer).select_related("owner", "keeper").order_by("pk"), 0
    while page := list(rows.filter(pk__gt=last).prefetch_related("services")[:PAGE]):
        health = health_of([row.pk for row in page], now=now)
        for row in page:
            codes = sorted(one.code for one in row.services.all())
            yield row, codes, health[row.pk].used, health[row.pk].doubted
        last = page[-1].pk
