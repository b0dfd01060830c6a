"""Words are taken back whole or not at all, and undo only what they had decided themselves."""

from datetime import timedelta

import pytest
from django.db import transaction

from guichet.areas.notifications.readers import letters
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.outbox import api as outbox
from guichet.ground.outbox.models import Outgoing, State
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("O05", "D13")]
SOON, LATER = NOON + timedelta(seconds=3), NOON + timedelta(seconds=6)


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A ticket in Bruno's hands."""
    return a_ticket(amina, owner=bruno)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


def letter(message: Message) -> Outgoing:
    letters.run()
    return Outgoing.objects.get(kind="message", refs__message=message.pk)


def test_a_letter_that_was_taken_back_is_not_claimed(ticket: Ticket, bruno: Staff) -> None:
    said = actions.reply(ticket, by=seen_by(bruno), now=NOON, body="Trop vite.")
    row = letter(said)
    actions.unsend(ticket, said, by=seen_by(bruno), now=SOON)
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    claimed = outbox.claim(worker="w", now=NOON + timedelta(minutes=1), batch=50)
    assert row.pk not in {one.pk for one in claimed}


def test_words_that_a_worker_is_sending_can_no_longer_be_taken_back(ticket: Ticket, bruno: Staff) -> None:
    said = actions.reply(ticket, by=seen_by(bruno), now=NOON, body="Trop vite.")
    Outgoing.objects.filter(pk=letter(said).pk).update(lease_until=LATER, worker="w")
    with pytest.raises(actions.TooLateToUnsend), transaction.atomic():
        actions.unsend(ticket, said, by=seen_by(bruno), now=SOON)
    said.refresh_from_db()
    assert said.withdrawn_at is None


def test_taking_a_reply_back_does_not_reopen_what_was_answered_since(ticket: Ticket, bruno: Staff) -> None:
    said = actions.reply(ticket, by=seen_by(bruno), now=NOON, body="Un instant.")
    actions.resolve(ticket, by=seen_by(bruno), now=SOON, code="done", body="C’est fait.")
    actions.unsend(ticket, said, by=seen_by(bruno), now=LATER)
    assert (fresh(ticket).state, fresh(ticket).resolution_text) == ("resolved", "C’est fait.")


def test_taking_a_reply_back_does_not_revive_a_cancelled_ticket(ticket: Ticket, bruno: Staff) -> None:
    said = actions.reply(ticket, by=seen_by(bruno), now=NOON, body="Un instant.")
    actions.cancel(ticket, by=seen_by(bruno), now=SOON, reason="client_wish")
    actions.unsend(ticket, said, by=seen_by(bruno), now=LATER)
    assert fresh(ticket).state == "cancelled"


def test_an_answer_that_the_client_confirmed_stays(ticket: Ticket, bruno: Staff, amina: Person) -> None:
    answer = actions.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="C’est fait.")
    actions.confirm(ticket, by=seen_by(amina), now=SOON)
    with pytest.raises(actions.TooLateToUnsend), transaction.atomic():
        actions.unsend(ticket, answer, by=seen_by(bruno), now=LATER)
    assert (fresh(ticket).state, fresh(ticket).closed_at) == ("closed", SOON)


def test_a_colleagues_question_still_waits_when_ours_is_taken_back(
    ticket: Ticket, bruno: Staff, house: dict[str, object]
) -> None:
    colleague = a_staff(house, "CS", "Lea", "Comeau", "agent")  # type: ignore[arg-type]
    ours = actions.ask(ticket, by=seen_by(bruno), now=NOON, body="Quand ?")
    actions.ask(ticket, by=seen_by(colleague), now=SOON, body="Où ?")
    actions.unsend(ticket, ours, by=seen_by(bruno), now=LATER)
    assert fresh(ticket).state == "waiting_client"


def test_nobody_takes_a_colleagues_words_back(ticket: Ticket, bruno: Staff, house: dict[str, object]) -> None:
    colleague = a_staff(house, "CS", "Lea", "Comeau", "agent")  # type: ignore[arg-type]
    said = actions.reply(ticket, by=seen_by(bruno), now=NOON, body="Un instant.")
    with pytest.raises(Message.DoesNotExist):
        actions.unsend(ticket, said, by=seen_by(colleague), now=SOON)
