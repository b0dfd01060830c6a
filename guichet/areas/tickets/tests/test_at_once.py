"""Many hands on one ticket at once: one chain, no word lost, one outcome."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.journal.models import Entry
from guichet.ground.journal.seals import verify
from tests.cast import NOON, a_ticket, seen_by

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proves("D13", "D09")]
HANDS = 8


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Let eight threads act, and return what each got: a result, or what refused it."""

    def alone(turn: int) -> Any:
        try:
            return act(turn)
        except ValueError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(alone, range(HANDS)))


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.rows.get(pk=ticket.pk)


def test_eight_replies_at_once_make_one_chain(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    at_once(lambda turn: actions.reply(fresh(ticket), by=seen_by(bruno), now=NOON, body=f"Mot {turn}"))
    assert Message.objects.filter(ticket=ticket, kind="reply").count() == HANDS
    verdict = verify()
    assert not verdict.fault, verdict.fault
    positions = list(Entry.objects.filter(stream=ticket.stream).order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
    assert fresh(ticket).version == 1 + HANDS


def test_of_eight_answers_at_once_the_client_gets_one(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    at_once(lambda turn: actions.resolve(fresh(ticket), by=seen_by(bruno), now=NOON, code="done", body=f"Fait {turn}"))
    assert Message.objects.filter(ticket=ticket, kind="answer").count() == 1


def test_yes_and_no_at_once_leave_one_of_the_two(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    actions.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="C’est fait.")

    def say(turn: int) -> Any:
        if turn % 2:
            return actions.confirm(fresh(ticket), by=seen_by(amina), now=NOON)
        return actions.reject(
            fresh(ticket), by=seen_by(amina), now=NOON, said=actions.ClientWords(body="Non.", channel="web")
        )

    at_once(say)
    now = fresh(ticket)
    assert (now.state == "closed") == (now.closed_at is not None)
    assert not verify().fault
