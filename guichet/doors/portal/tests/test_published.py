"""What the window publishes of itself."""

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.actions import ServiceForm, configure_service, reword_service
from guichet.areas.catalogue.models import LifeEvent, Service
from guichet.areas.catalogue.rules.sheet import Requirement, ServiceSheet
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON

pytestmark = pytest.mark.django_db
PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def offered(hiring: Service) -> Service:
    """A service of a moment of life, beside one of none."""
    for position, code in enumerate(("hire", "work")):
        event = LifeEvent.objects.create(code=code, name=Bilingual(f"Vie {code}", f"Life {code}"), position=position)
        hiring.life_events.add(event)
    Service.objects.create(
        code="B02", calendar="default", nature="service", owner=hiring.owner, name=Bilingual("=Été", "=Summer"),
        summary=Bilingual("Un été.", "A summer."),
    )  # fmt: skip
    return hiring


@pytest.mark.proves("CAT-02")
@pytest.mark.parametrize(
    ("language", "title", "name"), [("fr", "Tout ce que nous faisons", "Été"), ("en", "Everything we do", "Summer")]
)
def test_everything_we_do_is_on_one_page_each_service_once(
    offered: Service, language: str, title: str, name: str
) -> None:
    page = Client(headers={"accept-language": language}).get(reverse("portal-everything")).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert name in page
    assert [page.count(f'href="/services/{code}/"') for code in (offered.code, "B02")] == [1, 1]
    assert f"{settings.BASE_URL}/everything/" in page


@pytest.mark.proves("CAT-02")
def test_a_sheet_on_paper_leads_back_to_itself(offered: Service) -> None:
    page = Client().get(reverse("portal-service", args=[offered.code])).content.decode()
    paper = page[page.index('class="print-only"') :]
    assert re.search(r'<svg class="qr" viewBox="0 0 (\d+) \1"', paper)
    assert f"{settings.BASE_URL}/services/{offered.code}/" in paper


@pytest.mark.proves("CAT-01")
def test_the_catalogue_is_a_file_in_both_languages_that_runs_nothing(offered: Service) -> None:
    answer = Client().get(reverse("portal-services-file"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="services.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert (rows["B02"]["name_fr"], rows["B02"]["summary_en"]) == ("'=Été", "A summer.")
    assert rows[offered.code]["life_events"] == "hire work"
    assert rows[offered.code]["address"] == f"{settings.BASE_URL}/services/{offered.code}/"


def test_the_site_map_lists_pages_that_are_there_and_the_robots_find_it(offered: Service) -> None:
    browser = Client()
    tree = ElementTree.fromstring(browser.get(reverse("portal-sitemap")).content)
    places = [str(one.text).removeprefix(settings.BASE_URL) for one in tree.iter(PLACE)]
    assert f"/services/{offered.code}/" in places
    assert [place for place in places if browser.get(place).status_code != 200] == []
    told = browser.get(reverse("portal-robots")).content.decode()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in told
    assert [place for place in places for line in re.findall("Disallow: (.+)", told) if place.startswith(line)] == []


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.proves("CAT-01", "EQU-01")
@pytest.mark.parametrize(
    ("language", "title", "name"), [("fr", "Ce qui change", "Été"), ("en", "What changes", "Summer")]
)
def test_a_feed_tells_what_changed_in_each_language_and_nothing_of_a_draft(
    house: Any, language: str, title: str, name: str
) -> None:
    for code, state in (("B02", "published"), ("B03", "draft")):
        configure_service(a_form(code, state), by=SYSTEM, now=NOON)
    service = Service.objects.get(code="B02")
    reword_service(service, name=Bilingual("Été\x0b", "Summer"), summary=service.summary, by=SYSTEM, now=NOON)
    answer = Client().get(reverse(f"portal-feed-{language}"))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)
    assert str(tree.findtext(f"{ATOM}title")).startswith(title)
    entries = [(one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}id")) for one in tree.iter(f"{ATOM}entry")]
    assert entries[0] == (name, f"{settings.BASE_URL}/services/B02/#v2")
    assert len(entries) == 2
    assert tree.findtext(f"{ATOM}updated") == tree.findtext(f"{ATOM}entry/{ATOM}updated")


@pytest.mark.proves("CAT-05")
def test_what_each_service_asks_for_and_why_is_a_file(house: Any) -> None:
    configure_service(a_form("B02", "published"), by=SYSTEM, now=NOON)
    answer = Client().get(reverse("portal-requirements-file"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["service"], row["label_fr"], row["why_en"]) == ("B02", "Un bail", "To know the dates.")


def a_form(code: str, state: str) -> ServiceForm:
    """Declare a service that asks for one thing."""
    lease = Requirement(
        key="lease", label=Bilingual("Un bail", "A lease"), why=Bilingual("Pour les dates.", "To know the dates.")
    )
    return ServiceForm(
        code=code, name=Bilingual("Printemps", "Spring"), summary=Bilingual("Un & deux.", "One & two."),
        tier="support", nature="service", owner="CS", calendar="default", first_response="4 h", keywords={},
        state=state, sheet=ServiceSheet(requirements=(lease,)),
    )  # fmt: skip
