"""Fields are saved when they change, taken back with one press, and never over a change that was not seen."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import ServiceStandard
from guichet.areas.catalogue.queries import offer
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.queries.promises import promise_of
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(amina: Person, bruno: Staff, hiring: Any) -> Ticket:
    made = a_ticket(amina, owner=bruno, title="Chaise", service=hiring)
    Ticket.rows.filter(pk=made.pk).update(state="in_progress")
    return made


@pytest.fixture
def wei(house: dict[str, Organisation]) -> Staff:
    return a_staff(house, "CS", "Wei", "Chen", "agent")


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    return enter(bruno)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


def undoing(html: str) -> dict[str, str]:
    """Return what the button that takes a change back sends."""
    _before, form = html.split('<form class="undo"')
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.partition("</form>")[0]))
    return {name: sent[name] for name in ("field", "was", "value")}


def swapped(desk: Client, ticket: Ticket, **data: Any) -> Any:
    address = reverse("desk-fields", args=[ticket.number])
    return desk.post(address, data, headers={"HX-Request": "true"})


def test_a_field_is_saved_and_taken_back(desk: Client, ticket: Ticket, bruno: Staff, wei: Staff) -> None:
    html = swapped(desk, ticket, field="owner", value=wei.pk, was=bruno.pk).content.decode()
    assert fresh(ticket).owner_id == wei.pk
    assert "In charge: Wei Chen" in html
    assert 'data-undo="10"' in html
    swapped(desk, ticket, field="owner", value=bruno.pk, was=wei.pk)
    assert fresh(ticket).owner_id == bruno.pk


def test_a_first_choice_is_taken_back_to_none(desk: Client, amina: Person, bruno: Staff, hiring: Any) -> None:
    ServiceStandard.objects.filter(service=hiring).update(completion="2 bd")
    ticket = a_ticket(amina, title="Chaise")
    promised = promise_of(ticket).due_at

    chosen = swapped(desk, ticket, field="service", value=hiring.pk, was="").content.decode()
    assert fresh(ticket).service_id == hiring.pk
    assert promise_of(ticket).due_at != promised
    assert 'data-undo="10"' in chosen
    assert undoing(chosen) == {"field": "service", "was": str(hiring.pk), "value": ""}
    taken_back = swapped(desk, ticket, **undoing(chosen)).content.decode()
    assert "Service: —" in taken_back
    assert "Bruno Tremblay took the choice of a service back" in page_of(desk, ticket)
    assert (fresh(ticket).service_id, promise_of(ticket).due_at) == (None, promised)

    given = swapped(desk, ticket, field="owner", value=bruno.pk, was="").content.decode()
    assert (fresh(ticket).owner_id, promise_of(ticket).owner_id) == (bruno.pk, bruno.pk)
    again = swapped(desk, ticket, **undoing(given)).content.decode()
    assert (fresh(ticket).owner_id, promise_of(ticket).owner_id) == (None, None)
    swapped(desk, ticket, **undoing(again))
    assert fresh(ticket).owner_id == bruno.pk


def test_what_followed_from_a_first_choice_keeps_it(desk: Client, ticket: Ticket, bruno: Staff, hiring: Any) -> None:
    actions.start_plan(ticket, by=seen_by(bruno), now=NOON, offer=offer(hiring.pk, on=NOON.date()))

    planned = swapped(desk, ticket, field="service", value="", was=hiring.pk)
    told = swapped(desk, ticket, field="owner", value="", was=bruno.pk)

    assert (planned.status_code, told.status_code) == (422, 422)
    assert "Its plan has begun." in planned.content.decode()
    assert "The client was told who is in charge." in told.content.decode()
    assert (fresh(ticket).service_id, fresh(ticket).owner_id) == (hiring.pk, bruno.pk)


def test_the_priority_follows_its_two_levels(desk: Client, ticket: Ticket) -> None:
    assert post(desk, "desk-fields", ticket, field="impact", value=3, was=2).status_code == 302
    assert post(desk, "desk-fields", ticket, field="urgency", value=3, was=2).status_code == 302
    assert (fresh(ticket).impact, fresh(ticket).urgency, fresh(ticket).priority) == (3, 3, 1)


def test_no_button_updates_the_page(desk: Client, ticket: Ticket) -> None:
    html = page_of(desk, ticket)
    assert 'id="field-service"' in html
    assert html.count("<noscript><button") == html.count('hx-trigger="submit, change')


def test_two_who_change_the_same_field_see_both_values(desk: Client, ticket: Ticket, bruno: Staff, wei: Staff) -> None:
    Ticket.rows.filter(pk=ticket.pk).update(urgency=3)
    assert post(desk, "desk-fields", ticket, field="impact", value=1, was=2).status_code == 302  # another field
    answer = swapped(desk, ticket, field="urgency", value=1, was=2)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody changed this meanwhile." in html
    assert "<b>High</b>" in html
    assert "<b>Low</b>" in html
    assert fresh(ticket).urgency == 3
    assert swapped(desk, ticket, field="urgency", value=1, was=3).status_code == 200
    assert fresh(ticket).urgency == 1


@pytest.mark.parametrize("wrong", [{"value": "9"}, {"value": ""}, {"value": "x"}, {"value": str(2**70)}])
def test_a_value_that_is_not_of_the_list_is_refused(desk: Client, ticket: Ticket, wrong: dict[str, str]) -> None:
    answer = swapped(desk, ticket, **{"field": "impact", "was": "2", **wrong})
    assert answer.status_code == 422
    assert fresh(ticket).impact == 2


def test_there_is_no_other_field(desk: Client, ticket: Ticket) -> None:
    assert post(desk, "desk-fields", ticket, field="number", value=1).status_code == 404


def test_nobody_outside_the_window_is_put_in_charge(desk: Client, ticket: Ticket, ines: Staff, bruno: Staff) -> None:
    assert swapped(desk, ticket, field="owner", value=ines.pk, was=bruno.pk).status_code == 422
    assert fresh(ticket).owner_id == bruno.pk


@pytest.mark.proves("BIL-02")
def test_the_words_that_go_out_follow_the_language_that_was_chosen(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    assert "will read this, in French" in page_of(desk, ticket)
    html = swapped(desk, ticket, field="language", value="en", was="fr").content.decode()
    assert "We write in: English" in html
    assert 'data-undo="10"' in html
    assert "will read this, in English" in html
    assert "Bruno Tremblay chose to write to the client in English" in html
    actions.reply(ticket, by=seen_by(bruno), now=NOON, body="It is on its way.")
    assert Message.objects.get(kind="reply").language == "en"
    swapped(desk, ticket, field="language", value="fr", was="en")
    assert fresh(ticket).language == "fr"
    moved = swapped(desk, ticket, field="language", value="en", was="en")
    assert moved.status_code == 422
    assert "Somebody changed this meanwhile." in moved.content.decode()
    assert swapped(desk, ticket, field="language", value="xx", was="fr").status_code == 422
    assert swapped(desk, ticket, field="impact", value="fr", was="2").status_code == 422
    assert fresh(ticket).language == "fr"
