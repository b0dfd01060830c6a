"""What we know, beside a request: found, put into a reply with its source, counted when it has left."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.queries import health_of
from guichet.areas.knowledge.tests.articles import OLD, an_article
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.readers import react
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Ma chaise grince")


def suggested(client: Client, ticket: Ticket) -> str:
    return client.get(reverse("desk-articles-of", args=[ticket.number]), headers=HTMX).content.decode()


def composer(client: Client, ticket: Ticket, article: Article) -> str:
    page = client.get(reverse("desk-article-on", args=[ticket.number, article.pk]), headers=HTMX).content.decode()
    found = re.search(r'<textarea id="c-article"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1].strip()


@pytest.mark.proves("CON-03")
def test_five_articles_at_most_stand_beside_a_request_the_stale_ones_last(
    ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    an_article("stale", review_on=OLD)
    for place in range(5):
        an_article(f"fresh-{place}")
    for place in range(8):
        an_article(f"lamp-{place}", title=Bilingual("Une lampe", "A lamp"), body=Bilingual("La lumière", "The light"))
    page = suggested(enter(bruno), ticket)
    assert page.count("<li>") == 5
    assert "A lamp" not in page and "Une lampe" not in page
    Article.rows.filter(slug__in=["fresh-1", "fresh-2"]).update(state="retired")
    page = suggested(enter(bruno), ticket)
    assert page.count("<li>") == 4
    assert page.rindex("<li>") < page.index("check before you send")


@pytest.mark.proves("CON-03")
def test_the_service_of_a_request_brings_its_articles(
    amina: Person, bruno: Staff, hiring: Service, enter: Enter
) -> None:
    asked = a_ticket(amina, owner=bruno, title="Bonjour", service=hiring)
    an_article(services=(hiring.code,))
    assert "A chair that creaks" in suggested(enter(bruno), asked)


def test_nothing_unfinished_is_suggested_and_the_page_says_so(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    an_article(published=False)
    assert "No article answers this yet." in suggested(enter(bruno), ticket)


@pytest.mark.proves("CON-03")
def test_an_article_goes_into_a_reply_in_the_language_of_the_client_with_its_source(
    ticket: Ticket, bruno: Staff, enter: Enter, settings: Settings
) -> None:
    settings.ROOT_URLCONF = "tests.journeys.addresses"
    article, client = an_article(), enter(bruno)
    tickets.draft(ticket, by=seen_by(bruno), now=NOON, kind="reply", body="Bonjour Amina,")
    body = composer(client, ticket, article)
    assert body.startswith("Bonjour Amina,\n\nD’abord\n\n- Serrez les vis.")
    assert body.endswith(f"Source\xa0: Une chaise qui grince\n{settings.BASE_URL}/articles/one/")
    client.post(reverse("desk-replies", args=[ticket.number]), {"body": body}, headers=HTMX)
    react()
    sent = Message.objects.get(ticket=ticket, kind="reply")
    assert health_of([article.pk], now=sent.visible_from + timedelta(seconds=1))[article.pk].used == 1


def test_what_is_written_for_us_gives_no_address_that_a_client_could_not_open(
    ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    body = composer(enter(bruno), ticket, an_article(audience="agent"))
    assert "/articles/" not in body


def test_without_scripts_the_whole_page_shows_them(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    article, client = an_article(), enter(bruno)
    page = client.get(reverse("desk-articles-of", args=[ticket.number])).content.decode()
    assert "One press puts it into a reply" in page
    page = client.get(reverse("desk-article-on", args=[ticket.number, article.pk])).content.decode()
    assert '<textarea id="c-article"' in page


def test_an_article_that_is_not_there_or_a_request_that_is_over_takes_none(
    ticket: Ticket, bruno: Staff, enter: Enter
) -> None:
    client, draft = enter(bruno), an_article(published=False)
    for pk in (draft.pk, 999_999):
        assert client.get(reverse("desk-article-on", args=[ticket.number, pk])).status_code == 404


@pytest.mark.proves("CON-04")
def test_one_press_makes_an_article_of_a_solved_request(ticket: Ticket, bruno: Staff, enter: Enter) -> None:
    client, place = enter(bruno), reverse("desk-articles-of", args=[ticket.number])
    assert client.post(place).status_code == 404
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="Huilez-la.")
    assert "En faire un article" in suggested(client, ticket) or "Make an article of it" in suggested(client, ticket)
    made = client.post(place)
    article = Article.rows.get()
    assert made.status_code == 302
    assert (article.state, "Huilez-la." in article.body.fr) == ("review", True)


@pytest.mark.proves("CON-01", "CON-03")
def test_an_article_has_a_page_where_whoever_works_here_reads_how_it_does_and_who_keeps_it(
    bruno: Staff, ines: Staff, hiring: Service, enter: Enter, settings: Settings
) -> None:
    settings.ROOT_URLCONF = "guichet.urls"
    article = an_article(services=("A04",), review_on=OLD)

    page = enter(bruno, "en").get(reverse("desk-article", args=[article.pk])).content.decode()
    assert "<strong>screws</strong>" in page and "A chair that creaks" in page
    assert "to be read again" in page and "in 0 answers" in page and "Client Services" in page
    assert reverse("portal-article", args=["one"]) in page and reverse("office-article", args=[article.pk]) in page
    page = enter(ines, "fr").get(reverse("desk-article", args=[article.pk])).content.decode()
    assert "<strong>vis</strong>" in page and reverse("office-article", args=[article.pk]) not in page


@pytest.mark.proves("CON-01", "A06")
def test_an_article_that_somebody_may_not_read_is_not_there_for_them(bruno: Staff, ines: Staff, enter: Enter) -> None:
    inside = an_article("inside", audience="agent")
    shared = an_article("shared", audience="partner")
    expert = enter(ines)

    assert enter(bruno).get(reverse("desk-article", args=[inside.pk])).status_code == 200
    assert expert.get(reverse("desk-article", args=[shared.pk])).status_code == 200
    hidden, never = (expert.get(reverse("desk-article", args=[pk])) for pk in (inside.pk, 999_999))
    assert (hidden.status_code, never.status_code) == (404, 404) and hidden.content == never.content
