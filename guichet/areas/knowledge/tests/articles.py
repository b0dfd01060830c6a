"""Articles for tests."""

from datetime import date
from typing import Any

from guichet.areas.knowledge import actions
from guichet.areas.knowledge.models import Article, Document, Post
from guichet.areas.people.models import Membership, Person
from guichet.ground.access import SYSTEM, Actor
from guichet.ground.bilingual import LANGUAGES, Bilingual
from tests.cast import NOON

CHAIR = Bilingual("Une chaise qui grince", "A chair that creaks")
BODY = Bilingual(
    "## D’abord\n\n- Serrez les **vis**.\n- Puis l’huile.", "## First\n\n- Tighten the **screws**.\n- Then oil."
)
FRESH, OLD = date(2030, 1, 1), date(2026, 1, 1)


def an_article(slug: str = "one", **said: Any) -> Article:
    """Write an article, and publish it unless told otherwise."""
    form = actions.ArticleForm(**{
        "slug": slug, "title": CHAIR, "body": BODY, "owner": "CS", "review_on": FRESH, "published": True, **said,
    })  # fmt: skip
    actions.configure_article(form, by=SYSTEM, now=NOON)
    return Article.rows.get(slug=slug)


PDF = b"%PDF-1.4 une fiche"


def a_document(article: Article, *languages: str, by: Actor = SYSTEM, **said: Any) -> Document:
    """Add a document to an article, in both languages unless told otherwise."""
    files = {one: (f"fiche-{one}.pdf", PDF + one.encode()) for one in languages or LANGUAGES}
    form = actions.DocumentForm(**{"title": Bilingual("La fiche", "The sheet"), "files": files, **said})
    return actions.enclose(article, form, by=by, now=NOON)


def an_article_with_documents(**said: Any) -> Article:
    """Write an article with a document in both languages, and one in English alone."""
    article = an_article(**said)
    a_document(article)
    a_document(article, "en")
    return article


def an_article_for_offices(slug: str = "for-offices", **said: Any) -> Article:
    """Write an article that offices alone read: a notice, unless told otherwise."""
    return an_article(slug, **{"audience": "office", "notice": True, **said})


def a_question(who: Person, words: str = "Qui loue des chaises ?", question: Post | None = None) -> Post:
    """Let somebody of an office ask all the others, or answer one."""
    place = Membership.objects.get(person=who)
    return actions.post(place, words=words, language="fr", by=SYSTEM, now=NOON, question=question)
