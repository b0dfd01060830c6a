"""Articles are written in the office in both languages, reviewed by somebody else, dated, compared and retired."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge import actions
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.queries import versions_of
from guichet.areas.knowledge.tests.articles import BODY, an_article
from guichet.areas.people.models import Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import seen_by

pytestmark = pytest.mark.django_db


def send(client: Client, article: Article | None, said: dict[str, Any]) -> Any:
    name, args = ("office-article", [article.pk]) if article else ("office-article-new", [])
    return client.post(reverse(name, args=args), said)


def page_of(client: Client, article: Article) -> str:
    return client.get(reverse("office-article", args=[article.pk])).content.decode()


def move(client: Client, article: Article, to: str) -> Any:
    return client.post(reverse("office-article-state", args=[article.pk]), {"to": to})


@pytest.fixture
def said(chloe: Staff) -> dict[str, Any]:
    """What a whole article says."""
    return {
        "version": "0", "title_fr": "Une chaise qui grince", "title_en": "A chair that creaks", "body_fr": BODY.fr,
        "body_en": BODY.en, "audience": "client", "owner": "CS", "keeper": chloe.email, "services": "",
        "review_on": "2027-12-31",
    }  # fmt: skip


@pytest.mark.proves("CON-01")
def test_an_agent_writes_an_article_and_somebody_who_leads_publishes_it(
    hiring: Service, bruno: Staff, chloe: Staff, said: dict[str, Any]
) -> None:
    agent = as_one(bruno)
    assert send(agent, None, said | {"services": "A04", "body_en": ""}).status_code == 302
    article = Article.rows.get()
    assert (article.slug, article.state, article.keeper) == ("une-chaise-qui-grince", "draft", chloe)
    assert [one.code for one in article.services.all()] == ["A04"]
    assert move(agent, article, "review").status_code == 302
    assert "Publish this article" not in page_of(agent, article)
    assert move(agent, article, "published").status_code == 404
    leader = as_one(chloe)
    assert "write the title and the text of both" in move(leader, article, "published").content.decode()
    send(agent, article, said | {"version": "1"})
    assert move(leader, article, "published").status_code == 302
    assert (
        "Tighten the <strong>screws</strong>"
        in Client().get("/articles/une-chaise-qui-grince/", headers={"Accept-Language": "en"}).content.decode()
    )
    move(leader, article, "retired")
    assert Client().get("/articles/une-chaise-qui-grince/").status_code == 404


@pytest.mark.proves("CON-01")
def test_words_proposed_for_what_clients_read_wait_for_somebody_to_accept_them(
    bruno: Staff, chloe: Staff, said: dict[str, Any]
) -> None:
    article, agent, leader = an_article(), as_one(bruno), as_one(chloe)
    shown = page_of(agent, article)
    assert "Propose these words" in shown and "For whom" not in shown
    send(agent, article, said | {"version": "1", "body_en": "Oil it.", "audience": "agent", "owner": "RH"})
    article.refresh_from_db()
    assert (article.body, article.audience, article.owner.code) == (BODY, "client", "CS")
    coming = versions_of(article)[0]
    difference = reverse("office-article-version", args=[article.pk, coming.pk])
    assert "Accept and publish now" not in agent.get(difference).content.decode()
    shown = leader.get(difference).content.decode()
    assert "<ins>Oil it.</ins>" in shown and "<del>- Then oil.</del>" in shown
    assert agent.post(difference, {"do": "accept"}).status_code == 404
    leader.post(difference, {"do": "accept"})
    article.refresh_from_db()
    newest = versions_of(article)[0]
    assert (article.body.en, article.body.fr, newest.staff) == ("Oil it.", BODY.fr, bruno)


def test_only_ones_own_proposal_is_given_up_by_who_does_not_publish(
    bruno: Staff, chloe: Staff, said: dict[str, Any]
) -> None:
    article, agent = an_article(), as_one(bruno)
    send(as_one(chloe), article, said | {"version": "1", "title_en": "Later", "effective_on": "2099-01-05"})
    send(agent, article, said | {"version": "1", "title_en": "Mine"})
    addresses = {
        one.title.en: reverse("office-article-version", args=[article.pk, one.pk]) for one in versions_of(article)
    }
    assert agent.post(addresses["Later"], {"do": "drop"}).status_code == 404
    assert agent.post(addresses["Mine"], {"do": "drop"}).status_code == 302
    assert [one.title.en for one in versions_of(article) if not one.number] == ["Later"]


@pytest.mark.proves("CON-01")
def test_words_may_wait_for_their_day_and_keep_what_others_changed_meanwhile(
    chloe: Staff, said: dict[str, Any]
) -> None:
    article, leader = an_article(published=False), as_one(chloe)
    day = (clock.now() + timedelta(days=10)).date()
    send(leader, article, said | {"version": "1", "title_en": "A squeaking chair", "effective_on": day.isoformat()})
    send(leader, article, said | {"version": "1", "title_fr": "La chaise"})
    assert "Takes effect" in page_of(leader, article)
    assert actions.take_effect(by=SYSTEM, now=clock.now()) == 0
    assert actions.take_effect(by=SYSTEM, now=clock.now() + timedelta(days=11)) == 1
    article.refresh_from_db()
    assert (article.title.fr, article.title.en, article.state) == ("La chaise", "A squeaking chair", "published")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("services", "A99", "A99 is not the code of a service."), ("owner", "NOWHERE", "Choose one of the list."),
        ("keeper", "x@example.org", "Choose one of the list."), ("review_on", "demain", "Give a date"),
        ("effective_on", "2020-01-01", "Choose a day to come"), ("title_fr", "a" * 201, "200 letters at most"),
        ("version", "7", "Somebody changed this article"), ("body_en", "", "write the title and the text of both"),
    ],
)  # fmt: skip
def test_a_slip_is_said_in_a_sentence_and_nothing_typed_is_lost(
    chloe: Staff, said: dict[str, Any], name: str, value: str, sentence: str
) -> None:
    typed = said | {"version": "1", "body_fr": "Tapé avec soin", name: value}
    answer = send(as_one(chloe), an_article(), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422 and sentence in shown and "Tapé avec soin" in shown


def test_the_list_narrows_by_state_and_goes_on_page_after_page(
    bruno: Staff, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("guichet.areas.knowledge.queries.editing.PAGE", 2)
    for slug in ("one", "two", "three"):
        an_article(slug, published=slug != "two")
    agent, url = as_one(bruno), reverse("office-articles")
    with django_assert_max_num_queries(12):
        first = agent.get(url).content.decode()
    assert first.count('<p class="found__what">') == 2 and f'after={Article.rows.get(slug="two").pk}"' in first
    rest = agent.get(url + f"?after={Article.rows.get(slug='two').pk}").content.decode()
    assert rest.count('<p class="found__what">') == 1
    assert agent.get(url + "?state=draft").content.decode().count('<p class="found__what">') == 1


def test_two_articles_of_one_title_have_two_addresses(bruno: Staff, said: dict[str, Any]) -> None:
    for _turn in range(2):
        send(as_one(bruno), None, said)
    assert {one.slug for one in Article.rows.all()} == {"une-chaise-qui-grince", "une-chaise-qui-grince-2"}


@pytest.mark.proves("CON-01")
def test_an_article_that_moves_is_found_at_its_former_addresses(chloe: Staff, said: dict[str, Any]) -> None:
    article, leader = an_article("before"), as_one(chloe)
    an_article("other")
    assert 'value="before"' in page_of(leader, article)
    for slug, sentence in (("Pas Bien", "Small letters and figures"), ("other", "choose another one")):
        answer = send(leader, article, said | {"version": "1", "slug": slug})
        assert answer.status_code == 422 and sentence in answer.content.decode()
    assert send(leader, article, said | {"version": "1", "slug": "meanwhile"}).status_code == 302
    assert send(leader, article, said | {"version": "1", "slug": "after"}).status_code == 302
    for former in ("before", "meanwhile"):
        assert Client().get(f"/articles/{former}/").headers["Location"] == "/articles/after/"
    assert send(leader, Article.rows.get(slug="other"), said | {"version": "1", "slug": "before"}).status_code == 422
    assert send(leader, article, said | {"version": "1", "slug": "before"}).status_code == 302
    assert Client().get("/articles/before/").status_code == 200
    assert Client().get("/articles/after/").headers["Location"] == "/articles/before/"


def test_an_expert_finds_no_such_page(ines: Staff) -> None:
    article = an_article()
    assert as_one(ines).get(reverse("office-article", args=[article.pk])).status_code == 404
    assert seen_by(ines).may("knowledge.write") is False


def test_every_page_of_the_office_says_in_the_bar_where_one_is(chloe: Staff, bruno: Staff) -> None:
    def current(who: Staff) -> str:
        page = as_one(who).get(reverse("office-articles")).content.decode()
        return page.partition("</header>")[0].partition('aria-current="page">')[2].partition("<")[0]

    assert (current(chloe), current(bruno)) == ("Office", "Articles")
