"""Templates are written in both languages side by side, published whole, and retired rather than thrown away."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.automation.rules.spec import Acts
from guichet.areas.automation.tests.stage import a_rule
from guichet.areas.catalogue.models import Service, Tag
from guichet.areas.macros import actions
from guichet.areas.macros.models import Macro
from guichet.areas.macros.tests.templates import a_macro
from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
WORDS = {
    "name_fr": "Bien reçu", "name_en": "Got it", "sends": "reply", "words_fr": "Bonjour {personne}",
    "words_en": "Hello {person}", "scope": "mine", "due": "2 bd",
}  # fmt: skip


@pytest.fixture
def rush(db: None) -> Tag:
    return Tag.objects.create(code="rush", name=Bilingual("Urgence", "Rush"))


def write(client: Client, macro: Macro | None = None, **said: Any) -> Any:
    address = reverse("desk-template", args=[macro.pk]) if macro else reverse("desk-template-new")
    return client.post(address, WORDS | said)


def test_a_template_is_written_whole_and_read_back(
    bruno: Staff, hiring: Service, house: Any, enter: Enter
) -> None:  # fmt: skip
    client = enter(bruno)
    write(
        client, publish="1", sends="question", service="A04", impact="3", owner="me", plan="1", unit="TI", due="1 bd",
        title_fr="Câble", title_en="Cable", instructions_fr="Au {bureau}", instructions_en="At {office}",
        note_fr="Vu", note_en="Seen", when_service=["A04"], when_language=["fr"], keeper=bruno.pk,
        review_on="2026-06-01",
    )  # fmt: skip
    macro = Macro.rows.get()
    assert (macro.state, macro.owner, macro.keeper, str(macro.review_on)) == ("published", bruno, bruno, "2026-06-01")
    assert macro.conditions == {"service": ["A04"], "language": ["fr"]}
    steps = macro.does
    assert (steps.service, steps.impact, steps.owner, steps.plan, steps.sends) == ("A04", 3, "me", True, "question")
    assert steps.work
    assert (steps.work.unit, steps.work.due, steps.work.title) == ("TI", "1 bd", Bilingual("Câble", "Cable"))
    html = client.get(reverse("desk-template", args=[macro.pk])).content.decode()
    for words in ("Bonjour {personne}", "Hello {person}", 'value="Câble"', "Au {bureau}", 'value="2026-06-01"'):
        assert words in html
    assert re.search(r'name="when_service" value="A04" checked', html)
    again = write(client, macro, version="1", words_fr="Bonsoir {personne}", publish="1")
    assert again.status_code == 302
    assert Macro.rows.get().words.fr == "Bonsoir {personne}"


def test_a_template_that_tags_and_sets_aside_says_so_before_it_runs(
    bruno: Staff, amina: Person, rush: Tag, enter: Enter
) -> None:
    client, ticket = enter(bruno), a_ticket(amina, owner=bruno, title="Une chaise")
    write(client, publish="1", tag="rush", aside="2 bd")
    macro = Macro.rows.get()
    assert (macro.does.tag, macro.does.aside) == ("rush", "2 bd")
    html = client.get(reverse("desk-template", args=[macro.pk])).content.decode()
    assert re.search(r'value="rush" selected', html) and re.search(r'id="m-aside".*?value="2 bd" selected', html)
    told = client.get(reverse("desk-template-on", args=[ticket.number, macro.pk])).content.decode()
    assert "Tag: Rush" in told and "Set aside until Thursday, March\u00a05, 8:30\u00a0a.m." in told
    french = enter(bruno, "fr").get(reverse("desk-template-on", args=[ticket.number, macro.pk])).content.decode()
    assert "Étiquette\u00a0: Urgence" in french and "Mise de côté jusqu’au jeudi 5\u00a0mars" in french
    refused = write(client, macro, version="1", publish="1", sends="answer", code="answered", aside="2 bd")
    assert refused.status_code == 422
    assert "What is resolved is not set aside." in refused.content.decode()


@pytest.mark.proves("EQU-01")
def test_one_language_alone_is_kept_as_a_draft_and_never_published(bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    refused = write(client, words_en="", publish="1")
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Missing in English" in html
    assert "Bonjour {personne}</textarea>" in html
    assert not Macro.rows.exists()
    assert write(client, words_en="").status_code == 302
    assert Macro.rows.get().state == "draft"


def test_a_slip_in_a_placeholder_is_said_at_its_field(bruno: Staff, enter: Enter) -> None:
    html = write(enter(bruno), words_fr="Bonjour {prenom}").content.decode()
    assert 'id="e-words_fr"' in html
    assert "{prenom} is not a placeholder" in html


@pytest.mark.proves("A05")
def test_each_writes_for_those_they_may(bruno: Staff, chloe: Staff, dario: Staff, ines: Staff, enter: Enter) -> None:
    for who, scopes in ((bruno, ["mine"]), (chloe, ["mine", "unit"]), (dario, ["all"])):
        html = enter(who).get(reverse("desk-template-new")).content.decode()
        shown = re.findall(r'<option value="(mine|unit|all)"', html)
        assert shown == scopes
        assert write(enter(who), scope="all").status_code == (302 if "all" in scopes else 422)
    assert enter(ines).get(reverse("desk-template-new")).status_code == 404


@pytest.mark.proves("A05")
def test_what_is_for_everybody_is_read_by_all_and_written_by_its_keepers(
    bruno: Staff, dario: Staff, chloe: Staff, enter: Enter
) -> None:
    macro, client = a_macro(dario, scope="all"), enter(bruno)
    html = client.get(reverse("desk-template", args=[macro.pk])).content.decode()
    assert "Publish" not in html
    assert '<fieldset class="stack plainset" disabled>' in html
    assert write(client, macro, version="1", scope="all").status_code == 404
    assert client.post(reverse("desk-template-retirement", args=[macro.pk])).status_code == 404
    hers = a_macro(chloe)
    assert client.get(reverse("desk-template", args=[hers.pk])).status_code == 404
    assert Macro.rows.filter(state="retired").count() == 0


def test_the_list_says_who_finds_each_how_often_it_is_used_and_when_it_is_to_be_read_again(
    bruno: Staff, dario: Staff, enter: Enter
) -> None:
    macro = a_macro(dario, "Bien reçu", scope="all", keeper=bruno.pk, review_on=NOON.date())
    Macro.rows.filter(pk=macro.pk).update(uses=12, used_at=NOON)
    a_macro(bruno, "Essai", publish=False)
    html = enter(bruno).get(reverse("desk-templates")).content.decode()
    for words in ("Bien reçu (EN)", "Everybody", "used 12 times", "Bruno Tremblay keeps it", "To review", "Draft"):
        assert words in html


def test_a_template_retires_and_comes_back(bruno: Staff, enter: Enter) -> None:
    macro, client = a_macro(bruno), enter(bruno)
    client.post(reverse("desk-template-retirement", args=[macro.pk]))
    assert Macro.rows.get().state == "retired"
    assert 'id="retired"' in client.get(reverse("desk-templates")).content.decode()
    client.post(reverse("desk-template-comeback", args=[macro.pk]))
    assert Macro.rows.get().state == "draft"


def test_two_who_write_the_same_template_lose_nothing(chloe: Staff, enter: Enter) -> None:
    macro, client = a_macro(chloe, scope="unit"), enter(chloe)
    actions.retire(macro, by=seen_by(chloe), now=NOON)
    actions.bring_back(macro, by=seen_by(chloe), now=NOON)
    refused = write(client, macro, version="1", scope="unit", words_fr="Mes mots")
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Somebody changed this template meanwhile" in html
    assert "Mes mots</textarea>" in html
    assert 'name="version" value="3"' in html
    assert write(client, macro, version="3", scope="unit", words_fr="Mes mots").status_code == 302


@pytest.mark.proves("PRC-03")
def test_what_depends_on_a_template_is_read_before_it_is_retired(bruno: Staff, chloe: Staff, enter: Enter) -> None:
    macro = a_macro(chloe, "Chaise", scope="unit")
    address = reverse("desk-template", args=[macro.pk])
    alone = enter(bruno).get(address).content.decode()
    assert "Never used so far." in alone and "No rule proposes it." in alone
    rule = a_rule(chloe, Acts(template=macro.pk))
    Macro.rows.filter(pk=macro.pk).update(uses=3, used_at=NOON)
    page = enter(bruno).get(address).content.decode()
    assert "Used 3 times" in page and str(rule.name) in page and "will not once it is retired" in page
