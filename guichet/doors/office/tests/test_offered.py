"""Services are written in the office in both languages, moved, compared, and read again by those who know them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service, ServiceVersion
from guichet.areas.catalogue.queries import forget, led_to, versions_of
from guichet.areas.people.models import Staff
from guichet.ground.bilingual import Bilingual


def as_one(who: Staff, language: str = "en") -> Client:
    """Sign somebody in."""
    assert who.user is not None
    client = Client()
    client.force_login(who.user)
    client.cookies["django_language"] = language
    return client


def page_of(client: Client) -> str:
    return client.get(reverse("office-service", args=["A04"])).content.decode()


@pytest.fixture
def said(hiring: Service, chloe: Staff) -> dict[str, Any]:
    """What a whole sheet says."""
    return {
        "version": "1", "name_fr": "Embauche", "name_en": "Hiring", "summary_fr": "Un contrat",
        "summary_en": "A contract", "outcome_fr": "Un emploi", "outcome_en": "A job", "fee_fr": "Gratuit",
        "fee_en": "Free", "cents": "12.50", "req0_label_fr": "La date", "req0_label_en": "The date",
        "req0_why_fr": "La paie", "req0_why_en": "Pay", "req0_source": "client", "req0_evidence": "statement",
        "req2_label_fr": "", "way_web": "1", "best": "web", "first_response": "4 h", "completion": "5 bd",
        "responsible": str(chloe.pk), "review_on": "2026-12-31",
    }  # fmt: skip


def send(client: Client, said: dict[str, Any]) -> Any:
    return client.post(reverse("office-service", args=["A04"]), said)


@pytest.mark.proves("CAT-01")
def test_a_service_is_written_in_both_languages_side_by_side(
    hiring: Service, chloe: Staff, said: dict[str, Any]
) -> None:
    client = as_one(chloe)
    assert send(client, said).status_code == 302
    hiring.refresh_from_db()
    told = hiring.told
    assert (hiring.name.en, told.cents, told.requirements[0].why.fr) == ("Hiring", 1250, "La paie")
    assert (str(hiring.review_on), hiring.responsible, told.best and told.best.code) == ("2026-12-31", chloe, "web")
    shown = page_of(client)
    for part in ('value="Embauche"', 'value="Hiring"', 'value="12.50"', 'value="2026-12-31"', "Version 2"):
        assert part in shown


@pytest.mark.proves("CAT-05")
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    hiring: Service, chloe: Staff, said: dict[str, Any]
) -> None:
    wrong = said | {
        "name_en": "", "req0_why_fr": "", "summary_fr": "Tapé avec soin", "responsible": "", "req1_label_fr": "Seul",
    }  # fmt: skip
    answer = send(as_one(chloe), wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Tapé avec soin" in shown
    for name in ("name_en", "req0_why_fr", "req1_label_en", "req1_why_fr", "req1_why_en", "responsible"):
        assert f'id="e-{name}"' in shown
    assert "6 things to put right" in shown and not ServiceVersion.objects.exclude(number=1).exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("cents", "douze", "Write a sum"), ("first_response", "soon", "Write 15 min"),
        ("review_on", "demain", "Give a date"), ("effective_on", "31/12", "Give a date"),
        ("related", "A99", "A99 is not the code of a service."), ("responsible", "999999", "Choose one of the list."),
        ("version", "0", "Somebody else changed this service"),
    ],
)  # fmt: skip
def test_a_slip_is_said_in_a_sentence(
    hiring: Service, chloe: Staff, said: dict[str, Any], name: str, value: str, sentence: str
) -> None:
    answer = send(as_one(chloe), said | {name: value})
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_change_may_wait_for_its_day_and_be_given_up(hiring: Service, chloe: Staff, said: dict[str, Any]) -> None:
    client = as_one(chloe)
    send(client, said)
    send(client, said | {"version": "2", "name_en": "Staffing", "effective_on": "2099-01-05"})
    hiring.refresh_from_db()
    coming = versions_of(hiring)[0]
    assert (hiring.name.en, coming.number) == ("Hiring", None)
    assert "To come" in client.get(reverse("office-service-versions", args=["A04"])).content.decode()
    assert "Staffing" in client.get(reverse("office-service-version", args=["A04", coming.pk])).content.decode()
    assert client.post(reverse("office-service-drop", args=["A04", coming.pk])).status_code == 302
    assert client.post(reverse("office-service-drop", args=["A04", coming.pk])).status_code == 404


@pytest.mark.proves("CAT-05")
def test_the_gate_names_each_field_that_keeps_a_service_from_being_published(hiring: Service, chloe: Staff) -> None:
    Service.objects.update(state="review")
    client = as_one(chloe, "fr")
    answer = client.post(reverse("office-service-state", args=["A04"]), {"to": "published"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Cochez au moins une voie" in shown and 'id="e-summary_fr"' in shown
    assert Service.objects.get().state == "review"
    client.post(reverse("office-service-state", args=["A04"]), {"to": "draft"})
    assert Service.objects.get().state == "draft"
    client.post(reverse("office-service-state", args=["A04"]), {"to": "published"})
    assert Service.objects.get().state == "draft"


def test_the_list_shows_states_and_narrows_by_them(hiring: Service, dario: Staff) -> None:
    client = as_one(dario)
    assert "Hiring, caucus" in client.get(reverse("office-services")).content.decode()
    assert "Hiring, caucus" not in client.get(reverse("office-services") + "?state=draft").content.decode()


@pytest.mark.proves("CAT-01")
def test_two_versions_are_compared_field_by_field_in_words(hiring: Service, chloe: Staff, said: dict[str, Any]) -> None:
    client = as_one(chloe)
    send(client, said)
    send(client, said | {"version": "2", "req0_key": "n1", "req0_why_en": "Pay starts then"})
    newest = versions_of(hiring)[0]
    shown = client.get(reverse("office-service-version", args=["A04", newest.pk])).content.decode()
    assert re.search(r"What is needed: n1: Why: in English</th><td><del>Pay</del></td><td><ins>Pay starts then", shown)
    whole = client.get(reverse("office-service-version", args=["A04", newest.pk]) + "?since=1").content.decode()
    assert "Free" in whole and "Chloe Roy" in whole


@pytest.mark.proves("NIV-04")
def test_who_knows_the_service_reads_it_again_in_one_press(
    hiring: Service, chloe: Staff, bruno: Staff, said: dict[str, Any]
) -> None:
    Staff.objects.filter(pk=bruno.pk).update(competences=["A04"])
    send(as_one(chloe), said)
    versions = reverse("office-service-versions", args=["A04"])
    assert "not yet" in as_one(chloe).get(versions).content.decode()
    client = as_one(bruno)
    shown = client.get(reverse("office-reading")).content.decode()
    assert "Hiring" in shown and "What is needed" in shown
    client.post(reverse("office-reading"), {"code": "A04"})
    assert "you are up to date" in client.get(reverse("office-reading")).content.decode()
    assert "has read" in as_one(chloe).get(versions).content.decode()
    assert client.get(reverse("office-services")).status_code == 404


@pytest.mark.proves("CAT-01")
def test_whoever_retires_a_service_says_which_one_takes_its_place(hiring: Service, dario: Staff) -> None:
    other = Service.objects.create(
        code="A40", name=Bilingual("Embauche", "Hiring"), nature="service", owner=hiring.owner, calendar="default"
    )
    forget()
    client = as_one(dario)
    assert '<option value="A40">' in client.get(reverse("office-service", args=["A04"])).content.decode()

    client.post(reverse("office-service-state", args=["A04"]), {"to": "retired", "instead": other.code})
    assert list(led_to("service", "A04")) == ["A40"]
    client.post(reverse("office-service-state", args=["A40"]), {"to": "retired", "instead": "nobody-s"})
    assert list(led_to("service", "A40")) == []
