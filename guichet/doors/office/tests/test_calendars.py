"""The calendars of the office: what depends on each, and what a change touches, said before it is made."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Calendar, Service
from guichet.areas.people.models import Person, Staff
from tests.cast import *  # noqa: F403
from tests.cast import a_ticket

FLOOD = {"kind": "closures", "first": "2026-12-01", "last": "2026-12-04", "fr": "Inondation", "en": "Flood"}
pytestmark = [pytest.mark.django_db, pytest.mark.proves("PRC-05")]


def entered(who: Staff, lang: str = "fr") -> Client:
    client = Client()
    assert who.user
    client.force_login(who.user)
    client.cookies["django_language"] = lang
    return client


@pytest.fixture
def place(hiring: Service, amina: Person) -> str:
    a_ticket(amina, service=hiring)
    return reverse("office-calendar", args=["default"])


def test_a_closure_says_first_what_it_touches(chloe: Staff, place: str) -> None:
    browser = entered(chloe)
    shown = browser.post(place, FLOOD).content.decode()
    assert "A04" in shown and "Ajouté" in shown and "Inondation" in shown and Calendar.objects.count() == 1
    assert browser.post(place, FLOOD | {"confirmed": "1"}).status_code == 302
    newest = Calendar.objects.order_by("version").last()
    assert newest and (newest.version, newest.staff) == (2, chloe)
    assert newest.data["closures"] == [{"from": "2026-12-01", "until": "2026-12-04", "fr": "Inondation", "en": "Flood"}]
    assert "Flood" in browser.get(place).content.decode()


def test_taking_a_closure_out_says_so_too(chloe: Staff, place: str) -> None:
    browser = entered(chloe)
    browser.post(place, FLOOD | {"confirmed": "1"})
    assert "Retiré" in browser.post(place, {"drop": "closures:0"}).content.decode()
    assert Calendar.objects.count() == 2
    browser.post(place, {"drop": "closures:0", "confirmed": "1"})
    newest = Calendar.objects.order_by("version").last()
    assert newest and newest.version == 3 and "closures" not in newest.data
    assert browser.post(place, {"drop": "closures:9", "confirmed": "1"}).status_code == 404


@pytest.mark.parametrize("wrong", [{"last": "2026-11-30"}, {"en": ""}, {"kind": "party"}])
def test_what_cannot_be_is_told_beside_what_was_typed(chloe: Staff, place: str, wrong: dict[str, Any]) -> None:
    answer = entered(chloe).post(place, FLOOD | wrong | {"confirmed": "1"})
    assert answer.status_code == 422 and "Inondation" in answer.content.decode() and Calendar.objects.count() == 1


def test_it_reads_in_both_languages_and_strangers_find_nothing(chloe: Staff, bruno: Staff, place: str) -> None:
    told = {lang: entered(chloe, lang).get(place).content.decode() for lang in ("fr", "en")}
    assert "Calendriers" in told["fr"] and "Calendars" in told["en"]
    assert entered(bruno).get(place).status_code == 404
    assert entered(chloe).get(reverse("office-calendar", args=["nowhere"])).status_code == 404
