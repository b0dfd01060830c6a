"""Somebody who only follows links: from the home page of the demonstration, in either language, without JavaScript."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urldefrag, urljoin

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings

from guichet.areas.catalogue.queries import offers
from guichet.areas.glossary.rules import unexplained
from guichet.areas.people.actions import account_for
from guichet.doors.demo.material import SCENARIO
from guichet.doors.scenario.load import load_file
from guichet.ground import clock
from tests.cast import NOON, TODAY, a_ticket, fresh_catalogue
from tests.journeys.conftest import BACKEND
from tests.journeys.reading import Reader

__all__ = ["fresh_catalogue"]
pytestmark = pytest.mark.django_db

CLICKS = 3  # CAT-02
HEAVIEST = 120_000  # bytes, compressed, on the first visit: design, section 6
ELSEWHERE = ("/desk/", "/office/", "/demo/", "/account", "/static/", "/mine/", "/files/", "/api/", "/openapi")
CLIENT, OWN = "mireille.thibodeau@example.org", ("/mine/", "/mine/preferences/", "/mine/delegations/", "/mine/seen/")
# In capitals, and nothing's first letters.
NO_ACRONYM = {"AA": "the name of a level of the accessibility guidelines"}
STORAGE = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@dataclass
class Seen:
    """A page that was reached."""

    address: str
    clicks: int
    status: int
    text: str
    came_from: str

    @cached_property
    def read(self) -> Reader:
        """Return what the page holds."""
        reader = Reader()
        reader.feed(self.text)
        return reader

    def following(self) -> Iterator[tuple[str, str]]:
        """Yield the addresses of the portal that the page leads to, and the place on each."""
        for link in self.read.links:
            if not re.match(r"[a-z]+:", link):
                address, place = urldefrag(urljoin(self.address, link))
                if not address.startswith(ELSEWHERE):
                    yield address, place


@dataclass
class Walk:
    """Everything that can be reached by links alone."""

    language: str
    pages: dict[str, Seen] = field(default_factory=dict)
    inside: dict[str, Seen] = field(default_factory=dict)  # what opens to somebody who signed in
    services: list[str] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    def go(self) -> None:
        """Follow every link once, the nearest first."""
        browser = Client(headers={"accept-language": f"{self.language}-CA"})
        browser.cookies["django_language"] = self.language
        waiting = [("/", 0, "")]
        while waiting:
            address, clicks, origin = waiting.pop(0)
            if address in self.pages:
                continue
            response = browser.get(address, follow=True)
            self.forms |= set(re.findall(r"^/forms/\w+/$", response.request["PATH_INFO"]))
            words = b"" if response.streaming else response.content
            page = Seen(address, clicks, response.status_code, words.decode(errors="replace"), origin)
            self.pages[address] = page
            if response.headers["Content-Type"].startswith("text/html"):
                waiting += [(following, clicks + 1, address) for following, _place in page.following()]

    def sign_in(self) -> None:
        """Look at a client's own pages, and at the first page of every form."""
        user = account_for(CLIENT, now=NOON)
        assert user
        browser = Client()
        browser.force_login(user, backend=BACKEND)
        browser.cookies["django_language"] = self.language
        mine = a_ticket(user.person, title="Bail")
        for address in (*OWN, f"/t/{mine.number}/", *sorted(self.forms)):
            response = (browser.post if address in self.forms else browser.get)(address, follow=True)
            self.inside[address] = Seen(address, 0, response.status_code, response.content.decode(), "")

    def html(self) -> Iterator[Seen]:
        """Yield the pages, without the files."""
        return (page for page in self.pages.values() if page.text.lstrip().lower().startswith("<!doctype"))


_walked: dict[str, Walk] = {}


@pytest.fixture(params=["fr", "en"])
def walk(request: pytest.FixtureRequest, settings: Settings) -> Walk:
    """The walk in one language, made once for all that is asked of it."""
    language = request.param
    if language not in _walked:
        settings.STORAGES = {**settings.STORAGES, **STORAGE}
        with clock.at(NOON):
            load_file(SCENARIO, now=NOON)
            made = Walk(language, services=[offer.code for offer in offers(TODAY).values()])
            made.go()
            made.sign_in()
        _walked[language] = made
    return _walked[language]


@pytest.mark.proves("CAT-01", "CAT-02", "EQU-01")
def test_every_service_is_three_clicks_away_and_no_link_is_dead_in_either_language(walk: Walk) -> None:
    far = {
        code: page.clicks if page else None
        for code in walk.services
        if not (page := walk.pages.get(f"/services/{code}/")) or page.clicks > CLICKS
    }
    assert far == {}
    assert [(page.came_from, page.address, page.status) for page in walk.pages.values() if page.status != 200] == []
    lost = [
        f"{page.address} → {address}#{place}"
        for page in walk.html()
        for address, place in page.following()
        if place and place not in walk.pages[address].read.ids
    ]
    assert lost == []
    other = {"fr": "en-CA", "en": "fr-CA"}[walk.language]
    assert [page.address for page in walk.html() if other in page.read.languages] == []


@pytest.mark.proves("CAT-05", "EQU-04")
def test_every_field_says_why_it_is_asked_for_to_a_screen_reader_too(walk: Walk) -> None:
    asked = [*walk.html(), *walk.inside.values()]
    assert [page.address for page in walk.inside.values() if page.status != 200] == []
    assert {page.address: lacking for page in asked if (lacking := page.read.without_reason())} == {}
    assert sum(bool(page.read.controls) for page in walk.inside.values()) >= 4


@pytest.mark.proves("INT-03")
def test_no_acronym_stands_on_a_page_that_does_not_define_it(walk: Walk) -> None:
    bare = {
        page.address: found
        for page in (*walk.html(), *walk.inside.values())
        if (found := unexplained(page.read.words, {*NO_ACRONYM, *page.read.defined}))
    }
    assert bare == {}


@pytest.mark.proves("EQU-04")
def test_a_first_visit_weighs_little(walk: Walk) -> None:
    heavy = {page.address: weight for page in walk.html() if (weight := weight_of(page)) > HEAVIEST}
    assert heavy == {}


def weight_of(page: Seen) -> int:
    """Return the bytes of a page and of everything that it asks for, as they travel."""
    needed = {one.partition("#")[0] for one in page.read.needs if one.startswith("/static/")}
    return len(gzip.compress(page.text.encode())) + sum(travelling(one) for one in needed)


def travelling(address: str) -> int:
    """Return how many bytes a file of the house travels with, and whatever it asks for in turn."""
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    with open(found, "rb") as file:
        content = file.read()
    if not address.endswith(".css"):
        return len(content) if address.endswith((".woff2", ".png")) else len(gzip.compress(content))
    inner = re.findall(r"""(?:@import\s+(?:url\()?|url\()["']?([^"')]+)["']?""", content.decode())
    asked = {urljoin(address, one) for one in inner if not one.startswith(("data:", "#"))}
    return len(gzip.compress(content)) + sum(travelling(one.partition("#")[0]) for one in asked)
