"""Documents go with an article: in both languages or marked, checked, versioned, for those who may read it, sent."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from guichet.areas.knowledge import actions
from guichet.areas.knowledge.models import Article, Document
from guichet.areas.knowledge.tests.articles import PDF, a_document, an_article
from guichet.areas.notifications.queries import facts_of_message
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def aside(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


def sent(client: Client, article: Article, **said: Any) -> Any:
    """Add a document on the page of an article."""
    given = {"title_fr": "La fiche", "title_en": "The sheet", **said}
    return client.post(reverse("office-article-documents", args=[article.pk]), given)


def taken(client: Client, document: Document, language: str = "fr", door: str = "portal") -> Any:
    return client.get(reverse(f"{door}-document", args=[document.token, language]))


def public_page(language: str = "en") -> str:
    client = Client()
    client.cookies["django_language"] = language
    return client.get(reverse("portal-article", args=["one"])).content.decode()


@pytest.mark.proves("CON-01", "CON-03")
def test_a_document_stands_beside_its_article_in_the_language_of_whoever_reads(chloe: Staff, bruno: Staff) -> None:
    article = an_article()
    pair = {"fr": SimpleUploadedFile("fiche.pdf", PDF), "en": SimpleUploadedFile("sheet.pdf", PDF + b" en")}
    assert sent(as_one(chloe), article, **pair).status_code == 302
    both = Document.objects.get()
    one = a_document(article, "fr", title=Bilingual("Le formulaire", "The form"))
    page = public_page()
    assert reverse("portal-document", args=[both.token, "en"]) in page and "The sheet" in page
    assert reverse("portal-document", args=[one.token, "fr"]) in page and page.count("in French only") == 1
    assert reverse("portal-document", args=[both.token, "fr"]) in public_page("fr")
    assert "en français seulement" in public_page("fr")
    answer = taken(Client(), both)
    assert answer.content == PDF and answer["Content-Disposition"] == 'attachment; filename="fiche.pdf"'
    assert taken(Client(), one, "en").status_code == 302  # there is none in English: the article says so
    desk = as_one(bruno).get(reverse("desk-article", args=[article.pk])).content.decode()
    assert reverse("desk-document", args=[both.token, "en"]) in desk


@pytest.mark.proves("CON-01", "A01")
@pytest.mark.parametrize("hidden", ["agent", "partner", "retired"])
def test_a_document_is_for_those_whom_its_article_is_for(hidden: str, bruno: Staff, ines: Staff) -> None:
    article = an_article()
    document = a_document(article)
    change = {"state": "retired"} if hidden == "retired" else {"audience": hidden}
    Article.rows.filter(pk=article.pk).update(**change)
    assert taken(Client(), document).status_code == 404
    assert taken(as_one(bruno), document).status_code == 404  # the portal shows nothing else, whoever asks
    assert taken(as_one(bruno), document, door="desk").status_code == 200
    assert taken(as_one(ines), document, door="desk").status_code == (200 if hidden == "partner" else 404)


@pytest.mark.proves("CON-01", "INT-05")
def test_a_file_that_lies_or_that_not_everybody_opens_is_refused_at_its_field_and_the_titles_stay(
    chloe: Staff,
) -> None:
    article, office = an_article(), as_one(chloe)
    for name, content, said in (
        ("fiche.pdf", b"MZ\x90\x00", "is not what its name says"), ("fiche.exe", b"MZ", "not everybody can open"),
        ("fiche.pdf", b"", "is not what its name says"),
    ):  # fmt: skip
        answer = sent(office, article, en=SimpleUploadedFile(name, content))
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page and 'value="La fiche"' in page, name
    assert "Choose a file" in sent(office, article).content.decode()
    page = sent(office, article, title_en="", fr=SimpleUploadedFile("f.pdf", PDF)).content.decode()
    assert "People read this title in both languages." in page
    assert not Document.objects.exists()


@pytest.mark.proves("CON-01")
def test_documents_are_versions_of_the_article_and_wait_when_an_agent_changes_what_is_published(
    bruno: Staff, chloe: Staff
) -> None:
    article = an_article()
    first, agent = a_document(article), as_one(bruno)
    assert sent(agent, article, fr=SimpleUploadedFile("autre.pdf", PDF)).status_code == 302
    second = Document.objects.latest("pk")
    assert taken(Client(), second).status_code == 302  # proposed: nobody outside has it, and the article is shown
    # Meanwhile whoever publishes takes the first one out: what is accepted then adds, and brings nothing back.
    assert as_one(chloe).post(
        reverse("office-article-document-removal", args=[article.pk, first.pk])
    ).status_code == 302  # fmt: skip
    waiting = article.versions.get(number=None)
    page = as_one(chloe).get(reverse("office-article-version", args=[article.pk, waiting.pk])).content.decode()
    assert "<ins>The sheet (autre.pdf)</ins>" in page
    actions.accept(article, version=waiting.pk, by=seen_by(chloe), now=NOON)
    article.refresh_from_db()
    assert article.documents == [second.pk] and article.version == 4
    assert article.versions.get(number=2).documents == [first.pk]
    assert taken(Client(), second).status_code == 200
    gone = taken(Client(), first)
    assert gone.status_code == 302 and gone["Location"] == reverse("portal-article", args=["one"])
    assert taken(as_one(bruno), first, door="desk").status_code == 200  # whoever writes compares versions


@pytest.mark.proves("CON-03")
def test_an_article_put_into_an_answer_brings_its_documents_in_the_language_of_the_client(
    amina: Person, bruno: Staff
) -> None:
    ticket, article, agent = a_ticket(amina, owner=bruno), an_article(), as_one(bruno)
    document = a_document(article)
    page = agent.get(reverse("desk-article-on", args=[ticket.number, article.pk])).content.decode()
    line = f"/documents/{document.token}/fr/"
    assert line in page
    reply = tickets.reply(ticket, by=seen_by(bruno), now=NOON, body=f"Voici. http://localhost{line}")
    facts = facts_of_message(reply.pk, {}, now=NOON + timedelta(minutes=1))
    assert facts and [(one.name, one.content_type) for one in facts.enclosures] == [("fiche-fr.pdf", "application/pdf")]
    # What becomes internal before it leaves does not leave.
    Article.rows.update(audience="agent")
    facts = facts_of_message(reply.pk, {}, now=NOON + timedelta(minutes=1))
    assert facts and facts.enclosures == ()
    other = a_ticket(amina, owner=bruno)
    assert line not in agent.get(reverse("desk-article-on", args=[other.number, article.pk])).content.decode()


def test_documents_cost_the_page_of_an_article_one_query(
    chloe: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = an_article()
    for _number in range(3):
        a_document(article)
    public_page()
    with django_assert_num_queries(4):
        public_page()
