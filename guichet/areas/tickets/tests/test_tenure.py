"""A request keeps how long its client had been one on the day on which it came in."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from guichet.areas.people.models import Membership, Person
from guichet.areas.tickets.models import Ticket
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_person, a_ticket


@pytest.mark.proves("CLI-05")
def test_the_band_is_that_of_the_day_of_the_request_and_stays(amina: Person) -> None:
    Membership.objects.filter(person=amina).update(starts_on=date(2018, 1, 8))
    before = a_ticket(amina, at=NOON - timedelta(days=9 * 365))
    settled, experienced = a_ticket(amina, at=NOON - timedelta(days=365)), a_ticket(amina)
    Membership.objects.filter(person=amina).update(starts_on=NOON.date())
    for ticket, band in [(before, "new"), (settled, "settled"), (experienced, "experienced")]:
        ticket.refresh_from_db()
        assert ticket.tenure == Entry.objects.get(stream=ticket.stream, position=1).data["tenure"] == band


@pytest.mark.proves("CLI-05")
@pytest.mark.usefixtures("house")
def test_who_has_no_place_is_a_client_since_their_first_request(amina: Person) -> None:
    citizen = a_person("tom@example.org", "Tom", "Leblanc", group="citizen")
    bands = [a_ticket(citizen, holder=citizen, at=NOON - timedelta(days=days)).tenure for days in (400, 100, 30)]
    assert bands == ["new", "new", "settled"]
    made = {ticket.pk: str(ticket.tenure) for ticket in [a_ticket(amina), *Ticket.rows.all()]}
    Ticket.rows.update(tenure="")
    import_module("guichet.areas.tickets.migrations.0020_tenure").derive(apps, None)
    assert dict(Ticket.rows.values_list("pk", "tenure")) == made
