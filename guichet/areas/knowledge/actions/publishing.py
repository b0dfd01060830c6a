"""Letting articles be read, and taking them away: a person reviews first, a day may be set."""

from datetime import datetime

from guichet.areas.knowledge.actions.writing import (
    ChangedMeanwhile,
    Content,
    keep_words,
    locked,
    require_whole,
    set_state,
)
from guichet.areas.knowledge.models import Article, ArticleVersion
from guichet.areas.knowledge.queries import due_versions
from guichet.areas.knowledge.rules import merged, merged_list
from guichet.ground.access import Actor
from guichet.ground.actions import action

State = Article.State
# From each state, where an article may go.
MOVES: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.REVIEW,), State.REVIEW: (State.PUBLISHED, State.DRAFT), State.PUBLISHED: (State.RETIRED,),
    State.RETIRED: (State.DRAFT,),
}  # fmt: skip


@action("knowledge.write")
def hand_over(article: Article, *, by: Actor, now: datetime) -> Article:
    """Ask for an article to be reviewed."""
    return _move(article, State.REVIEW, now)


@action("knowledge.write")
def take_back(article: Article, *, by: Actor, now: datetime) -> Article:
    """Make an article that nobody reads a draft again."""
    return _move(article, State.DRAFT, now)


def _move(article: Article, to: str, now: datetime) -> Article:
    row = locked(article)
    if to not in MOVES[row.state]:
        raise ChangedMeanwhile
    return set_state(row, to, now)


@action("knowledge.publish")
def publish(article: Article, *, by: Actor, now: datetime) -> Article:
    """Let an article be read by those it is for."""
    row = locked(article)
    require_whole(row.title, row.body)
    return set_state(row, State.PUBLISHED, now)


@action("knowledge.publish")
def retire(article: Article, *, by: Actor, now: datetime) -> Article:
    """Take an article away from its readers; its versions stay, what was to come does not."""
    row = locked(article)
    row.versions.filter(number=None).delete()
    return set_state(row, State.RETIRED, now)


@action("knowledge.publish")
def accept(article: Article, *, version: int, by: Actor, now: datetime) -> Article:
    """Make the words that somebody proposed those of an article, at once, also those that were to wait."""
    row = locked(article)
    coming = row.versions.filter(pk=version, number=None).first()
    if coming is None:
        raise ChangedMeanwhile
    return _make(row, coming, by=by, now=now)


@action("knowledge.write")
def drop(article: Article, *, version: int, by: Actor, now: datetime) -> bool:
    """Give up words that wait: one's own, or any for whoever publishes; tell whether there were such."""
    waiting = locked(article).versions.filter(pk=version, number=None)
    if not by.may("knowledge.publish"):
        waiting = waiting.filter(staff=getattr(by, "staff", None), effective_on=None)
    return bool(waiting.delete()[0])


@action("knowledge.take_effect")
def take_effect(*, by: Actor, now: datetime) -> int:
    """Publish the words whose day has come; what others changed meanwhile, and they did not, stays."""
    made = 0
    for coming in due_versions(now):
        row = locked(coming.article)
        if not row.versions.filter(pk=coming.pk, number=None).exists():
            continue  # another clock was faster
        _make(row, coming, by=by, now=now)
        set_state(row, State.PUBLISHED, now)
        made += 1
    return made


def _make(row: Article, coming: ArticleVersion, *, by: Actor, now: datetime) -> Article:
    base = row.versions.get(number=coming.base)
    title = merged(row.title, coming.title, base.title)
    body = merged(row.body, coming.body, base.body)
    papers = merged_list(row.documents, coming.documents, base.documents)
    coming.delete()
    return keep_words(row, Content(title, body, papers), by=by, now=now, staff=coming.staff_id)
