"""Who reads a confidential ticket, and behind whose wall it stands: said by few, recorded always."""

import pytest
from django.db import transaction

from guichet.areas.catalogue.models import Service
from guichet.areas.people.actions import compartment_of
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.actions.care import InConflict
from guichet.areas.tickets.actions.wall import CannotRead, NotConfidential
from guichet.areas.tickets.models import Ticket
from guichet.ground import search
from guichet.ground.access import Refused
from guichet.ground.journal.models import Entry
from tests.cast import NOON, a_staff, a_ticket, amina, bruno, chloe, dario, fresh_catalogue, hiring, house, seen_by

__all__ = ["amina", "bruno", "chloe", "dario", "fresh_catalogue", "hiring", "house"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(house: dict[str, Organisation], amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    """A confidential ticket of an office, that Bruno is in charge of."""
    hiring.confidential = True
    hiring.save()
    return a_ticket(amina, owner=bruno, service=hiring, holder=house["BN-01"])


def kinds(ticket: Ticket) -> list[str]:
    return list(Entry.objects.filter(stream=ticket.stream).order_by("pk").values_list("kind", flat=True))


def sees(who: Staff, ticket: Ticket) -> bool:
    return bool(Ticket.objects.visible_to(seen_by(who)).filter(pk=ticket.pk).exists())


@pytest.mark.proves("GOU-06")
def test_a_reader_sees_a_confidential_ticket_until_withdrawn(secret: Ticket, bruno: Staff, chloe: Staff) -> None:
    assert not sees(chloe, secret)
    actions.designate_reader(secret, by=seen_by(bruno), now=NOON, reader=chloe)
    actions.designate_reader(secret, by=seen_by(bruno), now=NOON, reader=chloe)
    assert sees(chloe, secret)
    actions.withdraw_reader(secret, by=seen_by(bruno), now=NOON, reader=chloe)
    assert not sees(chloe, secret)
    assert kinds(secret)[-2:] == ["tickets.reader_designated", "tickets.reader_withdrawn"]


@pytest.mark.proves("GOU-06")
def test_only_whoever_is_in_charge_or_a_manager_who_reads_it_says_who_else_does(
    secret: Ticket, bruno: Staff, chloe: Staff, house: dict[str, Organisation]
) -> None:
    other = a_staff(house, "CS", "Lea", "Comeau", "agent")
    with pytest.raises(Refused):
        actions.designate_reader(secret, by=seen_by(chloe), now=NOON, reader=chloe)
    for reader in (other, chloe):
        actions.designate_reader(secret, by=seen_by(bruno), now=NOON, reader=reader)
    with pytest.raises(Refused):
        actions.withdraw_reader(secret, by=seen_by(other), now=NOON, reader=chloe)
    actions.withdraw_reader(secret, by=seen_by(chloe), now=NOON, reader=other)
    assert not sees(other, secret)


@pytest.mark.proves("GOU-06")
def test_nobody_in_conflict_and_nobody_who_would_not_see_it_is_designated(
    secret: Ticket, bruno: Staff, chloe: Staff, dario: Staff
) -> None:
    chloe.conflicts = ["AZUR"]
    chloe.save()
    for reader, refusal in ((chloe, InConflict), (dario, CannotRead)):
        with pytest.raises(refusal), transaction.atomic():
            actions.designate_reader(secret, by=seen_by(bruno), now=NOON, reader=reader)


def test_an_ordinary_ticket_has_no_readers_to_name(amina: Person, bruno: Staff, chloe: Staff) -> None:
    with pytest.raises(NotConfidential):
        actions.designate_reader(a_ticket(amina, owner=bruno), by=seen_by(bruno), now=NOON, reader=chloe)


@pytest.mark.proves("GOU-07")
def test_settling_on_whose_behalf_is_recorded_once(amina: Person, bruno: Staff, house: dict[str, Organisation]) -> None:
    ticket = a_ticket(amina, owner=bruno, behalf_certain=False, title="Imprimante")
    was, office = ticket.compartment_id, compartment_of(house["BN-01"])
    for _again in range(2):
        actions.settle_behalf(ticket, by=seen_by(bruno), now=NOON, compartment=office)
    assert kinds(ticket).count("tickets.behalf_settled") == 1
    fact = Entry.objects.get(stream=ticket.stream, kind="tickets.behalf_settled")
    assert (fact.data["compartment"], fact.data["was"]) == (office.pk, was)
    assert list(search.find("imprimante", kind="ticket", within=None, scopes=[office.pk]))
