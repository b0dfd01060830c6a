"""Somebody who only follows links: from the home page of the demonstration, in either language, without JavaScript."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings

from guichet.areas.catalogue.queries import offers
from guichet.doors.demo.material import SCENARIO
from guichet.doors.scenario.load import load_file
from guichet.ground import clock
from tests.cast import NOON, TODAY, fresh_catalogue

__all__ = ["fresh_catalogue"]
pytestmark = pytest.mark.django_db

CLICKS = 3  # CAT-02
HEAVIEST = 120_000  # bytes, compressed, on the first visit: design, section 6
ELSEWHERE = ("/desk/", "/office/", "/demo/", "/account", "/static/", "/mine/", "/files/", "/api/", "/openapi")
STORAGE = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


class Reader(HTMLParser):
    """Collects what a page leads to, what it needs, and what it says in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.needs: list[str] = []
        self.ids: set[str] = set()
        self.languages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        given = dict(attrs)
        self.ids |= {str(given[name]) for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "link" and given.get("rel") in {"stylesheet", "preload", "icon"}:
            self.needs.append(str(given["href"]))
        if tag in {"script", "img"} and given.get("src"):
            self.needs.append(str(given["src"]))
        if tag in {"html", "span"} and given.get("lang"):
            self.languages.append(str(given["lang"]))


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
            words = b"" if response.streaming else response.content
            page = Seen(address, clicks, response.status_code, words.decode(errors="replace"), origin)
            self.pages[address] = page
            if response.headers["Content-Type"].startswith("text/html"):
                waiting += [(following, clicks + 1, address) for following, _place in page.following()]

    def html(self) -> Iterator[Seen]:
        """Yield the pages, without the files."""
        return (page for page in self.pages.values() if page.text.lstrip().lower().startswith("<!doctype"))


@pytest.fixture(params=["fr", "en"])
def walk(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Walk]:
    settings.STORAGES = {**settings.STORAGES, **STORAGE}
    with clock.at(NOON):
        load_file(SCENARIO, now=NOON)
        made = Walk(request.param)
        made.go()
        yield made


@pytest.mark.proves("CAT-01", "CAT-02", "EQU-01")
def test_every_service_is_three_clicks_away_and_no_link_is_dead_in_either_language(walk: Walk) -> None:
    far = {
        offer.code: page.clicks if page else None
        for offer in offers(TODAY).values()
        if not (page := walk.pages.get(f"/services/{offer.code}/")) or page.clicks > CLICKS
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
