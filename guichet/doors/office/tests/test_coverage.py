"""Which services nothing holds about is on a board; articles, our words and what was not found are files."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.finding.models import UnmetNeed
from guichet.areas.glossary.models import Term
from guichet.areas.knowledge.models import Article, Doubt
from guichet.areas.knowledge.tests.articles import FRESH, OLD, an_article
from guichet.areas.people.models import Organisation, Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def board(who: Staff, query: str = "") -> str:
    return as_one(who).get(reverse("office-coverage") + query).content.decode()


def file_of(who: Staff, name: str) -> list[list[str]]:
    answer: Any = as_one(who).get(reverse(name))
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


@pytest.mark.proves("CON-01")
def test_a_service_is_bare_until_an_article_that_holds_is_published_for_clients(hiring: Service, bruno: Staff) -> None:
    assert "no article" in board(bruno) and "0 of 1 services" in board(bruno)
    an_article("draft", services=("A04",), published=False)
    an_article("inside", services=("A04",), audience="agent")
    assert "no article" in board(bruno)
    Doubt.objects.create(article=an_article("one", services=("A04",), review_on=OLD), language="fr", at=NOON)
    shown = board(bruno)
    assert "only stale articles" in shown and "<td>0</td><td>1</td>" in shown
    Article.rows.filter(slug="one").update(review_on=FRESH)
    shown = board(bruno)
    assert "chip--late" not in shown and "1 of 1 services" in shown
    assert "Every service has an article that holds." in board(bruno, "?bare=1")


def test_the_board_goes_on_page_after_page_with_a_fixed_number_of_queries(
    house: dict[str, Organisation], hiring: Service, bruno: Staff, monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("guichet.areas.knowledge.queries.covering.PAGE", 2)
    for code in ("B01", "B02"):
        Service.objects.create(code=code, name=Bilingual(code, code), nature="service", owner=house["RH"])
        an_article(code.lower(), services=(code,))
    client = as_one(bruno)
    with django_assert_max_num_queries(14):
        first = client.get(reverse("office-coverage")).content.decode()
    assert "after=B01" in first and "B02 ·" not in first
    assert "B02 ·" in board(bruno, "?after=B01")


def test_articles_words_and_needs_are_files_whose_cells_never_become_formulas(
    hiring: Service, chloe: Staff, monkeypatch: Any
) -> None:
    monkeypatch.setattr("guichet.areas.knowledge.queries.covering.PAGE", 1)
    an_article("one", services=("A04",), title=Bilingual("=1+1", "Two"))
    an_article("two")
    head, one, two = file_of(chloe, "office-articles-file")
    told = dict(zip(head, one, strict=True))
    assert (told["title_fr"], told["services"], told["review_on"], two[0]) == ("'=1+1", "A04", "2030-01-01", "two")
    Term.objects.create(code="lease", name=Bilingual("bail", "lease"), definition=Bilingual("@SUM", "A contract"))
    assert file_of(chloe, "office-words-file")[1] == ["lease", "bail", "lease", "'@SUM", "A contract", "", ""]
    now = clock.now()
    UnmetNeed.objects.create(words="-licorne", language="fr", channel="portal", first_at=now, last_at=now)
    assert file_of(chloe, "office-needs-file")[1][:4] == ["'-licorne", "fr", "portal", "1"]
