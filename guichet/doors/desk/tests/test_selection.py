"""One verb on several rows: each has its own result, and what was done can be taken back."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Message, Task, Ticket
from guichet.doors.desk.tests.conftest import Enter
from tests.cast import a_person, a_staff, a_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(house: dict[str, Organisation]) -> Staff:
    """A second agent."""
    return a_staff(house, "CS", "Lea", "Morin", "agent")


@pytest.fixture
def pair(amina: Person, bruno: Staff, house: Any) -> list[Ticket]:
    """Two tickets of Bruno, the second from somebody who reads English."""
    gwen = a_person("gwen@example.org", "Gwen", "Hall", language="en")
    return [a_ticket(amina, owner=bruno, title="Une chaise"), a_ticket(gwen, owner=bruno, title="A chair")]


def send(client: Client, name: str, numbers: list[str], **said: Any) -> str:
    address = reverse("desk-selection", args=["mine", name])
    return client.post(address, {"ticket": numbers, **said}).content.decode()


def take_back(client: Client, html: str) -> str:
    found = re.search(r'name="done" value="([^"]+)"', html)
    assert found
    return client.post(reverse("desk-selection-undoing", args=["mine"]), {"done": found[1]}).content.decode()


def test_several_are_assigned_at_once_and_given_back(
    pair: list[Ticket], bruno: Staff, lea: Staff, enter: Enter
) -> None:
    client, numbers = enter(bruno), [one.number for one in pair]
    asked = send(client, "assignment", numbers)
    assert "Assign: 2 requests" in asked
    assert all(f'name="ticket" value="{number}"' in asked for number in numbers)
    done = send(client, "assignment", numbers, sent="1", owner=lea.pk)
    assert "2 requests done" in done
    assert {one.owner for one in Ticket.rows.all()} == {lea}
    assert "2 requests done" in take_back(client, done)
    assert {one.owner for one in Ticket.rows.all()} == {bruno}


def test_several_that_nobody_had_are_nobodys_again(amina: Person, bruno: Staff, lea: Staff, enter: Enter) -> None:
    free, client = [a_ticket(amina, title=f"Chaise {n}") for n in range(2)], enter(bruno)
    done = send(client, "assignment", [one.number for one in free], sent="1", owner=lea.pk)
    assert {one.owner for one in Ticket.rows.all()} == {lea}
    assert "2 requests done" in take_back(client, done)
    assert {one.owner for one in Ticket.rows.all()} == {None}


def test_several_are_joined_to_one_after_they_were_read_and_separated_again(
    amina: Person, bruno: Staff, enter: Enter
) -> None:
    same = [a_ticket(amina, owner=bruno, title="Chauffage", body=f"Il fait froid, fois {n}.") for n in range(3)]
    client, numbers = enter(bruno), [one.number for one in same]
    assert "two at least" in send(client, "merging", numbers[:1])
    asked = send(client, "merging", numbers)
    assert all(f"Il fait froid, fois {n}." in asked for n in range(3))
    assert Ticket.rows.filter(state="merged").count() == 0
    done = send(client, "merging", numbers, sent="1", stays=numbers[1], reason="asked_twice")
    assert "3 requests done" in done
    assert set(Ticket.rows.filter(state="merged")) == {same[0], same[2]}
    assert "2 requests done" in take_back(client, done)
    assert Ticket.rows.filter(state="merged").count() == 0


def test_what_cannot_be_joined_is_said_before_and_only_that_stays(
    pair: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client, numbers = enter(bruno), [one.number for one in pair]
    assert "two different walls" in send(client, "merging", numbers)
    done = send(client, "merging", numbers, sent="1", stays=numbers[0], reason="same_matter")
    assert "two different walls" in done
    assert Ticket.rows.filter(state="merged").count() == 0


def test_a_task_is_added_to_several_and_cancelled(
    pair: list[Ticket], bruno: Staff, house: dict[str, Organisation], enter: Enter
) -> None:
    client, numbers = enter(bruno), [one.number for one in pair]
    assert "Say in a few words" in send(client, "tasks", numbers, sent="1", unit=house["TI"].pk, due="2 bd")
    done = send(client, "tasks", numbers, sent="1", unit=house["TI"].pk, due="2 bd", title="Cable", mandatory="1")
    assert {one.ticket_id for one in Task.rows.all()} == {one.pk for one in pair}
    take_back(client, done)
    assert {one.state for one in Task.rows.all()} == {"cancelled"}


def test_several_are_answered_each_in_its_language_and_a_refusal_is_told_beside_its_row(
    pair: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client, numbers = enter(bruno), [one.number for one in pair]
    assert "Write the answer that the client will read." in send(client, "resolution", numbers, sent="1", code="done")
    done = send(client, "resolution", numbers, sent="1", code="done", body_fr="Voilà.")
    assert "1 request done" in done
    assert "No answer is written in the language of this client." in done
    assert re.search(rf'value="{numbers[1]}" data-pick checked', done)
    assert [one.body for one in Message.objects.filter(kind="answer")] == ["Voilà."]
    take_back(client, done)
    assert Ticket.rows.get(pk=pair[0].pk).state != "resolved"


@pytest.mark.proves("PRE-01")
def test_what_one_may_not_see_cannot_be_chosen(
    amina: Person, bruno: Staff, chloe: Staff, lea: Staff, hiring: Any, enter: Enter
) -> None:
    hiring.confidential = True
    hiring.save()
    ticket = a_ticket(amina, owner=chloe, service=hiring, title="Très privé")
    html = send(enter(bruno), "assignment", [ticket.number], sent="1", owner=lea.pk)
    assert "Choose at least one request first." in html
    assert "Très privé" not in html
    assert Ticket.rows.get().owner == chloe


def test_nothing_forged_or_of_somebody_else_is_taken_back(
    pair: list[Ticket], bruno: Staff, lea: Staff, enter: Enter
) -> None:
    done = send(enter(bruno), "assignment", [pair[0].number], sent="1", owner=lea.pk)
    assert "It is too late to take this back." in take_back(enter(lea), done)
    assert Ticket.rows.get(pk=pair[0].pk).owner == lea
