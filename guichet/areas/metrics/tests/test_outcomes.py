"""The first resolution and the first return of a ticket are remembered, and can be derived again."""

from datetime import timedelta

import pytest

from guichet.areas.metrics.models import Outcome
from guichet.areas.metrics.readers import outcomes
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from tests.cast import NOON, a_ticket, seen_by

HOUR = timedelta(hours=1)


@pytest.mark.proves("MES-01")
def test_a_ticket_that_came_back_keeps_its_first_resolution(amina: Person, bruno: Staff) -> None:
    ticket, agent = a_ticket(amina, owner=bruno), seen_by(bruno)
    tickets.resolve(ticket, by=agent, now=NOON + HOUR, code="done", body="C’est fait.")
    tickets.reject(
        ticket, by=seen_by(amina), now=NOON + 2 * HOUR, said=tickets.ClientWords(body="Pas tout à fait.", channel="web")
    )
    tickets.resolve(ticket, by=agent, now=NOON + 3 * HOUR, code="done", body="Voilà.")
    kept = Outcome.objects.values("ticket_id", "resolved_at", "reopened_at")
    expected = [{"ticket_id": ticket.pk, "resolved_at": NOON + HOUR, "reopened_at": NOON + 2 * HOUR}]
    assert list(kept) == expected
    outcomes.rebuild()
    assert list(kept.all()) == expected


@pytest.mark.proves("MES-01")
def test_an_answer_taken_back_before_it_left_was_no_resolution(amina: Person, bruno: Staff) -> None:
    ticket, agent = a_ticket(amina, owner=bruno), seen_by(bruno)
    answer = tickets.resolve(ticket, by=agent, now=NOON + HOUR, code="done", body="C’est fait.")
    tickets.unsend(ticket, answer, by=agent, now=answer.visible_from - timedelta(seconds=1))
    assert Outcome.objects.get().resolved_at is None
