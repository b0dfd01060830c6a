"""Changing a plan on one request: the steps inside of a step under it, each with a page of its own."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.actions import publish_plan
from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.rules.plans import PlannedStep
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Task, Ticket
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(hiring: Service, house: dict[str, Organisation], amina: Person, bruno: Staff) -> Ticket:
    """A request whose plan runs that of hiring, the contract done."""
    service = Service.objects.create(
        code="A01", name=Bilingual("Arrivée", "Arrival"), nature="service", owner=house["CS"], calendar="default"
    )
    steps = (
        PlannedStep(key="hire", title=Bilingual("Embaucher", "Hire"), unit="CS", due="", kind="plan", runs="A04"),
        PlannedStep(key="end", title=Bilingual("Finir", "End"), unit="CS", due="2 h", after=("hire",)),
    )
    publish_plan(service, steps=steps, base=0, by=SYSTEM, now=NOON)
    made = a_ticket(amina, owner=bruno, service=service)
    actions.start_plan(made, by=seen_by(bruno), now=NOON, offer=catalogue.offer(service.pk, on=TODAY))
    actions.finish_task(Task.rows.get(ticket=made, key="hire/contract"), by=seen_by(bruno), now=NOON)
    return made


def page_of(client: Client, ticket: Ticket, key: str) -> str:
    return reverse("desk-task-planning", args=[Task.rows.get(ticket=ticket, key=key).pk])


@pytest.mark.proves("BIL-03")
def test_a_step_that_runs_a_plan_says_how_far_it_is_and_shows_it_under_itself(
    enter: Enter, ticket: Ticket, bruno: Staff
) -> None:
    html = enter(bruno).get(reverse("desk-ticket", args=[ticket.number])).content.decode()
    assert "1 done of 3" in html
    assert html.index("A. Hire") < html.index("B. Contract") < html.index("E. End")
    assert html.count("task--in1") == 3


@pytest.mark.proves("BIL-03")
def test_a_task_is_added_to_the_plan_inside_and_a_step_is_given_another_delay(
    enter: Enter, ticket: Ticket, bruno: Staff, house: dict[str, Organisation]
) -> None:
    client = enter(bruno)
    inside = page_of(client, ticket, "hire")
    said: dict[str, Any] = {"title": "", "unit": house["SEC"].pk, "due": "1 bd", "mandatory": "1"}
    refused = client.post(inside, said)
    assert refused.status_code == 422 and "Say in a few words" in refused.content.decode()
    client.post(inside, said | {"title": "A badge", "after": ["hire/contract"]})
    added = Task.rows.filter(ticket=ticket).latest("pk")
    assert (added.state, added.parent and added.parent.key) == ("ready", "hire")
    end = page_of(client, ticket, "end")
    assert "soon" in client.post(end, {"due": "soon"}).content.decode(), "nothing typed is lost"
    client.post(end, {"due": "3 bd", "after": []})
    changed = Task.rows.get(ticket=ticket, key="end")
    assert (changed.due, changed.mandatory, changed.state) == ("3 bd", False, "ready")


def test_what_has_ended_and_what_others_do_has_no_such_page(
    enter: Enter, ticket: Ticket, bruno: Staff, ines: Staff
) -> None:
    client = enter(bruno)
    assert client.get(page_of(client, ticket, "hire/contract")).status_code == 404
    assert enter(ines).get(page_of(client, ticket, "hire/account")).status_code == 404
    assert client.get(reverse("desk-task-planning", args=[999_999])).status_code == 404
