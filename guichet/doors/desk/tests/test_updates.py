"""The desk says that a client is to hear news, in rows and on the request, and narrows its lists to that."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.areas.catalogue import actions as catalogue
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_ticket, seen_by

HOUR = timedelta(hours=1)


@pytest.mark.proves("TRI-04")
@pytest.mark.django_db
def test_news_that_are_late_are_said_in_the_row_and_on_the_request(amina: Person, bruno: Staff, enter: Enter) -> None:
    terms = StandardTerms(
        kind="timeliness", measure="update", limit="1 h", statement=Bilingual("Des nouvelles.", "News.")
    )
    form = catalogue.StandardForm(code="news", terms=terms)
    catalogue.configure_standard(form, by=SYSTEM, now=NOON - 100 * HOUR)
    fresh = a_ticket(amina, owner=bruno)
    waits = a_ticket(amina, owner=bruno, at=NOON - 72 * HOUR)
    actions.reply(waits, by=seen_by(bruno), now=NOON - 71 * HOUR, body="Nous cherchons.")
    desk = enter(bruno)
    page = reverse("desk-list", args=["mine"])
    narrowed = desk.get(page, {"due": "update"}).content.decode()
    assert waits.number in narrowed and fresh.number not in narrowed
    assert "news due, " in narrowed and "What falls due: News for the client" in narrowed
    head = desk.get(reverse("desk-ticket", args=[waits.number])).content.decode()
    assert "news due, " in head and "next news: " not in head, "it is said once"
