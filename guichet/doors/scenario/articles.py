"""Articles of a scenario: what is published says everything in both languages; a draft may still lack one."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from guichet.areas.glossary.actions import TermForm
from guichet.areas.knowledge.actions import ArticleForm, DocumentForm, PostForm
from guichet.doors.scenario.letters import text_document
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import LANGUAGES, Bilingual

AUDIENCES = ("client", "agent", "partner", "office")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_CODE = 60, 40


@dataclass(frozen=True, slots=True)
class Declared:
    """An article, and the model letters that go with it from the start."""

    form: ArticleForm
    letters: tuple[DocumentForm, ...]

    @property
    def slug(self) -> str:
        """Return its address."""
        return self.form.slug


def article_of(
    sheet: Sheet, services: Collection[str], organisations: Collection[str], people: Collection[str]
) -> Declared:
    """Read one article."""
    sheet.only(
        "slug", "title", "body", "audience", "owner", "keeper", "services", "review", "published", "formerly",
        "documents", "notice",
    )  # fmt: skip
    slug, published = sheet.text("slug"), sheet.flag("published", default=False)
    if slug and (not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG):
        sheet.fault("slug", "small letters and figures between hyphens, 60 at most")
    audience, notice = sheet.choice("audience", AUDIENCES), sheet.flag("notice", default=False)
    if notice and audience != "office":
        sheet.fault("notice", "only what is for an office is a notice")
    form = ArticleForm(
        slug=slug, title=_pair(sheet, "title", whole=published), body=_pair(sheet, "body", whole=published),
        audience=audience, notice=notice, owner=sheet.choice("owner", organisations),
        keeper=sheet.choice("keeper", people, optional=True), services=sheet.choices("services", services),
        review_on=sheet.day("review", optional=True), published=published,
        formerly=sheet.texts("formerly"),
    )  # fmt: skip
    return Declared(form, tuple(_letter(part) for part in sheet.parts("documents", named="name")))


def _letter(sheet: Sheet) -> DocumentForm:
    """Read a model letter, written in both languages, as the text document that people fill in."""
    sheet.only("name", "title", "letter")
    name, title, letter = sheet.text("name"), sheet.both("title"), sheet.both("letter")
    if name and not SLUG.fullmatch(name):
        sheet.fault("name", "small letters and figures between hyphens")
    files = {one: (f"{name}-{one}.odt", text_document(letter.in_language(one))) for one in LANGUAGES}
    return DocumentForm(title=title, files=files)


def question_of(sheet: Sheet, people: Collection[str], *, is_answer: bool = False) -> PostForm:
    """Read what somebody of an office asked all the others, with the answers."""
    sheet.only("person", "language", "words", *(() if is_answer else ("answers",)))
    answers = () if is_answer else tuple(
        question_of(one, people, is_answer=True) for one in sheet.parts("answers", named="person")
    )  # fmt: skip
    return PostForm(
        person=sheet.choice("person", people), language=sheet.choice("language", LANGUAGES), words=sheet.text("words"),
        answers=answers,
    )  # fmt: skip


def word_of(sheet: Sheet) -> TermForm:
    """Read one word of the glossary."""
    sheet.only("code", "name", "definition")
    code = sheet.text("code")
    if code and (not SLUG.fullmatch(code) or len(code) > LONGEST_CODE):
        sheet.fault("code", "small letters and figures between hyphens, 40 at most")
    return TermForm(code=code, name=sheet.both("name"), definition=sheet.both("definition"))


def _pair(sheet: Sheet, key: str, *, whole: bool) -> Bilingual:
    if whole:
        return sheet.both(key)
    inner = sheet.inner(key)
    return Bilingual(inner.text("fr", optional=True), inner.text("en", optional=True)) if inner else Bilingual()
