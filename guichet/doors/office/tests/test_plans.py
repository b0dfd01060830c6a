"""The page that shows how each service is delivered."""

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.ground import clock
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def shown(who: Staff, lang: str, **asked: str) -> str:
    client = Client()
    assert who.user
    client.force_login(who.user)
    client.cookies["django_language"] = lang
    with clock.at(NOON):
        html = client.get(reverse("office-plans"), asked).content.decode()
    return html.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.proves("PRC-01")
@pytest.mark.parametrize(
    ("lang", "counted", "fault", "changed"),
    [
        ("en", "1 open request goes by it", "has no step in its plan", "card, removed"),
        ("fr", "1 demande ouverte la suit", "aucune étape dans son plan", "card, retirée"),
    ],
)
def test_a_plan_is_drawn_and_told_with_its_versions_and_what_goes_by_each(
    hiring: Service, amina: Person, bruno: Staff, chloe: Staff, lang: str, counted: str, fault: str, changed: str
) -> None:
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    tickets.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=catalogue.offer(hiring.pk, on=TODAY))
    newer = PlanTemplate.objects.create(service=hiring, version=2)
    for step in PlanStep.objects.filter(plan__version=1).exclude(key="card"):
        PlanStep.of(step.planned, newer, step.position, step.unit).save()
    html = shown(chloe, lang, service="A04")
    for words in (counted, fault, changed, "<svg", "Version 2"):
        assert words in html


def test_the_plan_leaves_as_a_file(hiring: Service, chloe: Staff) -> None:
    client = Client()
    assert chloe.user
    client.force_login(chloe.user)
    answer = client.get(reverse("office-plan", args=["A04"]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="A04.bpmn"'
    assert b"bpmn:process" in answer.content
    assert client.get(reverse("office-plan", args=["XX"])).status_code == 404
    assert client.get(reverse("office-plans"), {"service": "XX"}).status_code == 404
