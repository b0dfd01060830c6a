"""The same call many times at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from guichet.areas.people.models import Person
from guichet.areas.tickets.models import Ticket
from guichet.doors.api.tests.calls import *  # noqa: F403
from guichet.doors.api.tests.calls import BODY, a_token, machine
from tests.cast import *  # noqa: F403

CALLS = 24


@pytest.mark.proves("I14")
@pytest.mark.django_db(transaction=True)
def test_one_key_given_many_times_at_once_makes_one_ticket(amina: Person) -> None:
    token = a_token()[1]

    def call(_: int) -> tuple[int, str]:
        try:
            response = machine(token).post("tickets", BODY, **{"Idempotency-Key": "once"})
            return response.status_code, response.json()["number"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(call, range(CALLS)))

    assert sorted(status for status, _ in found) == [200] * (CALLS - 1) + [201]
    assert {number for _, number in found} == {Ticket.rows.get().number}
