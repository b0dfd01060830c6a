"""Noting where articles answered, and where they did not."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article, Doubt, Use
from guichet.ground.access import Actor
from guichet.ground.actions import action

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Message


@action("knowledge.doubt")
def doubt(article: Article, *, language: str, by: Actor, now: datetime) -> Doubt:
    """Note that somebody read an article and still has their question; not who."""
    return Doubt.objects.create(article=article, language=language, at=now)


@action("knowledge.configure")
def note_uses(message: "Message", *, by: Actor) -> int:
    """Note which articles the words to a client name; return how many."""
    named: Iterable[Any] = Article.rows.filter(slug__in=rules.named_in(message.body))
    return sum(Use.objects.get_or_create(article=one, message=message)[1] for one in named)
