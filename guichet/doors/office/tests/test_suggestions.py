"""The page that says whether suggestions are right."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics.tests.stage import NOW
from guichet.areas.people.models import Person, Staff
from guichet.areas.triage.models import Lesson, Verdict
from guichet.ground import clock
from tests.cast import a_ticket


@pytest.fixture
def decided(amina: Person, hiring: Service) -> None:
    """Twenty decisions: it abstained on five, was right on twelve of fifteen; and one lesson."""
    for place in range(20):
        suggested = None if place < 5 else hiring.pk if place < 17 else hiring.pk + 1
        Verdict.objects.create(
            ticket=a_ticket(amina), method="history", suggested=suggested, chosen=hiring.pk, levels=place % 2 == 0,
            suggested_at=NOW, decided_at=NOW,
        )  # fmt: skip
    Lesson.objects.create(at=NOW, examples=1503, later=226, spoke=199, right=196, best=198, threshold=0.3)


def shown(client: Client, who: Staff, lang: str) -> str:
    assert who.user
    client.force_login(who.user)
    client.cookies["django_language"] = lang
    with clock.at(NOW):
        return client.get(reverse("office-suggestions")).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.proves("TRI-01")
@pytest.mark.parametrize(
    ("lang", "right", "abstained"), [("en", "80% (12 / 15)", "25%"), ("fr", "80 % (12 / 15)", "25 %")]
)
def test_how_often_it_was_right_and_how_often_it_abstained_is_shown(
    client: Client, decided: None, chloe: Staff, lang: str, right: str, abstained: str
) -> None:
    page = shown(client, chloe, lang)
    assert right in page
    assert abstained in page
    assert "too little" in page or "trop peu" in page  # the lesson of this test kept no model


def test_it_rests_on_enough_or_says_nothing(client: Client, amina: Person, chloe: Staff, hiring: Service) -> None:
    ticket = a_ticket(amina)
    Verdict.objects.create(ticket=ticket, method="words", chosen=1, suggested_at=NOW, decided_at=NOW)
    assert "100%" not in shown(client, chloe, "en")


def test_the_page_asks_for_little(
    client: Client, decided: None, chloe: Staff, django_assert_max_num_queries: Any
) -> None:
    shown(client, chloe, "en")
    with django_assert_max_num_queries(6):
        client.get(reverse("office-suggestions"))
