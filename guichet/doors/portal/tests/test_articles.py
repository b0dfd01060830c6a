"""What is good to know: articles on the portal, beside their service, and a person when they do not answer."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge.models import Doubt
from guichet.areas.knowledge.tests.articles import an_article

pytestmark = pytest.mark.django_db


def words(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


@pytest.mark.proves("CON-01")
def test_an_article_is_read_in_the_language_of_the_page(client: Client, hiring: Service) -> None:
    an_article(services=(hiring.code,))
    page = words(client.get("/articles/one/"))
    assert "<h2>First</h2><ul><li>Tighten the <strong>screws</strong>.</li>" in page
    assert f'href="/services/{hiring.code}/"' in page
    french = words(client.get("/articles/one/", headers={"Accept-Language": "fr"}))
    assert "Serrez les <strong>vis</strong>" in french


@pytest.mark.proves("CON-01")
def test_a_service_names_what_is_good_to_know_about_it(client: Client, hiring: Service) -> None:
    an_article(services=(hiring.code,))
    an_article("inside", services=(hiring.code,), audience="agent")
    sheet = words(client.get(f"/services/{hiring.code}/"))
    assert 'href="/articles/one/"' in sheet
    assert "/articles/inside/" not in sheet


@pytest.mark.parametrize("said", [{"published": False}, {"audience": "agent"}, {"audience": "partner"}])
def test_what_is_not_for_clients_is_not_there(client: Client, house: object, said: dict[str, Any]) -> None:
    an_article(**said)
    assert client.get("/articles/one/").status_code == 404
    assert client.post("/articles/one/unanswered/").status_code == 404
    assert "/articles/one/" not in words(client.get("/articles/"))
    assert "/articles/one/" not in words(client.get("/articles/?q=chair"))


@pytest.mark.proves("CON-01")
def test_an_article_that_did_not_answer_says_so_to_its_keeper_and_offers_a_person(
    client: Client, hiring: Service
) -> None:
    an_article(services=(hiring.code,))
    response = client.post("/articles/one/unanswered/")
    assert response.headers["Location"].startswith(f"/ask/{hiring.code}/?words=I+read+")
    assert "A chair that creaks" in words(client.get(response.headers["Location"]))
    assert Doubt.objects.get().language == "en"


def test_a_flood_of_doubts_is_not_counted_and_still_reaches_a_person(client: Client, house: object) -> None:
    an_article()
    for _turn in range(35):
        assert client.post("/articles/one/unanswered/").status_code == 302
    assert Doubt.objects.count() == 30


def test_articles_are_found_by_words_or_a_person_is_offered(client: Client, house: object) -> None:
    an_article()
    assert 'href="/articles/one/"' in words(client.get("/articles/?q=my+chair+creaks"))
    nothing = words(client.get("/articles/?q=xyzzy"))
    assert "No article speaks of this. A person can." in nothing
    assert "/ask/?words=xyzzy" in nothing
