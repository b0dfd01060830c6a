"""Writing articles. A change of words is a version; of what is published, one that somebody must accept first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from guichet.areas.catalogue.actions import lead_on
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import led_to
from guichet.areas.glossary.queries import unexplained
from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article, ArticleVersion
from guichet.areas.knowledge.queries import KIND
from guichet.areas.people.actions import NEW
from guichet.areas.people.queries import organisation, staff_by_email
from guichet.ground import search
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import LANGUAGES, Bilingual


class NotWhole(Exception):
    """One of the two languages is missing: the article stays a draft."""

    def __str__(self) -> str:
        return _("An article is published in French and in English: write the title and the text of both.")


class NotExplained(Exception):
    """Readers would meet acronyms that nobody explains."""

    def __init__(self, acronyms: list[str]) -> None:
        super().__init__(acronyms)
        self.acronyms = acronyms

    def __str__(self) -> str:
        return _("Nothing says what these stand for: %(acronyms)s. Write them out, or add them to the glossary.") % {
            "acronyms": ", ".join(self.acronyms)
        }


class ChangedMeanwhile(Exception):
    """Somebody else kept another version since this one was read."""

    def __str__(self) -> str:
        return _("Somebody changed this article while you wrote: compare, then keep yours.")


class AddressTaken(Exception):
    """Another article is, or was, at the address that one is to have."""

    def __str__(self) -> str:
        return _("Another article is found at this address, or was: choose another one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleForm:
    """Everything that is said of an article; `owner` and `services` are codes, `keeper` an address."""

    slug: str
    title: Bilingual
    body: Bilingual
    owner: str
    audience: str = "client"
    notice: bool = False  # for offices: news, not know-how
    keeper: str = ""
    services: tuple[str, ...] = ()
    review_on: date | None = None
    published: bool = False
    formerly: tuple[str, ...] = ()  # addresses at which people may still look for it


@action("knowledge.configure")
def configure_article(form: ArticleForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a declared article; return what changed. What people changed here since stays theirs."""
    if form.published:
        require_whole(form.title, form.body)
    led = lead_on("article", form.formerly, form.slug)
    if Article.rows.filter(slug=form.slug).exists():
        return led
    article = create(form, by=by, now=now)
    if form.published:
        set_state(article, Article.State.PUBLISHED, now)
    return [NEW]


@action("knowledge.write")
def begin(form: ArticleForm, *, by: Actor, now: datetime) -> Article:
    """Begin an article; it is a draft until somebody publishes it."""
    return create(form, by=by, now=now)


def create(form: ArticleForm, *, by: Actor, now: datetime) -> Article:
    """Make an article that is not there yet."""
    article = Article(slug=form.slug, version=0, title=form.title, body=form.body)
    _describe(article, form, now)
    return keep_words(article, Content(form.title, form.body, []), by=by, now=now)


@action("knowledge.write")
def revise(
    article: Article, form: ArticleForm, *, read: int, on: date | None = None, by: Actor, now: datetime
) -> Article:
    """Keep other words, now or on a day to come; `read` is the version that the writer had before them.

    Whoever may not publish only proposes other words for what is published, and leaves all else as it is.
    """
    row = locked(article)
    if row.version != read:
        raise ChangedMeanwhile
    publishes = by.may("knowledge.publish")
    if on and publishes:
        require_whole(form.title, form.body)
        return _wait(row, form, on=on, by=by, now=now)
    if row.state == Article.State.PUBLISHED:
        require_whole(form.title, form.body)
        if not publishes:
            return _wait(row, form, on=None, by=by, now=now)
    _move_to(row, form.slug)
    _describe(row, form, now)
    return keep_words(row, Content(form.title, form.body, row.documents), by=by, now=now)


def _move_to(row: Article, slug: str) -> None:
    """Give an article another address; whoever comes by the one it had is led on."""
    if slug == row.slug:
        return
    leads = list(led_to(KIND, slug))
    if (leads and row.slug not in leads) or Article.rows.filter(slug=slug).exists():
        raise AddressTaken
    lead_on(KIND, [row.slug], slug)
    row.slug = slug


def locked(article: Article) -> Article:
    """Return an article as it stands, held until the end of the transaction."""
    return Article.rows.select_for_update().get(pk=article.pk)


def require_whole(title: Bilingual, body: Bilingual) -> None:
    """Refuse what is not written in both languages, and acronyms that nobody explains."""
    if not (title.is_complete and body.is_complete):
        raise NotWhole
    if found := unexplained([title, body]):
        raise NotExplained(found)


def _wait(row: Article, form: ArticleForm, *, on: date | None, by: Actor, now: datetime) -> Article:
    if on or (row.title, row.body) != (form.title, form.body):
        ArticleVersion.objects.create(
            article=row, number=None, base=row.version, title=form.title, body=form.body, documents=row.documents,
            effective_on=on, staff_id=getattr(by, "staff", None), at=now,
        )  # fmt: skip
    return row


def _describe(article: Article, form: ArticleForm, now: datetime) -> None:
    article.audience, article.owner, article.review_on = form.audience, organisation(form.owner), form.review_on
    article.notice = form.notice
    article.keeper = staff_by_email(form.keeper) if form.keeper else None
    article.changed_at = now
    article.save()
    article.services.set(Service.objects.filter(code__in=form.services))


@dataclass(frozen=True, slots=True)
class Content:
    """What a version of an article holds: its words, and the documents that go with them."""

    title: Bilingual
    body: Bilingual
    documents: list[int]


def keep_words(article: Article, said: Content, *, by: Actor, now: datetime, staff: int | None = None) -> Article:
    """Make a content that of an article: its next version, unless it is so already."""
    if article.version and Content(article.title, article.body, article.documents) == said:
        return article
    article.title, article.body, article.documents, article.changed_at = said.title, said.body, said.documents, now
    article.version += 1
    article.save()
    writer = staff or getattr(by, "staff", None)
    ArticleVersion.objects.create(
        article=article, number=article.version, base=article.version - 1, title=said.title, body=said.body,
        documents=said.documents, staff_id=writer, at=now,
    )  # fmt: skip
    _index(article)
    return article


def _index(article: Article) -> None:
    papers = article.papers.filter(pk__in=article.documents) if article.documents else []
    fields = [
        search.Field(getattr(paper.title, language), language, search.TEXT)
        for paper in papers
        for language in LANGUAGES
    ] + [
        search.Field(text, language, weight)
        for language in LANGUAGES
        for text, weight in (
            (getattr(article.title, language), search.TITLE),
            (rules.plain_of(getattr(article.body, language)), search.TEXT),
        )
    ]
    search.put_fields(KIND, article.pk, fields)


def set_state(article: Article, state: str, now: datetime) -> Article:
    """Put an article in a state."""
    article.state, article.changed_at = state, now
    article.save(update_fields=["state", "changed_at"])
    return article
