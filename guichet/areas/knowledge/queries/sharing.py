"""What people of offices read: notices, know-how, what they ask one another; and how many of them read a notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guichet.areas.knowledge.models import Article, Post, Reading
from guichet.areas.knowledge.queries.reading import published
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries.team import places_in_offices

PAGE = 20


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of the people that an article is for have opened it."""

    readers: int
    people: int


def for_offices(viewer: Viewer, *, notice: bool) -> list[Article]:
    """Return the notices for offices, or what they keep to know, the newest first, with whether it was opened."""
    opened = Reading.objects.filter(article=OuterRef("pk"), person=viewer.person)
    rows = _for_offices(viewer).filter(notice=notice).annotate(is_read=Exists(opened))
    return list(rows.order_by("-changed_at", "-pk"))


def article_for_offices(viewer: Viewer, slug: str) -> Article | None:
    """Return a published article that is for offices, for their people."""
    return _for_offices(viewer).select_related("owner").filter(slug=slug).first()


def _for_offices(viewer: Viewer) -> QuerySet[Article]:
    return published(viewer).filter(audience=Article.Audience.OFFICE)


def reaches(pks: Iterable[int], *, on: date) -> dict[int, Reach]:
    """Count, for each article for offices, who opened it among those who work in offices that day."""
    wanted = list(Article.rows.filter(pk__in=list(pks), audience=Article.Audience.OFFICE).values_list("pk", flat=True))
    if not wanted:
        return {}
    aimed = places_in_offices(on=on).values("person")
    people = aimed.distinct().count()
    opened = Reading.objects.filter(article__in=wanted, person__in=aimed).values_list("article").annotate(Count("pk"))
    readers = dict(opened)
    return {pk: Reach(readers.get(pk, 0), people) for pk in wanted}


def questions(viewer: Viewer, *, before: int | None = None) -> tuple[list[Post], int | None]:
    """Return a page of what was asked, the newest first, and before which one the next page starts."""
    rows = _posts(viewer).filter(question=None)
    shown = Q(answers__hidden_at=None)
    rows = rows.annotate(answered=Count("answers", filter=shown)).order_by("-pk")
    return _page(rows, before)


def question(viewer: Viewer, pk: int) -> Post | None:
    """Return one question, if it may be seen."""
    return _posts(viewer).filter(question=None, pk=pk).first()


def answers_to(viewer: Viewer, question: Post) -> list[Post]:
    """Return what somebody may read of the answers to a question, in their order."""
    return list(_posts(viewer).filter(question=question).order_by("pk"))


def posts(viewer: Viewer, *, before: int | None = None) -> tuple[list[Post], int | None]:
    """Return a page of questions and answers together, the newest first, for whoever may hide them."""
    viewer.require("knowledge.moderate")
    rows = _posts(viewer).order_by("-pk")
    return _page(rows, before)


def _page(rows: QuerySet[Any], before: int | None) -> tuple[list[Post], int | None]:
    page = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def post(viewer: Viewer, pk: int) -> Post | None:
    """Return a question or an answer, if it may be seen."""
    return _posts(viewer).filter(pk=pk).first()


def _posts(viewer: Viewer) -> QuerySet[Post]:
    rows: QuerySet[Post] = Post.objects.visible_to(viewer)
    return rows.select_related("person", "organisation")
