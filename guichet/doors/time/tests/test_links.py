"""Every night, somebody looks where the links of published pages lead, politely, and tells who keeps them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from guichet.areas.catalogue.actions import lead_on
from guichet.areas.catalogue.models import Service
from guichet.areas.glossary.models import Term
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.people.models import Staff
from guichet.areas.upkeep import actions, queries
from guichet.areas.upkeep.models import Link
from guichet.doors.email.upkeep import compose_upkeep
from guichet.doors.office.tests.test_offered import as_one
from guichet.doors.time import links
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]
NIGHT = localtime(NOON).replace(hour=3)


class Site(BaseHTTPRequestHandler):
    """A site of somebody else's: what it answers at each path, and what it was asked."""

    asked: ClassVar[list[str]] = []
    said: ClassVar[dict[str, tuple[int, str]]] = {
        "/here": (200, ""), "/moved": (301, "/here"), "/lent": (302, "/here"), "/shut": (403, ""),
        "/round": (302, "/round"),
    }  # fmt: skip

    def do_HEAD(self) -> None:
        status, leads_to = (405, "") if self.path == "/no-heads" else self.said.get(self.path, (404, ""))
        self._answer(status, leads_to)

    def do_GET(self) -> None:
        self._answer(*((200, "") if self.path == "/no-heads" else self.said.get(self.path, (404, ""))))
        if self.path == "/no-heads":
            self.wfile.write(b"x" * 200_000)  # longer than the house reads

    def _answer(self, status: int, leads_to: str) -> None:
        self.asked.append(f"{self.command} {self.path}")
        self.send_response(status)
        if leads_to:
            self.send_header("Location", leads_to)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A real server on this machine, to which links may lead."""
    settings.LINKS_OUTSIDE, settings.LINK_HOSTS = True, ["127.0.0.1"]
    monkeypatch.setattr(links, "PAUSE", 0.0)
    monkeypatch.setattr(Site, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def an_article_that_leads_to(*urls: str, **said: Any) -> Article:
    body = " ".join(f"[ici]({url})" for url in urls)
    return an_article(said.pop("slug", "leads"), body=Bilingual(body, "Words."), **said)


def words_of(letter: Outgoing) -> str:
    """Return the text of a letter to a keeper."""
    message = message_from_bytes(compose_upkeep(letter) or b"", policy=policy.default)
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


def state_of(url: str) -> tuple[bool, str, str]:
    row = Link.objects.get(url=url)
    return row.nights == 0, row.why, row.moved_to


@contextmanager
def in_the_night_of(moment: datetime) -> Iterator[None]:
    with clock.at(moment):
        yield


@pytest.mark.proves("CAT-01", "CON-01")
def test_links_to_other_sites_are_asked_for_by_their_head_then_whole(site: str) -> None:
    paths = ("/here", "/moved", "/lent", "/shut", "/round", "/gone", "/no-heads")
    an_article_that_leads_to(*(site + path for path in paths))
    assert links.main([]) == 1
    found = {path: state_of(site + path) for path in paths}
    assert found == {
        "/here": (True, "", ""), "/moved": (True, "", f"{site}/here"), "/lent": (True, "", ""),
        "/shut": (True, "", ""), "/round": (False, "circle", ""), "/gone": (False, "404", ""),
        "/no-heads": (True, "", ""),
    }  # fmt: skip
    assert "GET /here" not in Site.asked and Site.asked.count("GET /no-heads") == 1


@pytest.mark.proves("N01")
def test_a_link_to_the_inside_of_the_network_is_never_followed(settings: Any) -> None:
    settings.LINKS_OUTSIDE = True
    an_article_that_leads_to("https://169.254.169.254/latest/", "http://10.0.0.1/")
    links.main([])
    assert {row.why for row in Link.objects.all()} == {"refused"}


@pytest.mark.proves("CAT-01", "CON-01")
def test_links_to_our_own_pages_lead_somewhere_when_people_may_read_what_is_there(
    hiring: Service, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LINKS_OUTSIDE = False
    an_article("draft", published=False)
    an_article("inside", audience="agent")
    an_article("there")
    lead_on("article", ["before"], "there")
    Term.objects.create(code="lease", name=Bilingual("bail", "lease"), definition=Bilingual("Voir [x](/nowhere/)", ""))
    hiring.sheet = hiring.told.to_data() | {"related": ["A99"], "next": {"fr": "", "en": "See https://example.org/x."}}
    hiring.save()
    good = ("/articles/there/", "/articles/before/", "/services/A04/", "/services/?q=x", "/glossary/#lease")
    bad = ("/articles/draft/", "/articles/inside/", "/articles/never/", "/services/A98/", "/start/nowhere/")
    an_article_that_leads_to(*good, *bad, f"{settings.BASE_URL}/ask/A04/")
    assert links.main([]) == 1
    dead = {row.url for row in Link.objects.filter(nights__gt=0)}
    assert dead == {*bad, "/nowhere/", "/services/A99/"}
    outside = Link.objects.get(url="https://example.org/x")
    assert outside.looked_at and not outside.looks, "an installation without the Internet says that it did not look"
    said = capsys.readouterr().out
    assert "/services/A99/ (nowhere): service A04" in said and "1 not checked" in said


@pytest.mark.proves("CON-01")
def test_two_nights_in_a_row_remind_who_keeps_it_and_one_does_not(settings: Any, bruno: Staff, chloe: Staff) -> None:
    settings.LINKS_OUTSIDE = False
    article = an_article_that_leads_to("/nowhere/", keeper=bruno.email)
    for night in range(2):
        assert not Outgoing.objects.exists()
        for _turn in range(4):
            with in_the_night_of(NIGHT + timedelta(days=night)):
                links.turn("one")
    row = Link.objects.get()
    assert (row.nights, row.looks, row.failures) == (2, 2, 2), "once a night, however often somebody looks"
    letter = Outgoing.objects.get()
    assert letter.address == bruno.email
    said = words_of(letter)
    assert "Liens qui ne mènent nulle part" in said
    assert f"/office/articles/{article.pk}/" in said and "/nowhere/" in said
    Article.rows.update(body=Bilingual("Rien.", "Nothing."))
    with in_the_night_of(NIGHT + timedelta(days=2)):
        links.turn("one")
    assert not Link.objects.exists() and compose_upkeep(letter) is None, "what was put right is not told any more"


def test_nobody_looks_by_day_twice_nor_while_somebody_else_does(settings: Any) -> None:
    settings.LINKS_OUTSIDE = False
    an_article_that_leads_to("/nowhere/", "/nowhere/else/")
    with in_the_night_of(NIGHT.replace(hour=1)):
        assert links.turn("one") == 0
    with in_the_night_of(NIGHT):
        assert links.turn("one") == 2
    row = queries.last_round()
    assert row
    assert actions.hold(row, by=SYSTEM, now=NIGHT)
    with in_the_night_of(NIGHT):
        assert links.turn("two") == 0
    with in_the_night_of(NIGHT + timedelta(hours=1)):
        links.turn("two")
    over = queries.last_round()
    assert over and over.ended_at, "what a worker left when it died is taken up"


@pytest.mark.proves("CON-01")
def test_the_office_shows_what_is_dead_where_it_stands_and_who_keeps_it(
    settings: Any, bruno: Staff, ines: Staff, django_assert_max_num_queries: Any
) -> None:
    settings.LINKS_OUTSIDE = False
    for number in range(6):
        an_article_that_leads_to(f"/nowhere/{number}/", "/services/", slug=f"a{number}", keeper=bruno.email)
    links.main([])
    client, url = as_one(bruno), reverse("office-links")
    with django_assert_max_num_queries(14):
        shown = client.get(url).content.decode()
    assert shown.count("dead for 1 night") == 6 and "Bruno Tremblay" in shown and "/nowhere/5/" in shown
    assert '<a class="long-word" href="/services/"' not in shown
    assert '<a class="long-word" href="/services/"' in client.get(f"{url}?which=all").content.decode()
    file = b"".join(client.get(reverse("office-links-file"))).decode()
    assert file.count("/nowhere/") == 6 and "Bruno Tremblay" in file
    assert as_one(ines).get(url).status_code == 404
