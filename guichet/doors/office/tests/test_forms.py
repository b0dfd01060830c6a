"""Building a form without code: in both languages, by buttons, published only when nothing is missing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.forms import actions
from guichet.areas.forms.models import Element, Version
from guichet.areas.forms.tests.examples import publish
from guichet.areas.people.models import Staff
from guichet.ground.access import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, chloe: Staff) -> Client:
    """Chloé, at the builder, in English."""
    assert chloe.user
    client.force_login(chloe.user)
    client.cookies["django_language"] = "en"
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def page_of(office: Client) -> str:
    return reverse("office-form", args=["A04"])


def sent(do: str, **said: str) -> dict[str, str]:
    draft = Version.objects.get(state="draft")
    return {"do": do, "edition": str(draft.edition), **said}


ONE = {
    "sections": "1", "s0-key": "page_1", "s0-most": "1", "s0-fields": "1", "s0-title_fr": "Titre",
    "s0-title_en": "Title",
    "s0-f0-key": "why_now", "s0-f0-element": "story", "s0-f0-label_fr": "Quoi", "s0-f0-label_en": "What",
    "s0-f0-why_fr": "Parce que", "s0-f0-required": "1",
}  # fmt: skip


@pytest.mark.proves("CAT-05")
def test_a_form_is_built_by_buttons_and_published_once_each_question_has_its_reason(
    office: Client, hiring: Service
) -> None:
    publish(hiring)
    Version.objects.all().delete()
    address = page_of(office)
    assert "This service has no form yet." in text(office.get(address))
    office.post(address)
    office.post(address, sent("section"))
    office.post(address, sent("add 0", sections="1", **{"s0-key": "page_1", "s0-fields": "0"}))
    assert 'name="s0-f0-label_fr"' in text(office.get(address))
    response = office.post(address, sent("publish", **ONE))
    assert response.status_code == 422
    assert "page_1 · why_now: the reason (“Why we ask”) is missing in English" in text(response)
    assert "Parce que" in text(response)
    response = office.post(address, sent("publish", **ONE, **{"s0-f0-why_en": "Because"}))
    assert response.headers["Location"] == reverse("office-form-version", args=["A04", 1])
    page = text(office.get(response.headers["Location"]))
    assert "Parce que" in page and "Because" in page and Version.objects.get().state == "published"


@pytest.mark.proves("CAT-05")
@pytest.mark.parametrize(
    ("language", "sentence", "named"),
    [
        ("en", "first · which: “story” is not in the dictionary", "story: no longer in the dictionary"),
        (
            "fr", "«\N{NO-BREAK SPACE}story\N{NO-BREAK SPACE}» n’est pas au dictionnaire",
            "story\N{NO-BREAK SPACE}: n’est plus au dictionnaire",
        ),
    ],
)  # fmt: skip
def test_a_form_that_asks_for_what_left_the_dictionary_is_not_published_and_says_where(
    office: Client, hiring: Service, language: str, sentence: str, named: str
) -> None:
    actions.retire(publish(hiring), by=SYSTEM)
    actions.remove(Element.objects.get(code="story"), by=SYSTEM)  # nothing in force asks for it any more
    office.cookies["django_language"] = language
    office.post(page_of(office))  # the draft begins as the retired form ended
    shown = text(office.get(page_of(office)))
    assert f'<option value="story" selected>{named}' in shown, "nothing else is chosen without a word"
    one = {**ONE, "s0-f0-element": "story", "s0-key": "first", "s0-f0-key": "which", "s0-f0-why_en": "Because"}
    refused = office.post(page_of(office), sent("publish", **one))
    assert refused.status_code == 422 and sentence in text(refused) and "Parce que" in text(refused)
    assert not Version.objects.filter(state="published").exists()
    assert Version.objects.get(state="draft").sections[0]["fields"][0]["element"] == "story"


def test_pages_and_questions_are_moved_and_removed_by_buttons(office: Client, hiring: Service) -> None:
    publish(hiring)
    address = page_of(office)
    office.post(address)
    two = {**ONE, "s0-fields": "2", "s0-f1-key": "second", "s0-f1-element": "story"}
    office.post(address, sent("up 0 1", **two))
    keys = [one["key"] for one in Version.objects.get(state="draft").sections[0]["fields"]]
    assert keys == ["second", "why_now"]
    office.post(address, sent("drop 0 0", **two))
    assert [one["key"] for one in Version.objects.get(state="draft").sections[0]["fields"]] == ["second"]
    office.post(address, sent("drop 0", **two))
    assert Version.objects.get(state="draft").sections == []


def test_two_builders_at_once_lose_nothing(office: Client, hiring: Service) -> None:
    publish(hiring)
    address = page_of(office)
    office.post(address)
    before = sent("save", **ONE)
    office.post(address, before)
    response = office.post(address, {**before, "s0-title_en": "Another title"})
    assert response.status_code == 422 and "Another title" in text(response)
    assert Version.objects.get(state="draft").sections[0]["title"]["en"] == "Title"


@pytest.mark.proves("CAT-05")
def test_a_version_says_what_changed_and_can_be_retired(office: Client, hiring: Service) -> None:
    publish(hiring)
    address = page_of(office)
    office.post(address)
    office.post(address, sent("publish", **ONE, **{"s0-f0-why_en": "Because"}))
    version = reverse("office-form-version", args=["A04", 2])
    page = text(office.get(version))
    assert "What changed since version 1" in page and "page_1 · why_now · Question · in French" in page
    office.post(version)
    assert not Version.objects.filter(state="published").exists()
    assert "Published" not in text(office.get(reverse("office-forms")))


def test_whoever_does_not_build_finds_no_builder(client: Client, bruno: Staff, hiring: Service) -> None:
    assert bruno.user
    client.force_login(bruno.user)
    for address in (reverse("office-forms"), page_of(client)):
        assert client.get(address).status_code == 404
