"""Articles: both languages or none, versions, who reads which, in how many answers they served."""

from datetime import timedelta
from typing import Any

import pytest

from guichet.areas.catalogue.models import Service
from guichet.areas.knowledge import actions, queries, rules
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.tests.articles import BODY, CHAIR, FRESH, OLD, an_article
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.readers import react
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def a_form(article: Article, **said: object) -> actions.ArticleForm:
    """Say the same again, but for what is given."""
    told = {"slug": article.slug, "title": article.title, "body": article.body, "owner": "CS", "review_on": FRESH}
    return actions.ArticleForm(**{**told, **said})


@pytest.mark.proves("CON-01")
def test_an_article_is_not_published_in_one_language(bruno: Staff, chloe: Staff) -> None:
    form = actions.ArticleForm(slug="half", title=Bilingual("Moitié", ""), body=Bilingual("Ceci", ""), owner="CS")
    half = actions.begin(form, by=seen_by(bruno), now=NOON)
    with pytest.raises(actions.NotWhole):
        actions.publish(half, by=seen_by(chloe), now=NOON)


def test_who_answers_writes_and_who_leads_publishes(bruno: Staff) -> None:
    draft = an_article(published=False)
    with pytest.raises(Refused):
        actions.publish(draft, by=seen_by(bruno), now=NOON)


@pytest.mark.proves("CON-01")
def test_a_change_of_words_is_a_version_and_the_one_before_can_be_compared(chloe: Staff) -> None:
    article = an_article()
    other = Bilingual(BODY.fr.replace("huile", "graisse"), BODY.en.replace("oil", "grease"))
    actions.revise(article, a_form(article, body=other), read=1, by=seen_by(chloe), now=NOON)
    new, old = queries.versions_of(article)
    assert (new.number, old.number, new.staff) == (2, 1, chloe)
    lines = rules.compared(old.body.en, new.body.en)
    assert [(one.sign, one.text) for one in lines if one.sign != " "] == [("-", "- Then oil."), ("+", "- Then grease.")]


def test_two_writers_do_not_overwrite_each_other(chloe: Staff) -> None:
    article = an_article()
    actions.revise(article, a_form(article, body=Bilingual("a", "a")), read=1, by=seen_by(chloe), now=NOON)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.revise(article, a_form(article, body=Bilingual("b", "b")), read=1, by=seen_by(chloe), now=NOON)


@pytest.mark.proves("CON-01")
def test_clients_read_what_is_for_them_and_nothing_unfinished(amina: Person, bruno: Staff, ines: Staff) -> None:
    wanted: dict[str, dict[str, Any]] = {
        "all": {}, "draft": {"published": False}, "inside": {"audience": "agent"}, "with-us": {"audience": "partner"},
    }  # fmt: skip
    for slug, said in wanted.items():
        an_article(slug, **said)
    seen = {
        who: {one.slug for one in Article.objects.visible_to(viewer)}
        for who, viewer in {"anybody": ANONYMOUS, "bruno": seen_by(bruno), "ines": seen_by(ines)}.items()
    }
    assert seen["anybody"] == {"all"}
    assert seen["bruno"] == {"all", "draft", "inside", "with-us"}
    assert seen["ines"] == {"all", "with-us"}


@pytest.mark.proves("CON-03")
def test_an_answer_counts_for_its_article_once_it_has_left(amina: Person, bruno: Staff) -> None:
    article, other = an_article(), an_article("other")
    ticket = a_ticket(amina, owner=bruno, title="Une chaise")
    words = "Voyez ceci : https://guichet.example.org/articles/one/"
    kept = tickets.reply(ticket, by=seen_by(bruno), now=NOON, body=words)
    gone = tickets.reply(ticket, by=seen_by(bruno), now=NOON, body=words)
    tickets.unsend(ticket, gone, by=seen_by(bruno), now=NOON)
    react()
    assert queries.health_of([article.pk], now=NOON)[article.pk].used == 0
    later = kept.visible_from + timedelta(seconds=1)
    found = queries.health_of([article.pk, other.pk], now=later)
    assert (found[article.pk].used, found[other.pk].used) == (1, 0)


@pytest.mark.proves("CON-01")
def test_what_is_stale_comes_after_what_was_read_again(hiring: Service) -> None:
    an_article("old", services=(hiring.code,), review_on=OLD)
    an_article("new", services=(hiring.code,))
    assert [one.slug for one in queries.of_service(ANONYMOUS, hiring.code, on=TODAY)] == ["new", "old"]
    hits = queries.answering("my chair creaks", language="en", on=TODAY)
    assert [(hit.article.slug, hit.is_stale) for hit in hits] == [("new", False), ("old", True)]


def test_a_scenario_leaves_alone_what_people_changed_here(chloe: Staff) -> None:
    article = an_article()
    actions.revise(article, a_form(article, title=Bilingual("À nous", "Ours")), read=1, by=seen_by(chloe), now=NOON)
    again = actions.ArticleForm(slug="one", title=CHAIR, body=BODY, owner="CS", published=True)
    assert actions.configure_article(again, by=SYSTEM, now=NOON) == []
    assert Article.rows.get().title.en == "Ours"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One\ntwo\n\nThree", "<p>One two</p><p>Three</p>"),
        ("## Why\n- a\n- **b**\n  more", "<h2>Why</h2><ul><li>a</li><li><strong>b</strong> more</li></ul>"),
        ("1. a\n2. *b*", "<ol><li>a</li><li><em>b</em></li></ol>"),
        ("[Ask](/ask/)", '<p><a href="/ask/" rel="noopener">Ask</a></p>'),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", '<p><a rel="noopener">x</a>)</p>'),
        ('[x](https://a"onclick="b)', '<p><a href="https://a&quot;onclick=&quot;b" rel="noopener">x</a></p>'),
    ],
)
def test_a_page_shows_headings_lists_and_links_and_nothing_that_runs(written: str, shown: str) -> None:
    assert rules.html_of(written) == shown


def test_a_letter_says_it_without_marks_and_with_whole_addresses() -> None:
    text = "## First\n\n- **Call** us\n- [Ask](/ask/)"
    assert rules.plain_of(text, base="https://g.example") == "First\n\n- Call us\n- Ask (https://g.example/ask/)"


@pytest.mark.proves("TRI-01")
def test_what_articles_for_clients_say_of_a_service_is_learned_and_nothing_of_the_others(hiring: Service) -> None:
    an_article(services=(hiring.code,))
    an_article("draft", services=(hiring.code,), published=False)
    an_article("inside", services=(hiring.code,), audience="agent")
    rows = queries.told_to_everybody()
    assert [(language, service, person) for _text, language, service, person in rows] == [
        ("fr", hiring.pk, None), ("en", hiring.pk, None),
    ]  # fmt: skip
    assert rows[0][0].startswith("Une chaise qui grince") and "vis" in rows[0][0] and "**" not in rows[0][0]
