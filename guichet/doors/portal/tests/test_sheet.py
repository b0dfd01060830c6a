"""The sheet of a service says what it needs and why, how long it takes, what it costs, and by which way to ask."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise
from tests.cast import NOON, a_ticket

SHEET: dict[str, Any] = {
    "outcome": {"fr": "Un emploi commencé à temps", "en": "A job begun on time"},
    "fee": {"fr": "Rien", "en": "Nothing at all"}, "cents": 0,
    "legal_basis": {"fr": "Loi sur les bureaux, art. 12", "en": "Offices Act, s. 12"},
    "next": {"fr": "Nous appelons.\nNous écrivons.", "en": "We call.\nWe write."},
    "requirements": [
        {
            "key": "start", "label": {"fr": "La date d’entrée", "en": "The first day"}, "source": "client",
            "why": {"fr": "la paie part ce jour-là", "en": "pay starts that </script> day"}, "evidence": "statement",
        },
        {
            "key": "office", "label": {"fr": "Le bureau", "en": "The office"}, "source": "known",
            "why": {"fr": "pour imputer", "en": "to charge it"}, "evidence": "statement",
        },
    ],
    "ways": [
        {"code": "phone", "note": {"fr": "", "en": ""}, "calendar": "", "best": False},
        {"code": "web", "note": {"fr": "Six minutes", "en": "Six minutes"}, "calendar": "", "best": True},
    ],
}  # fmt: skip


@pytest.fixture
def told(hiring: Service) -> Service:
    """A service whose sheet is written."""
    hiring.sheet, hiring.client_groups = SHEET, ["caucus_staff"]
    hiring.save()
    return hiring


def page(language: str = "en", path: str = "/services/A04/", client: Client | None = None) -> str:
    """Return the page of the service."""
    client = client or Client()
    client.cookies["django_language"] = language
    return client.get(path).content.decode()


@pytest.mark.proves("CAT-01", "CAT-05")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            "Un emploi commencé à temps|La date d’entrée|la paie part ce jour-là|Loi sur les bureaux|Nous écrivons.",
        ),
        ("en", "A job begun on time|The first day|Known already|Nothing at all|We write.|Six minutes|Best way"),
    ],
)
def test_a_sheet_says_what_is_needed_and_why(told: Service, language: str, words: str) -> None:
    shown = page(language)
    for part in words.split("|"):
        assert part in shown


def test_the_best_way_is_marked_once(told: Service) -> None:
    assert page().count("Best way") == 1


def test_who_keeps_the_sheet_right_is_named_and_no_unit_is(
    told: Service, chloe: Staff, house: dict[str, Organisation]
) -> None:
    told.responsible = chloe
    told.save()
    shown = page()
    assert "Chloe Roy" in shown and str(house["RH"].name) not in shown and "Human Resources" not in shown


def test_a_partner_that_decides_is_named(told: Service) -> None:
    Organisation.objects.filter(pk=told.owner_id).update(kind="ministry")
    assert "Decided by: Human Resources." in page()


def test_delays_are_those_of_the_last_twelve_months_and_none_under_ten(told: Service, amina: Person) -> None:
    for minutes in range(1, 10):
        _done(told, amina, minutes * 10)
    assert "not enough yet" in page() and "Under ten requests" in page()
    _done(told, amina, 100)
    _done(told, amina, 1, days=-400)
    caches["default"].clear()
    shown = page()
    assert "10 requests" in shown and "50\u00a0min" in shown and "1\u00a0h\u00a030\u00a0min" in shown


def _done(service: Service, by: Person, minutes: int, *, days: int = -7) -> None:
    start = NOON + timedelta(days=days)
    ticket = a_ticket(by, service=service, at=start)
    end = start + timedelta(minutes=minutes)
    Promise.objects.filter(ticket=ticket).update(received_at=start, first_met_at=end, met_at=end)


@pytest.mark.proves("CAT-01")
def test_search_engines_read_the_sheet_as_data(told: Service) -> None:
    shown = page()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    assert len(found) == 1
    data = json.loads(found[0])
    assert (data["@type"], data["identifier"], data["name"]) == ("GovernmentService", "A04", "Hiring, caucus")
    assert data["availableChannel"]["processingTime"] == "P5D"
    assert data["offers"] == {"@type": "Offer", "price": "0.00", "priceCurrency": "CAD"}
    assert data["@id"].endswith("/services/A04/")


def test_a_draft_is_seen_by_whoever_keeps_the_catalogue_and_by_nobody_else(told: Service, chloe: Staff) -> None:
    Service.objects.update(state="draft")
    assert Client().get("/services/A04/?preview=fr").status_code == 404
    keeper = Client()
    assert chloe.user is not None
    keeper.force_login(chloe.user)
    assert keeper.get("/services/A04/").status_code == 404
    assert "La date d’entrée" in page("en", "/services/A04/?preview=fr", keeper)
    assert "The first day" in page("fr", "/services/A04/?preview=en", keeper)
