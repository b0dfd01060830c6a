"""The demonstration's articles: enough of them, in both languages, and the right one for a question in plain words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from guichet.areas.knowledge import queries, rules
from guichet.areas.knowledge.models import Article, Post
from guichet.doors.demo.material import SCENARIO
from guichet.doors.scenario.load import load_file
from tests.cast import fresh_catalogue

__all__ = ["fresh_catalogue"]

QUESTIONS = yaml.safe_load((Path(__file__).parent / "article_questions.yaml").read_text("utf-8"))
NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
ENOUGH = 16  # of twenty

pytestmark = pytest.mark.django_db


@pytest.mark.proves("CON-01")
def test_the_demonstration_knows_enough_in_both_languages_and_shows_what_is_stale() -> None:
    load_file(SCENARIO, now=NOW)
    rows = list(Article.rows.all())
    published = [one for one in rows if one.state == Article.State.PUBLISHED]
    assert len(published) >= 34
    assert all(one.title.is_complete and one.body.is_complete for one in published)
    assert sum(rules.is_stale(one.review_on, NOW.date()) for one in published) >= 4
    assert sum(not one.body.is_complete for one in rows) == 2
    assert not [change for change in load_file(SCENARIO, now=NOW) if "article" in change or "question" in change]
    assert sum(one.notice for one in published if one.audience == Article.Audience.OFFICE) == 3
    assert [Post.rows.filter(question=None).count(), Post.rows.exclude(question=None).count()] == [2, 2]


def found(words: str, language: str) -> list[str]:
    """Return the first three articles that a question brings."""
    hits = queries.answering(words, language=language, on=NOW.date(), limit=3)
    return [hit.article.slug for hit in hits]


@pytest.mark.proves("CON-03")
def test_a_question_in_plain_words_finds_its_article_among_the_first_three() -> None:
    load_file(SCENARIO, now=NOW)
    for language, asked in QUESTIONS.items():
        assert len(asked) == 20
        missed = [one["ask"] for one in asked if one["article"] not in found(one["ask"], language)]
        assert len(asked) - len(missed) >= ENOUGH, missed
