"""The same form sent many times at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.portal import limits

PRESSES = 8


@pytest.mark.proves("I14")
@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_many_times_at_once_makes_one_ticket(
    amina: Person, bruno: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "too_many", lambda *_: False)
    data = {"body": "En panne.", "name": "Amina", "email": "amina@example.org", "language": "fr", "key": "once"}

    def press(_: int) -> int:
        try:
            return Client().post("/ask/", data).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PRESSES) as pool:
        assert list(pool.map(press, range(PRESSES))) == [302] * PRESSES
    assert Ticket.rows.count() == 1
