"""Requests on which opinions are awaited have their list: asked, received, overdue."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.mark.proves("PRE-01", "BIL-03")
def test_the_list_of_opinions_tells_how_many_were_asked_and_received_and_which_are_overdue(
    amina: Person, bruno: Staff, ines: Staff, chloe: Staff, house: dict[str, Organisation]
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    a_ticket(amina, owner=bruno, title="Une autre")
    first, second = (
        actions.add_task(
            ticket, by=seen_by(bruno), now=NOON,
            task=actions.NewTask(title=Bilingual(fr="Quelle norme ?"), unit=house[code], question=True),
        )
        for code in ("TI", "RH")
    )  # fmt: skip
    actions.finish_task(first, by=seen_by(ines), now=NOON, result="La norme CSA.")
    desk = Client()
    assert bruno.user and chloe.user
    desk.force_login(bruno.user)
    desk.cookies["django_language"] = "en"

    def listed() -> str:
        with clock.at(NOON + WEEK):
            return unescape(desk.get(reverse("desk-list", args=["opinions"])).content.decode())

    page = listed()
    assert ticket.number in page and "opinions 1/2" in page and "1 overdue" in page and "Une autre" not in page
    actions.cancel_task(second, by=seen_by(bruno), now=NOON + WEEK)  # one goes on without it
    assert "Every opinion that you asked for was given." in listed()
    with clock.at(NOON + WEEK):
        mine = unescape(desk.get(reverse("desk-list", args=["mine"])).content.decode())
    assert "opinions 1/1" in mine and "1 overdue" not in mine
