"""Whoever does not know the word for it looks through the services: by need, for whom, to do what, by moment."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import LifeEvent, Service
from guichet.ground.bilingual import Bilingual

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-02")]


@pytest.fixture(autouse=True)
def offered(hiring: Service) -> None:
    """Offer three services that answer each question differently."""
    event = LifeEvent.objects.create(code="hiring", name=Bilingual("J’embauche", "I hire"))
    hiring.scope, hiring.client_groups = "hr", ["caucus_staff"]
    hiring.save()
    hiring.life_events.add(event)
    for code, name, scope, nature, groups in (
        ("B01", "Lease", "lease", "service", ["member"]), ("B02", "Pay advice", "hr", "advice", ["member"]),
    ):  # fmt: skip
        Service.objects.create(
            code=code, name=Bilingual(name, name), nature=nature, owner=hiring.owner, calendar="default", scope=scope,
            client_groups=groups,
        )  # fmt: skip
    catalogue.forget()


def page(query: str = "", language: str = "en") -> str:
    """Return the page of services."""
    visitor = Client()
    visitor.cookies["django_language"] = language
    return unescape(visitor.get(f"/services/{query}").content.decode())


def codes(query: str) -> list[str]:
    """Return the services that an address lists."""
    rows = page(query).partition('<ul class="popular">')[2].partition("</ul>")[0]
    return re.findall(r"/services/(\w+)/", rows)


def test_each_question_is_asked_with_its_answers_and_how_many_services_give_them() -> None:
    shown = page()

    for words in ("By need", "For whom", "To do what", "At which moment", "From A to Z"):
        assert words in shown
    assert re.search(r'\?need=hr">Staff and pay</a> <small>2</small>', shown)
    assert re.search(r'\?for=member">Members</a> <small>2</small>', shown)
    assert re.search(r'\?task=advice">Get advice</a> <small>1</small>', shown)
    assert re.search(r'\?event=hiring">I hire</a> <small>1</small>', shown)
    assert "need=it" not in shown, "no service answers so"
    assert "Par besoin" in page(language="fr")


def test_choices_narrow_together_and_each_is_taken_away_by_its_own_link() -> None:
    assert codes("?need=hr") == ["A04", "B02"]
    assert codes("?need=hr&for=member") == ["B02"]
    shown = page("?need=hr&for=member")
    assert "<h1>Staff and pay · Members</h1>" in shown and "1 service<" in shown
    assert 'href="/services/?for=member"' in shown and 'href="/services/?need=hr"' in shown
    assert "None answers all of this" in page("?need=lease&task=advice")


def test_an_unknown_choice_is_no_choice() -> None:
    assert "From A to Z" in page("?need=unicorns&for=%00")


def test_looking_through_costs_no_more_with_more_services(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(10):
        page()
