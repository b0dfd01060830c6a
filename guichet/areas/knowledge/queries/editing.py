"""What whoever writes articles looks at: every article, its versions, and what is to come."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify
from django.utils.timezone import localtime

from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article, ArticleVersion
from guichet.areas.knowledge.queries.documents import copies_of
from guichet.areas.people.access import Viewer
from guichet.ground.bilingual import LANGUAGES

PAGE, LONGEST_SLUG, MOST = 50, 60, 200


@dataclass(frozen=True, slots=True)
class Change:
    """What a version says otherwise, in one language: of the title, of the body or of the documents."""

    part: str
    language: str
    lines: list[rules.Line]


def kept(viewer: Viewer, *, state: str = "", after: int | None = None) -> tuple[list[Article], int | None]:
    """Return a page of all articles, the latest begun first, and after which the next page starts."""
    viewer.require("knowledge.write")
    rows: QuerySet[Article] = Article.objects.visible_to(viewer).select_related("owner", "keeper")
    rows = rows.annotate(waiting=Count("versions", filter=Q(versions__number=None)))
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found: list[Any] = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def free_slug(title: str) -> str:
    """Return an address for a title that no article has."""
    slug = slugify(title)[:LONGEST_SLUG].strip("-") or "article"
    names = chain([slug], (f"{slug[: LONGEST_SLUG - 7]}-{number}" for number in count(2)))
    return next(name for name in names if not Article.rows.filter(slug=name).exists())


def versions_of(article: Article) -> list[ArticleVersion]:
    """Return what is to come, then what an article said, the newest first."""
    rows = list(article.versions.select_related("staff").order_by("-number", "-pk"))
    return sorted(rows, key=lambda one: one.number is not None)


def version_of(article: Article, pk: int) -> ArticleVersion | None:
    """Return one version of an article."""
    return article.versions.select_related("staff").filter(pk=pk).first()


def waiting_on(article: Article) -> list[ArticleVersion]:
    """Return the words that wait, to be accepted or for their day."""
    return list(article.versions.filter(number=None).select_related("staff").order_by("pk"))


def difference(article: Article, version: ArticleVersion, *, since: int | None = None) -> list[Change]:
    """Return what a version changed in each language; with `since`, compared with the version of that number."""
    number = version.base if since is None else since
    before = article.versions.filter(number=number).first()
    found = [
        Change(part, language, rules.compared(was, getattr(getattr(version, part), language)))
        for part in ("title", "body")
        for language in LANGUAGES
        for was in [getattr(getattr(before, part), language) if before else ""]
    ]
    papers = [
        Change("documents", language, rules.compared(*(_titles(one, language) for one in (before, version))))
        for language in LANGUAGES
    ]
    return [change for change in (*found, *papers) if change.lines]


def _titles(version: ArticleVersion | None, language: str) -> str:
    """Return the documents of a version, a line for each."""
    copies = copies_of(version.documents, language) if version else []
    return "\n".join(f"{one.title.in_language(language)} ({one.name})" for one in copies)


def due_versions(now: datetime) -> list[ArticleVersion]:
    """Return the words whose day has come, in the order of their days."""
    rows = ArticleVersion.objects.filter(number=None, effective_on__lte=localtime(now).date())
    return list(rows.select_related("article").order_by("effective_on", "pk"))


def in_review(viewer: Viewer) -> list[Article]:
    """Return the articles that wait for a review, those that wait longest first."""
    viewer.require("knowledge.write")
    rows = Article.objects.visible_to(viewer).filter(state=Article.State.REVIEW)
    return list(rows.select_related("keeper").order_by("changed_at", "pk")[:MOST])


def to_come(viewer: Viewer) -> list[ArticleVersion]:
    """Return the words that wait, those for a day in the order of their days."""
    viewer.require("knowledge.write")
    rows = ArticleVersion.objects.filter(number=None, article__in=Article.objects.visible_to(viewer))
    return list(rows.select_related("article", "staff").order_by("effective_on", "pk")[:MOST])


def to_read_again(viewer: Viewer, *, until: date) -> list[Article]:
    """Return the published articles whose day of rereading comes by a day, the first ones first."""
    viewer.require("knowledge.write")
    rows = Article.objects.visible_to(viewer).filter(state=Article.State.PUBLISHED, review_on__lte=until)
    return list(rows.select_related("keeper").order_by("review_on", "pk")[:MOST])
