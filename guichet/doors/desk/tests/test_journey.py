"""An arrival on the desk: its day and who accompanies it are kept from one page."""

import pytest
from django.urls import reverse

from guichet.areas.catalogue.actions import publish_plan
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.rules.plans import PlannedStep
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import News, Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_staff, a_ticket

pytestmark = pytest.mark.django_db
STEPS = (PlannedStep(key="card", title=Bilingual("Carte", "Card"), unit="CS", due="D-2 bd"),)


@pytest.mark.proves("INT-02")
def test_the_day_and_the_companion_are_kept_and_a_slip_loses_nothing(
    enter: Enter, hiring: Service, amina: Person, bruno: Staff, house: dict[str, object]
) -> None:
    publish_plan(hiring, steps=STEPS, base=1, by=SYSTEM, now=NOON, journey="arrival")
    lea = a_staff(house, "CS", "Lea", "Comeau", "agent")  # type: ignore[arg-type]
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    client, page = enter(bruno), reverse("desk-journey", args=[ticket.number])
    shown = client.get(reverse("desk-ticket", args=[ticket.number])).content.decode()
    assert "The day of the arrival is to be given" in shown and page in shown
    refused = client.post(page, {"day": "tomorrow", "companion": lea.pk})
    assert refused.status_code == 422
    assert "Give a date." in refused.content.decode() and f'value="{lea.pk}" selected' in refused.content.decode()
    client.post(page, {"day": "2026-03-20", "companion": lea.pk})
    kept = Ticket.rows.get(pk=ticket.pk)
    assert (str(kept.day_on), kept.companion) == ("2026-03-20", lea)
    assert [(one.staff, one.about) for one in News.objects.order_by("pk")] == [(lea, "companion"), (lea, "day")]
    html = client.get(reverse("desk-ticket", args=[ticket.number])).content.decode()
    assert "accompanied by Lea Comeau" in html
    news = enter(lea).get(reverse("desk-news")).content.decode()
    assert "you are the first to be told" in news


def test_what_is_no_arrival_has_no_such_page(
    enter: Enter, hiring: Service, amina: Person, bruno: Staff, ines: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    page = reverse("desk-journey", args=[ticket.number])
    assert enter(bruno).get(page).status_code == 404
    assert enter(ines).get(page).status_code == 404
