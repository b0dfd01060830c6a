"""The documents of articles, each for those who may read its article."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guichet.areas.knowledge import rules
from guichet.areas.knowledge.models import Article, Document
from guichet.areas.knowledge.queries.reading import published
from guichet.areas.people.access import ANONYMOUS, Viewer
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.files.models import StoredFile

MEANINGS = (
    ({"PDF"}, _("a document as it is printed")),
    ({"ODT", "DOC", "DOCX", "RTF"}, _("a text that a word processor opens")),
    ({"ODS", "XLS", "XLSX", "CSV"}, _("a table that a spreadsheet opens")),
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A document in one language, ready to be handed out."""

    pk: int
    token: str
    title: Bilingual
    language: str
    name: str
    file: StoredFile
    is_only: bool  # whether there is none in the other language

    @property
    def kind(self) -> str:
        """Say in a word what kind of file it is."""
        return self.name.rpartition(".")[2].upper()

    @property
    def meaning(self) -> str:
        """Say what that word stands for."""
        return str(next((words for kinds, words in MEANINGS if self.kind in kinds), _("a file")))


def _copy(row: Document, language: str) -> Copy | None:
    file = getattr(row, language)
    other = next(one for one in LANGUAGES if one != language)
    if file is None:
        return None
    only = getattr(row, other) is None
    return Copy(row.pk, row.token, row.title, language, getattr(row, f"{language}_name"), file, only)


def documents_of(article: Article, language: str) -> list[Copy]:
    """Return the documents of an article as it stands, each in a language, or else in the only one that it has."""
    return copies_of(article.documents, language)


def copies_of(pks: Iterable[int], language: str) -> list[Copy]:
    """Return some documents in their order, each in a language, or else in the only one that it has."""
    wanted = list(pks)
    if not wanted:
        return []
    other = next(one for one in LANGUAGES if one != language)
    rows = Document.objects.select_related(*LANGUAGES).in_bulk(wanted)
    found = (_copy(rows[pk], language) or _copy(rows[pk], other) for pk in wanted if pk in rows)
    return [one for one in found if one]


def document_for(viewer: Viewer, token: str, language: str) -> Copy | None:
    """Return a document to hand out: of an article as it stands, or of any version for whoever writes them."""
    row = Document.objects.select_related(*LANGUAGES).filter(token=token).first() if language in LANGUAGES else None
    held = Article.objects.visible_to(viewer).filter(pk=row.article_id).first() if row else None
    if row is None or held is None or not (row.pk in held.documents or viewer.may("knowledge.write")):
        return None
    return _copy(row, language)


def document_for_everybody(token: str, language: str, *, eyes: Viewer = ANONYMOUS) -> Copy | None:
    """Return a document of a published article that is for clients, or that somebody’s office may read."""
    row = Document.objects.select_related(*LANGUAGES).filter(token=token).first() if language in LANGUAGES else None
    held = published(eyes).filter(pk=row.article_id).first() if row else None
    return _copy(row, language) if row and held and row.pk in held.documents else None


def article_of_document(token: str) -> Article | None:
    """Return the published article for clients that a document goes, or went, with."""
    return published(ANONYMOUS).filter(papers__token=token).first()


def documents_named(text: str) -> list[Copy]:
    """Return the documents whose address words to a client hold, as far as every client may have them."""
    found = (document_for_everybody(token, language) for token, language in rules.documents_in(text))
    return [one for one in found if one]
