"""Articles of a scenario: what is published says everything in both languages; a draft may still lack one."""

import re
from collections.abc import Collection

from guichet.areas.glossary.actions import TermForm
from guichet.areas.knowledge.actions import ArticleForm
from guichet.doors.scenario.sheet import Sheet
from guichet.ground.bilingual import Bilingual

AUDIENCES = ("client", "agent", "partner")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_CODE = 60, 40


def article_of(
    sheet: Sheet, services: Collection[str], organisations: Collection[str], people: Collection[str]
) -> ArticleForm:
    """Read one article."""
    sheet.only("slug", "title", "body", "audience", "owner", "keeper", "services", "review", "published", "formerly")
    slug, published = sheet.text("slug"), sheet.flag("published", default=False)
    if slug and (not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG):
        sheet.fault("slug", "small letters and figures between hyphens, 60 at most")
    return ArticleForm(
        slug=slug, title=_pair(sheet, "title", whole=published), body=_pair(sheet, "body", whole=published),
        audience=sheet.choice("audience", AUDIENCES), owner=sheet.choice("owner", organisations),
        keeper=sheet.choice("keeper", people, optional=True), services=sheet.choices("services", services),
        review_on=sheet.day("review", optional=True), published=published,
        formerly=sheet.texts("formerly"),
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
