"""What the window says of itself, in both languages, and from the foot of every page."""

from html import unescape

import pytest
from django.test import Client

from guichet.areas.catalogue.models import Service, ServiceStandard
from guichet.areas.people.models import Organisation

pytestmark = pytest.mark.django_db
PAGES = {
    "/commitments/": {"en": "Our commitments", "fr": "Nos engagements"},
    "/privacy/": {"en": "How we use your information", "fr": "Comment nous utilisons vos données"},
    "/accessibility/": {"en": "Accessibility", "fr": "Accessibilité"},
}


def page(address: str, language: str) -> str:
    visitor = Client()
    visitor.cookies["django_language"] = language
    response = visitor.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_the_foot_of_every_page_leads_to_it(house: object, address: str, language: str) -> None:
    title = PAGES[address][language]
    assert f'<a href="{address}">{title}</a>' in page("/", language)
    assert f"<h1>{title}</h1>" in page(address, language)


@pytest.mark.proves("AME-04")
@pytest.mark.parametrize(
    ("language", "words"), [("en", "4 business hours|5 business days"), ("fr", "4 heures ouvrables|5 jours ouvrables")]
)
def test_commitments_are_the_standards_of_the_catalogue(hiring: Service, language: str, words: str) -> None:
    shown = page("/commitments/", language)
    for part in [hiring.name.in_language(language), *words.split("|")]:
        assert part in shown


def test_what_is_not_published_is_not_promised(hiring: Service) -> None:
    hiring.state = "draft"
    hiring.save()
    shown = page("/commitments/", "en")
    assert hiring.name.in_language("en") not in shown and "No service is published yet." in shown


def test_a_service_without_a_fixed_end_says_how_the_date_comes(hiring: Service) -> None:
    ServiceStandard.objects.filter(service=hiring).update(completion="")
    assert "a date given with our first answer" in page("/commitments/", "en")


@pytest.mark.proves("BIL-02")
@pytest.mark.parametrize("address", PAGES)
def test_no_unit_of_ours_is_named(hiring: Service, house: dict[str, Organisation], address: str) -> None:
    shown = page(address, "fr")
    assert not [one for code, one in house.items() if code in {"RH", "TI", "SEC"} and one.name.fr in shown]
