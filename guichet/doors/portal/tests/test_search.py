"""The search of the portal: marked, forgiving, never ending in nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import Service
from guichet.areas.finding.models import SearchDay, UnmetNeed
from guichet.areas.knowledge.tests.articles import an_article
from guichet.doors.portal import searching
from guichet.ground.bilingual import Bilingual

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-03")]


def page_of(words: str) -> str:
    return Client().get("/services/", {"q": words}).content.decode()


def test_the_words_that_answer_are_marked_and_a_slip_is_told(hiring: Service) -> None:
    assert "<mark>Hiring</mark>, caucus" in page_of("hiring someone")

    read = page_of("new employee contrct")
    assert "Hiring, caucus" in read and "We read your words as:" in read and "new employee contract</a>" in read


@pytest.mark.proves("CON-03")
def test_articles_that_answer_stand_beside_services_for_those_they_are_for(hiring: Service) -> None:
    title = Bilingual("Embaucher quelqu’un en cinq étapes", "Hiring somebody in five steps")
    body = Bilingual(
        "Dites qui commence, et quand.", "Say who begins, and when. The contract comes [next](/services/A04/)."
    )
    an_article("five-steps", title=title, body=body)
    an_article("inside", title=Bilingual("Embaucher : rappel", "Hiring: inside"), audience="agent")
    an_article("draft", title=Bilingual("Embaucher : brouillon", "Hiring: draft"), published=False)

    page = page_of("hiring contract")
    assert "/services/A04/" in page and "/articles/five-steps/" in page
    assert "Say who begins, and when. The <mark>contract</mark> comes next." in page
    assert "/articles/inside/" not in page and "/articles/draft/" not in page
    part = Client().get("/suggestions/", {"q": "hiring in fi"}, headers={"HX-Request": "true"}).content.decode()
    assert "/articles/five-steps/" in part and "/articles/inside/" not in part


def test_an_article_is_an_answer_too(hiring: Service) -> None:
    an_article("chair")

    page = page_of("a chair that creaks")
    assert "/articles/chair/" in page and "does not exist here yet" not in page
    assert not UnmetNeed.objects.exists()


def test_a_search_reads_the_services_that_it_found_and_no_others(
    hiring: Service, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page_of("hiring")
    catalogue.forget()
    with django_assert_max_num_queries(24), CaptureQueriesContext(connection) as asked:
        page_of("hiring")
    read = [one["sql"] for one in asked if '"catalogue_service"."summary"' in one["sql"]]
    assert read and all(f"IN ({hiring.pk})" in one for one in read)


def test_nothing_found_offers_a_human_and_keeps_the_words(hiring: Service) -> None:
    page = page_of("Raise Unicorns")

    assert "This service does not exist here yet" in page and "/ask/?words=Raise%20Unicorns" in page
    need = UnmetNeed.objects.get()
    assert (need.words, need.language, need.channel, need.count) == ("raise unicorns", "en", "portal", 1)
    page_of("hiring")
    assert [(one.asked, one.failed) for one in SearchDay.objects.all()] == [(2, 1)]


def test_an_unpublished_service_is_not_found(hiring: Service) -> None:
    Service.objects.update(state="retired")

    assert "Hiring, caucus" not in page_of("hiring")


def test_suggestions_come_while_typing_and_without_javascript_lead_to_the_page(hiring: Service) -> None:
    visitor = Client()
    part = visitor.get("/suggestions/", {"q": "hir"}, headers={"HX-Request": "true"}).content.decode()
    assert 'role="option"' in part and "/services/A04/" in part and "<html" not in part
    assert visitor.get("/suggestions/", {"q": "h"}, headers={"HX-Request": "true"}).content.decode().strip() == ""
    plain = visitor.get("/suggestions/", {"q": "hir"})
    assert (plain.status_code, plain["Location"]) == (302, "/services/?q=hir")
    assert not SearchDay.objects.exists()  # who is still typing has not searched


@pytest.mark.proves("A20")
def test_too_many_searches_wait_and_lose_nothing(hiring: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SEARCHES_OF_NETWORK", 2)
    monkeypatch.setattr(searching, "SUGGESTIONS_OF_NETWORK", 0)
    visitor = Client()
    assert [visitor.get("/services/?q=hiring").status_code for _ in range(3)] == [200, 200, 429]
    page = visitor.get("/services/?q=hiring").content.decode()
    assert 'value="hiring"' in page and "search again in a moment" in page
    assert visitor.get("/suggestions/?q=hir", headers={"HX-Request": "true"}).status_code == 429


@pytest.mark.parametrize("words", ["'; DROP TABLE x --", "\x00", "%", "é" * 5_000, "<script>alert(1)</script>", "😀"])
def test_nothing_that_is_typed_breaks_the_page(hiring: Service, words: str) -> None:
    response = Client().get("/services/", {"q": words})
    assert response.status_code == 200 and b"<script>alert" not in response.content
