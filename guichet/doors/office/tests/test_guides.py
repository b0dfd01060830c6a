"""Guides are written in the office, both languages side by side, and what became of each shows there."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.guidance import actions, queries
from guichet.areas.guidance.models import GuidedPath
from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CON-02")]
NEW, LIST = reverse("office-guide-new"), reverse("office-guides")
SAID: dict[str, Any] = {
    "name_fr": "Renouveler", "name_en": "Renew", "summary_fr": "Par étapes.", "summary_en": "Step by step.",
    "service": "A04", "group_office_staff": "1",
    "s0_title_fr": "La hausse", "s0_title_en": "The increase", "s0_why_fr": "Car.", "s0_why_en": "Because.",
    "s0_inputs": "now = Maintenant | Now\nasked = Demandé | Asked", "s0_formula": "asked - now",
    "s0_result_fr": "Hausse", "s0_result_en": "Increase", "s0_place": "2",
    "s1_title_fr": "La lettre", "s1_title_en": "The letter", "s1_why_fr": "Car.", "s1_why_en": "Because.",
    "s1_article": "letter", "s1_bring_fr": "Le bail\nLa date", "s1_bring_en": "The lease\nThe date", "s1_place": "1",
}  # fmt: skip


@pytest.fixture
def letter(hiring: Service) -> Any:
    return an_article("letter", title=Bilingual("Écrire", "Writing"))


def test_a_guide_is_written_in_the_office_and_is_read_on_the_portal_at_once(letter: Any, chloe: Staff) -> None:
    client = as_one(chloe)
    with clock.at(NOON):
        assert client.post(NEW, SAID).status_code == 302
        guide = queries.paths()["renew"]
        assert [one.key for one in guide.items] == ["the-letter", "the-increase"], "in the order that was said"
        assert guide.items[0].bring[1] == Bilingual("La date", "The date") and guide.groups == ("office_staff",)
        page = reverse("portal-path", args=["renew"])
        shown = unescape(Client().get(page, headers={"accept-language": "en"}).content.decode())
        assert "Renew" in shown and "Writing" in shown and "Compute" in shown
        typed = {"the-increase.now": "1 000", "the-increase.asked": "1 050,5", "compute": "the-increase"}
        assert "<b>50.5</b>" in Client().get(page, typed, headers={"accept-language": "en"}).content.decode()
        url = reverse("office-guide", args=["renew"])
        again = unescape(client.get(url).content.decode())
        assert "now = Maintenant | Now" in again and 'value="asked - now"' in again
        assert client.post(url, {"do": "retire"}).status_code == 302
    assert Client().get(page).status_code == 404 and "out of use" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name_en": ""}, "Write it in both languages."), ({"s0_why_fr": ""}, "Write it in both languages."),
        ({"service": "Z99"}, "Choose one of the list."), ({"s1_article": "nowhere"}, "Choose one of the list."),
        ({"s0_formula": "asked - rent"}, "This is no sum"), ({"s0_inputs": "now = Maintenant"}, "French words"),
        ({"s1_bring_en": "The lease"}, "as many lines"), ({"s1_moment_fr": "tôt"}, "Write it in both languages."),
    ],
)  # fmt: skip
def test_a_slip_is_said_at_its_field_and_nothing_typed_is_lost(
    letter: Any, chloe: Staff, change: dict[str, str], sentence: str
) -> None:
    answer = as_one(chloe).post(NEW, SAID | change)
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422 and sentence in shown and "La hausse" in shown
    assert not GuidedPath.objects.exists()


def test_a_guide_is_not_written_over_and_only_those_who_lead_write_one(letter: Any, chloe: Staff, bruno: Staff) -> None:
    client, url = as_one(chloe), reverse("office-guide", args=["renew"])
    client.post(NEW, SAID)
    assert "a guide by this name already" in unescape(client.post(NEW, SAID).content.decode())
    assert client.post(url, SAID | {"version": "1", "name_fr": "Reprendre"}).status_code == 302
    stale = client.post(url, SAID | {"version": "1", "name_fr": "Autre"})
    assert stale.status_code == 422 and "changed this guide meanwhile" in stale.content.decode()
    for address in (NEW, LIST, url, reverse("office-guide", args=["nothing"])):
        assert as_one(bruno).get(address).status_code == 404


def test_the_office_shows_how_many_did_not_have_to_ask(
    letter: Any, amina: Person, chloe: Staff, django_assert_max_num_queries: Any
) -> None:
    client = as_one(chloe)
    client.post(NEW, SAID)
    for by in (seen_by(amina), ANONYMOUS):
        kept = actions.keep("renew", {}, by=by, now=NOON)
        actions.mark(kept, ["the-letter", "the-increase"], by=by, now=NOON)
    with clock.at(NOON + timedelta(days=8)), django_assert_max_num_queries(14):
        shown = client.get(LIST).content.decode()
    assert "<td>1/1</td>" in shown
    answer: Any = client.get(LIST, {"format": "csv"})
    assert b"renew" in b"".join(answer)
