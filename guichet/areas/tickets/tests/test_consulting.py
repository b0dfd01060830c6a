"""Consult, delegate, hand over: three verbs, three consequences for the ticket, its clock and its client."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets import actions
from guichet.areas.tickets.access import reads_result
from guichet.areas.tickets.models import Draft, Message, Note, Task, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.ground.access import Refused
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db
House = dict[str, Organisation]


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket that Bruno took in charge."""
    ticket = a_ticket(amina, owner=bruno, title="Une lampe")
    return actions.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)


def ask(ticket: Ticket, by: Staff, house: House, **more: Any) -> Task:
    wanted = actions.NewTask(title=Bilingual(fr="Quelle norme ?"), unit=house["TI"], **more)
    return actions.add_task(ticket, by=seen_by(by), now=NOON, task=wanted)


@pytest.mark.proves("PRE-01")
def test_a_question_leaves_the_ticket_and_its_clock_with_us(
    ticket: Ticket, bruno: Staff, ines: Staff, house: House
) -> None:
    question = ask(ticket, bruno, house, question=True, assignee=ines)
    assert Promise.objects.get(ticket=ticket).holder == "us"
    assert Ticket.rows.get(pk=ticket.pk).state == "in_progress"
    assert Task.objects.visible_to(seen_by(ines)).filter(pk=question.pk).exists()
    actions.finish_task(question, by=seen_by(ines), now=NOON, result="La norme CSA, entre nous.")
    assert Promise.objects.get(ticket=ticket).holder == "us"
    assert not Draft.objects.filter(ticket=ticket, kind="answer").exists(), "an opinion is not words for the client"


def test_nothing_waits_for_a_question(ticket: Ticket, bruno: Staff, house: House) -> None:
    ask(ticket, bruno, house, question=True)
    actions.resolve(ticket, by=seen_by(bruno), now=NOON, code="answered", body="Voilà.")
    assert Ticket.rows.get(pk=ticket.pk).state == "resolved"


def test_a_task_takes_the_ball_to_the_unit_and_the_promise_stays_ours(
    ticket: Ticket, bruno: Staff, house: House
) -> None:
    due = Promise.objects.get(ticket=ticket).next_due_at
    ask(ticket, bruno, house)
    promise = Promise.objects.get(ticket=ticket)
    assert (promise.holder, promise.next_due_at) == ("unit", due)
    assert Ticket.rows.get(pk=ticket.pk).owner == bruno


def test_handing_over_changes_hands_and_tells_the_client_the_first_name_only(
    ticket: Ticket, bruno: Staff, house: House, amina: Person
) -> None:
    lea = a_staff(house, "CS", "Léa", "Comeau", "agent")
    actions.hand_over(ticket, by=seen_by(bruno), now=NOON, owner=lea, words="Elle préfère le téléphone.")
    assert Ticket.rows.get(pk=ticket.pk).owner == lea
    news = Message.objects.filter(ticket=ticket, kind="news").latest("pk")
    assert news.body.startswith("Désormais, Léa ")
    assert "Comeau" not in news.body
    told = following.thread(ticket, seen_by(amina), now=NOON)
    assert "téléphone" not in repr(told)
    assert Note.objects.get(ticket=ticket).body == "Elle préfère le téléphone."


def test_it_is_not_handed_to_whoever_has_it_nor_to_a_unit(
    ticket: Ticket, bruno: Staff, ines: Staff, chloe: Staff
) -> None:
    for owner in (bruno, ines, chloe):
        with pytest.raises(ValueError, match=r"."), transaction.atomic():
            actions.hand_over(ticket, by=seen_by(bruno), now=NOON, owner=owner, words="Pour toi")
    assert not Message.objects.filter(ticket=ticket, details__about="owner").exists()


@pytest.mark.proves("PRE-01")
def test_a_confidential_opinion_is_read_by_whoever_asked_and_whoever_gave_it_alone(
    ticket: Ticket, bruno: Staff, chloe: Staff, ines: Staff, house: House
) -> None:
    question = ask(ticket, bruno, house, question=True, sealed=True, assignee=ines)
    given = actions.finish_task(question, by=seen_by(ines), now=NOON, result="Entre nous : non.")
    assert [reads_result(seen_by(one), given) for one in (bruno, ines, chloe)] == [True, True, False]
    assert not ask(ticket, bruno, house, sealed=True).sealed, "work is not an opinion"


def test_whoever_is_asked_is_reminded_once_a_day_at_most_and_one_goes_on_without_them(
    ticket: Ticket, bruno: Staff, ines: Staff, house: House
) -> None:
    question = ask(ticket, bruno, house, question=True)
    assert actions.remind_task(question, by=seen_by(bruno), now=NOON).reminders == 1
    with pytest.raises(actions.RemindedAlready), transaction.atomic():
        actions.remind_task(question, by=seen_by(bruno), now=NOON + timedelta(hours=2))
    assert actions.remind_task(question, by=seen_by(bruno), now=NOON + timedelta(days=1)).reminders == 2
    with pytest.raises(Refused):
        actions.remind_task(question, by=seen_by(ines), now=NOON + timedelta(days=2))
    assert actions.cancel_task(question, by=seen_by(bruno), now=NOON).state == "cancelled"
    with pytest.raises(actions.NotInHand), transaction.atomic():
        actions.remind_task(question, by=seen_by(bruno), now=NOON + timedelta(days=3))
