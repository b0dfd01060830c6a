"""Our words are explained in the office, in both languages, and open where people read them."""

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import lacks_of
from guichet.areas.glossary.models import Term
from guichet.areas.knowledge.models import Article
from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.people.models import Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground.bilingual import Bilingual

pytestmark = pytest.mark.django_db
CRA = {
    "name_fr": "ARC", "name_en": "CRA", "definition_fr": "L’Agence du revenu du Canada.",
    "definition_en": "The Canada Revenue Agency.",
}  # fmt: skip


@pytest.mark.proves("CON-01")
def test_an_acronym_that_nothing_explains_keeps_an_article_from_being_published_until_it_is(chloe: Staff) -> None:
    body = Bilingual("Demandez à l’ARC.", "Ask the CRA. Then the CRA answers.")
    article, leader = an_article(body=body, published=False), as_one(chloe)
    Article.rows.update(state="review")
    state = reverse("office-article-state", args=[article.pk])
    shown = leader.post(state, {"to": "published"}).content.decode()
    assert "Nothing says what these stand for: ARC, CRA." in shown
    assert leader.post(reverse("office-word-new"), CRA).status_code == 302
    assert leader.post(state, {"to": "published"}).status_code == 302
    page = Client().get("/articles/one/", headers={"Accept-Language": "en"}).content.decode()
    term = Term.objects.get()
    assert page.count(f'popovertarget="term-{term.pk}">CRA</button>') == 1
    assert f'id="term-{term.pk}" popover>' in page and "The Canada Revenue Agency." in page


def test_a_service_names_the_acronyms_that_nothing_explains_at_its_gate(hiring: Service, chloe: Staff) -> None:
    Service.objects.update(state="review", summary=Bilingual("Pour le SIRH", "For the HRIS"))
    answer = as_one(chloe).post(reverse("office-service-state", args=["A04"]), {"to": "published"})
    assert answer.status_code == 422 and "stand for: SIRH, HRIS." in answer.content.decode()
    assert [one.said for one in lacks_of(Service.objects.get()) if one.why == "acronyms"] == ["SIRH, HRIS"]


def test_the_portal_tells_our_words_from_a_to_z_and_beside_the_sheet_that_uses_them(
    hiring: Service, chloe: Staff
) -> None:
    leader = as_one(chloe)
    for name in ("Éclat", "abri", "contrat"):
        leader.post(reverse("office-word-new"), CRA | {"name_fr": name, "name_en": name})
    page = Client().get(reverse("portal-glossary"), headers={"Accept-Language": "fr"}).content.decode()
    places = [page.index(f"<dt>{name}</dt>") for name in ("abri", "contrat", "Éclat")]
    assert places == sorted(places) and 'href="#letter-E"' in page
    Service.objects.update(summary=Bilingual("Votre contrat", "Your contract"))
    sheet = Client().get("/services/A04/", headers={"Accept-Language": "fr"}).content.decode()
    assert "<summary>contrat</summary>" in sheet and "<summary>abri</summary>" not in sheet


def test_a_word_is_explained_once_again_and_taken_out(bruno: Staff) -> None:
    agent = as_one(bruno)
    half = agent.post(reverse("office-word-new"), CRA | {"definition_en": ""})
    assert half.status_code == 422 and 'id="e-definition_en"' in half.content.decode()
    agent.post(reverse("office-word-new"), CRA)
    assert "This word is explained already." in agent.post(reverse("office-word-new"), CRA).content.decode()
    place = reverse("office-word", args=[Term.objects.get().pk])
    agent.post(place, CRA | {"definition_en": "The taxman."})
    assert Term.objects.get().definition.en == "The taxman."
    assert "The taxman." in agent.get(reverse("office-glossary")).content.decode()
    agent.post(place, {"do": "remove"})
    assert agent.get(place).status_code == 404
