"""Whoever keeps things right is reminded once a week of those that should have been read again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.automation.models import Rule
from guichet.areas.catalogue.models import Service
from guichet.areas.glossary.models import Term
from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.macros.models import Macro
from guichet.areas.people.models import Organisation, Staff
from guichet.areas.upkeep.actions import remind
from guichet.doors.email.upkeep import compose_upkeep
from guichet.doors.office.tests.test_offered import as_one
from guichet.doors.time.tests.test_links import words_of
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, TODAY, a_staff

pytestmark = pytest.mark.django_db
LATELY, LONG_AGO = TODAY - timedelta(days=3), TODAY - timedelta(days=31)


def letters() -> dict[str, str]:
    with clock.at(NOON):
        return {one.address: words_of(one) for one in Outgoing.objects.order_by("pk")}


def keep_one_of_each(hiring: Service, keeper: Staff, on: date) -> None:
    """Let somebody keep an article, a service, a template, a rule and a word."""
    an_article("kept", title=Bilingual("L’article", "The article"), keeper=keeper.email, review_on=on)
    hiring.responsible, hiring.review_on = keeper, on
    hiring.save()
    said: dict[str, Any] = {"keeper": keeper, "review_on": on}
    Macro.rows.create(name=Bilingual("Le modèle", "The template"), state="published", changed_at=NOON, **said)
    Rule.objects.create(name=Bilingual("La règle", "The rule"), trigger_on="opened", changed_at=NOON, **said)
    Term.objects.create(code="x", name=Bilingual("Le mot", "The word"), definition=Bilingual("a", "b"), **said)


@pytest.mark.proves("CON-01")
def test_one_letter_a_week_says_everything_that_its_reader_should_have_read_again(
    hiring: Service, bruno: Staff, chloe: Staff
) -> None:
    keep_one_of_each(hiring, bruno, LATELY)
    assert remind(by=SYSTEM, now=NOON) == 1
    assert remind(by=SYSTEM, now=NOON + timedelta(hours=2)) == 0
    assert list(letters()) == [bruno.email], "their manager hears nothing in the first thirty days"
    words = letters()[bruno.email]
    for said in ("5 choses à relire", "L’article", "Embauche, caucus", "Le modèle", "La règle", "Le mot"):
        assert said in words
    assert "/office/articles/" in words and "/office/glossary/" in words and "/desk/templates/" in words
    assert remind(by=SYSTEM, now=NOON + timedelta(days=7)) == 1


@pytest.mark.proves("CON-01")
def test_what_waits_for_a_month_and_what_nobody_keeps_reaches_whoever_leads(
    house: dict[str, Organisation], hiring: Service, bruno: Staff, chloe: Staff
) -> None:
    leader = a_staff(house, "RH", "Rosa", "Lin", "manager")
    leader.languages = ["en"]
    leader.save()
    hiring.responsible, hiring.review_on = bruno, LONG_AGO
    hiring.save()
    an_article("alone", title=Bilingual("Sans personne", "Nobody’s"), review_on=LATELY)
    Macro.rows.create(
        name=Bilingual("À moi", "Mine"), owner=bruno, state="published", changed_at=NOON, review_on=LONG_AGO
    )
    remind(by=SYSTEM, now=NOON)
    found = letters()
    assert "Hiring, caucus" in found[leader.email] and "Bruno Tremblay" in found[leader.email]
    assert "Sans personne" in found[chloe.email] and "personne n’en répond" in found[chloe.email]
    assert "À moi" in found[bruno.email] and "À moi" not in found[chloe.email], "one’s own template is one’s own"


def test_what_was_read_again_meanwhile_is_not_told(bruno: Staff) -> None:
    article = an_article("kept", keeper=bruno.email, review_on=LATELY)
    remind(by=SYSTEM, now=NOON)
    article.review_on = TODAY + timedelta(days=90)
    article.save()
    with clock.at(NOON):
        assert compose_upkeep(Outgoing.objects.get()) is None


@pytest.mark.proves("CON-01")
def test_the_page_of_what_to_read_again_shows_ones_own_and_what_those_one_leads_left(
    hiring: Service, bruno: Staff, chloe: Staff, dario: Staff, django_assert_max_num_queries: Any
) -> None:
    keep_one_of_each(hiring, bruno, LONG_AGO)
    url = reverse("office-reading")
    client = as_one(bruno)
    with django_assert_max_num_queries(22):
        shown = client.get(url).content.decode()
    assert "You keep these" in shown and "The article" in shown and "for more than a month" in shown
    led = as_one(chloe).get(url).content.decode()
    assert "You keep these" not in led and "The rule" in led and "Bruno Tremblay" in led
    assert "The article" not in as_one(dario).get(url).content.decode()


def test_a_word_is_given_its_keeper_and_its_day_in_the_office(bruno: Staff) -> None:
    client, url = as_one(bruno), reverse("office-word-new")
    said = {"name_fr": "bail", "name_en": "lease", "definition_fr": "Un contrat.", "definition_en": "A contract."}
    wrong = client.post(url, said | {"keeper": "x@example.org", "review_on": "demain"})
    assert wrong.status_code == 422
    assert "Choose one of the list." in wrong.content.decode() and "Give a date" in wrong.content.decode()
    client.post(url, said | {"keeper": bruno.email, "review_on": "2026-12-31"})
    row = Term.objects.get()
    assert (row.keeper, row.review_on) == (bruno, date(2026, 12, 31))
    shown = client.get(reverse("office-word", args=[row.pk])).content.decode()
    assert 'value="2026-12-31"' in shown and f'<option value="{bruno.email}" selected>' in shown
