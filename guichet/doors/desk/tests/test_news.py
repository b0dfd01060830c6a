"""The list of what one was told, and the parts that people have in a step, on the desk."""

from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.models import PlanStep, Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import News, Task
from guichet.doors.desk.tests.conftest import Enter
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.mark.proves("NIV-03")
def test_whoever_is_informed_reads_it_on_the_desk_and_takes_it_off(
    enter: Enter,
    hiring: Service,
    amina: Person,
    bruno: Staff,
    chloe: Staff,
    ines: Staff,
    django_assert_max_num_queries: Any,
) -> None:
    PlanStep.objects.filter(key="contract").update(
        raci={"accountable": chloe.email, "consulted": ["SEC"], "informed": ["TI"]}
    )
    catalogue.forget()
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    actions.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=catalogue.offer(hiring.pk, on=TODAY))
    page = enter(bruno).get(reverse("desk-ticket", args=[ticket.number])).content.decode()
    assert "<dt>Accountable</dt><dd>Chloe Roy</dd>" in page and "<dd>SEC</dd>" in page and "<dd>TI</dd>" in page
    actions.finish_task(Task.rows.get(ticket=ticket, key="contract"), by=seen_by(bruno), now=NOON)
    journal = enter(bruno).get(reverse("desk-ticket", args=[ticket.number]), {"show": "system"}).content.decode()
    assert "Task A has ended: Ines Costa were told" in journal
    client = enter(ines)
    assert reverse("desk-news") in client.get(reverse("desk-home")).content.decode()
    with django_assert_max_num_queries(12):
        shown = client.get(reverse("desk-news")).content.decode()
    assert "“Contract” has ended: done" in shown
    assert reverse("desk-ticket", args=[ticket.number]) not in shown, "an expert opens no request"
    assert "Diallo" not in shown
    client.post(reverse("desk-news-reading"), {"news": [News.objects.get().pk, "x"]})
    assert "You have read everything." in client.get(reverse("desk-news")).content.decode()
    assert reverse("desk-news") not in client.get(reverse("desk-home")).content.decode()
