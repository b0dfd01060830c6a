"""Making an article of a solved request: nobody's name is in it, and somebody reviews it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import override, pgettext

from guichet.areas.knowledge.actions.writing import ArticleForm, create, set_state
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.queries import free_slug, may_teach, told_by
from guichet.areas.people.queries import CLIENT_SERVICES
from guichet.ground.access import Actor, Refused
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket


@action("knowledge.write")
def draft_from(ticket: "Ticket", *, by: Actor, now: datetime) -> Article:
    """Write down what a solved request taught, anonymised, in its language, for somebody to review and to translate.

    Nothing tells from which request it comes.
    """
    if not may_teach(ticket):
        raise Refused("knowledge.write")
    title, question, answer = told_by(ticket)
    with override(ticket.language):
        body = f"## {pgettext('article', 'Question')}\n\n{question}\n\n## {pgettext('article', 'Answer')}\n\n{answer}"
    form = ArticleForm(
        slug=free_slug(title), title=_in(ticket.language, title), body=_in(ticket.language, body),
        owner=ticket.service.owner.code if ticket.service else CLIENT_SERVICES,
        services=(ticket.service.code,) if ticket.service else (),
    )  # fmt: skip
    return set_state(create(form, by=by, now=now), Article.State.REVIEW, now)


def _in(language: str, text: str) -> Bilingual:
    return Bilingual(fr=text) if language.startswith("fr") else Bilingual(en=text)
