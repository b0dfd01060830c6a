"""The one question is answered once, whatever became of the ticket and however often the button is pressed."""

from datetime import timedelta

import pytest

from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Person, Staff
from guichet.areas.surveys import actions as surveys
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Task, Ticket
from guichet.ground.access import SYSTEM
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(minutes=1), NOON + timedelta(hours=1)


@pytest.fixture
def closed(amina: Person, bruno: Staff) -> Ticket:
    """A ticket that its client said is settled."""
    ticket = a_ticket(amina, owner=bruno)
    tickets.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="C’est fait.")
    return tickets.confirm(ticket, by=seen_by(amina), now=SOON)


@pytest.mark.proves("I14")
def test_two_presses_at_once_ask_for_one_call(closed: Ticket) -> None:
    surveys.ask(closed, by=SYSTEM, now=SOON)
    first, second = Pulse.objects.get(ticket=closed), Pulse.objects.get(ticket=closed)
    for pulse in (first, second):
        surveys.answer(pulse, by=ANONYMOUS, now=LATER, score=1)
    assert Task.rows.filter(ticket=closed, key="call_back").count() == 1


def test_a_low_answer_on_a_withdrawn_ticket_is_kept(closed: Ticket, bruno: Staff) -> None:
    pulse = surveys.ask(closed, by=SYSTEM, now=SOON)
    tickets.reopen(closed, by=seen_by(bruno), now=SOON, cause="asked")
    tickets.cancel(closed, by=seen_by(bruno), now=SOON, reason="client_wish")
    surveys.answer(pulse, by=ANONYMOUS, now=LATER, score=1)
    assert Pulse.objects.get(ticket=closed).score == 1
    assert Ticket.rows.get(pk=closed.pk).state == "cancelled"
