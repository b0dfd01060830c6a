"""The only writers of articles. A change of words is a new version; what clients read exists in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article, ArticleVersion, Doubt, Use
from guichet.areas.knowledge.queries import KIND
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import NEW
from guichet.areas.people.queries import organisation, staff_by_email
from guichet.ground import search
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import LANGUAGES, Bilingual

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Message


class NotWhole(Exception):
    """One of the two languages is missing: the article stays a draft."""

    def __str__(self) -> str:
        return _("An article is published in French and in English: write the title and the text of both.")


class ChangedMeanwhile(Exception):
    """Somebody else kept another version since this one was read."""

    def __str__(self) -> str:
        return _("Somebody changed this article while you wrote: compare, then keep yours.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleForm:
    """Everything that is said of an article; `owner` and `services` are codes, `keeper` an address."""

    slug: str
    title: Bilingual
    body: Bilingual
    owner: str
    audience: str = "client"
    keeper: str = ""
    services: tuple[str, ...] = ()
    review_on: date | None = None
    published: bool = False


@action("knowledge.configure")
def configure_article(form: ArticleForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a declared article; return what changed. What people changed here since stays theirs."""
    if form.published and not (form.title.is_complete and form.body.is_complete):
        raise NotWhole
    if Article.rows.filter(slug=form.slug).exists():
        return []
    article = _create(form, by=by, now=now)
    if form.published:
        _set_state(article, Article.State.PUBLISHED, now)
    return [NEW]


@action("knowledge.write")
def begin(form: ArticleForm, *, by: Actor, now: datetime) -> Article:
    """Begin an article; it is a draft until somebody publishes it."""
    return _create(form, by=by, now=now)


def _create(form: ArticleForm, *, by: Actor, now: datetime) -> Article:
    article = Article(slug=form.slug, version=0)
    return _keep(article, form, by=by, now=now)


@action("knowledge.write")
def revise(article: Article, form: ArticleForm, *, read: int, by: Actor, now: datetime) -> Article:
    """Keep other words; `read` is the version that the writer had before them."""
    row = Article.rows.select_for_update().get(pk=article.pk)
    if row.version != read:
        raise ChangedMeanwhile
    if row.state == Article.State.PUBLISHED and not (form.title.is_complete and form.body.is_complete):
        raise NotWhole
    return _keep(row, form, by=by, now=now)


def _keep(article: Article, form: ArticleForm, *, by: Actor, now: datetime) -> Article:
    said = (article.title, article.body) != (form.title, form.body) or not article.version
    article.title, article.body, article.audience = form.title, form.body, form.audience
    article.owner, article.review_on, article.changed_at = organisation(form.owner), form.review_on, now
    article.keeper = staff_by_email(form.keeper) if form.keeper else None
    article.version += said
    article.save()
    article.services.set(Service.objects.filter(code__in=form.services))
    if said:
        writer = by.staff if isinstance(by, Viewer) else None
        ArticleVersion.objects.create(
            article=article, number=article.version, title=form.title, body=form.body, staff_id=writer, at=now
        )
        _index(article)
    return article


def _index(article: Article) -> None:
    fields = [
        search.Field(text, language, weight)
        for language in LANGUAGES
        for text, weight in (
            (getattr(article.title, language), search.TITLE),
            (rules.plain_of(getattr(article.body, language)), search.TEXT),
        )
    ]
    search.put_fields(KIND, article.pk, fields)


@action("knowledge.publish")
def publish(article: Article, *, by: Actor, now: datetime) -> Article:
    """Let an article be read by those it is for."""
    if not (article.title.is_complete and article.body.is_complete):
        raise NotWhole
    return _set_state(article, Article.State.PUBLISHED, now)


@action("knowledge.publish")
def retire(article: Article, *, by: Actor, now: datetime) -> Article:
    """Take an article away from its readers; its versions stay."""
    return _set_state(article, Article.State.RETIRED, now)


def _set_state(article: Article, state: str, now: datetime) -> Article:
    article.state, article.changed_at = state, now
    article.save(update_fields=["state", "changed_at"])
    return article


@action("knowledge.doubt")
def doubt(article: Article, *, language: str, by: Actor, now: datetime) -> Doubt:
    """Note that somebody read an article and still has their question; not who."""
    return Doubt.objects.create(article=article, language=language, at=now)


@action("knowledge.configure")
def note_uses(message: "Message", *, by: Actor) -> int:
    """Note which articles the words to a client name; return how many."""
    named: Iterable[Any] = Article.rows.filter(slug__in=rules.named_in(message.body))
    return sum(Use.objects.get_or_create(article=one, message=message)[1] for one in named)
