"""What goes with an article to be taken away: added and taken out as words are, version by version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guichet.areas.knowledge.actions.writing import Content, keep_words, locked
from guichet.areas.knowledge.models import Article, ArticleVersion, Document
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.files import store
from guichet.ground.files.kinds import ENOUGH, HANDED_OUT, ending_of, lies
from guichet.ground.files.models import StoredFile
from guichet.ground.files.names import clean_name
from guichet.ground.references import random_token


class NotADocument(Exception):
    """A file that cannot be handed out, and in which language it was given."""

    def __init__(self, language: str, name: str, *, lied: bool) -> None:
        super().__init__(language, name)
        self.language, self.name, self.lied = language, name, lied

    def __str__(self) -> str:
        if self.lied:
            said = _("“%(name)s” is not what its name says: it will not open. Save it again from its own program.")
        else:
            said = _("“%(name)s” is a kind of file that not everybody can open: a PDF is best.")
        return said % {"name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentForm:
    """A document to add: what it is called in both languages, and a file in one language or in each."""

    title: Bilingual
    files: Mapping[str, tuple[str, bytes]]


@action("knowledge.write")
def enclose(article: Article, form: DocumentForm, *, by: Actor, now: datetime) -> Document:
    """Add a document to an article; to a published one, whoever may not publish only proposes it."""
    names = {language: _name(language, *form.files[language]) for language in LANGUAGES if language in form.files}
    kept: dict[str, StoredFile] = {language: store.keep(form.files[language][1], now=now) for language in names}
    row = locked(article)
    made = Document.objects.create(
        article=row, token=random_token(), title=form.title, fr=kept.get("fr"), fr_name=names.get("fr", ""),
        en=kept.get("en"), en_name=names.get("en", ""), staff_id=getattr(by, "staff", None), at=now,
    )  # fmt: skip
    _keep(row, [*row.documents, made.pk], by=by, now=now)
    return made


@action("knowledge.write")
def take_out(article: Article, document: int, *, by: Actor, now: datetime) -> bool:
    """Take a document out of an article; its earlier versions keep it. Tell whether it was there."""
    row = locked(article)
    if document not in row.documents:
        return False
    _keep(row, [one for one in row.documents if one != document], by=by, now=now)
    return True


def _keep(row: Article, papers: list[int], *, by: Actor, now: datetime) -> None:
    if row.state != Article.State.PUBLISHED or by.may("knowledge.publish"):
        keep_words(row, Content(row.title, row.body, papers), by=by, now=now)
        return
    ArticleVersion.objects.create(
        article=row, number=None, base=row.version, title=row.title, body=row.body, documents=papers,
        staff_id=getattr(by, "staff", None), at=now,
    )  # fmt: skip


def _name(language: str, given: str, content: bytes) -> str:
    """Return the name under which a file is handed out; refuse what not everybody opens, and what lies."""
    name = clean_name(given)
    if ending_of(name) not in HANDED_OUT:
        raise NotADocument(language, name, lied=False)
    if not content or lies(name, content[:ENOUGH]):
        raise NotADocument(language, name, lied=True)
    return name
