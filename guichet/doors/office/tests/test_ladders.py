"""Who is told, and when, is written in the office: for what comes in from then on."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Ladder
from tests.cast import a_ticket

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.proves("TRI-04", "BIL-05")
def test_a_ladder_is_written_for_a_service_and_a_wrong_one_is_said(
    amina: Person, chloe: Staff, hiring: Service
) -> None:
    a_ticket(amina, service=hiring)
    office = Client()
    assert chloe.user
    office.force_login(chloe.user)
    office.cookies["django_language"] = "en"
    assert "75% used · whoever is in charge" in said(office.get("/office/ladders/"))
    wrong = {"what": "ticket", "service": "A04", "share0": "100", "to0": ["owner"], "share1": "75", "to1": ["worker"]}
    page = office.post("/office/ladders/", wrong)
    assert page.status_code == 422 and "Each rung is higher than the one before." in said(page)
    assert "a promise has no worker" in said(page) and not Ladder.objects.exists()
    right = {"what": "ticket", "service": "A04", "share0": "50", "to0": ["owner"], "share1": "120", "to1": ["manager"]}
    assert office.post("/office/ladders/", right).status_code == 302
    kept = Ladder.objects.get()
    assert (kept.scope, kept.staff_id, kept.rungs[1]) == ("A04", chloe.pk, {"share": 120, "to": ["manager"]})
    shown = said(office.get("/office/ladders/"))
    assert "120% used · those who lead the window" in shown and "<td>1</td>" in shown
