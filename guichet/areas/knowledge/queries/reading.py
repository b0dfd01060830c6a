"""Reading articles, and how each does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article, Doubt, Use
from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.ground.bilingual import LANGUAGES


@dataclass(frozen=True, slots=True)
class Health:
    """How an article does."""

    used: int
    doubted: int


def published(viewer: Viewer = ANONYMOUS) -> QuerySet[Article]:
    """Return what somebody may read of what is published."""
    found: QuerySet[Article] = Article.objects.visible_to(viewer).filter(state=Article.State.PUBLISHED)
    return found


def article(viewer: Viewer, slug: str) -> Article | None:
    """Return one article by its address, if it may be seen."""
    found: Article | None = Article.objects.visible_to(viewer).select_related("owner").filter(slug=slug).first()
    return found


def article_for_everybody(slug: str) -> Article | None:
    """Return a published article that is for clients, whoever asks: the portal shows nothing else."""
    return published(ANONYMOUS).select_related("owner").filter(slug=slug).first()


def slugs() -> set[str]:
    """Return the addresses of all articles."""
    return set(Article.rows.values_list("slug", flat=True))


def article_by_slug(slug: str) -> Article:
    """Return an article that a scenario declared, whoever may read it."""
    return Article.rows.get(slug=slug)


def article_by_id(viewer: Viewer, pk: int) -> Article | None:
    """Return one article, if it may be seen."""
    found: Article | None = Article.objects.visible_to(viewer).select_related("owner", "keeper").filter(pk=pk).first()
    return found


def of_service(viewer: Viewer, code: str, *, on: date) -> list[Article]:
    """Return the published articles about a service, those that were read again in time first."""
    rows = published(viewer).filter(services__code=code).order_by("pk")
    return sorted(rows, key=lambda one: rules.is_stale(one.review_on, on))


def told_to_everybody() -> list[tuple[str, str, int, None]]:
    """Return what articles for clients say of each service, in both languages: the words, the language, the service."""
    rows = published(ANONYMOUS).prefetch_related("services").order_by("pk")

    def said(one: Article, language: str) -> str:
        return f"{one.title.in_language(language)}\n{rules.plain_of(one.body.in_language(language))}"

    return [
        (said(one, language), language, about.pk, None)
        for one in rows
        for about in one.services.all()
        if not about.confidential
        for language in LANGUAGES
    ]


def codes_of(article: Article) -> list[str]:
    """Return the codes of the services that an article is about."""
    return list(article.services.order_by("code").values_list("code", flat=True))


def health_of(pks: Iterable[int], *, now: datetime) -> dict[int, Health]:
    """Count the answers that used articles, once they have left, and the readers whom they did not help."""
    wanted = list(pks)
    left = Q(message__withdrawn_at=None, message__visible_from__lte=now)
    used = Use.objects.filter(left, article__in=wanted).values_list("article").annotate(Count("pk"))
    doubted = Doubt.objects.filter(article__in=wanted).values_list("article").annotate(Count("pk"))
    uses, doubts = dict(used), dict(doubted)
    return {pk: Health(uses.get(pk, 0), doubts.get(pk, 0)) for pk in wanted}
