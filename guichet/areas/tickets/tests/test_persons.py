"""The same human being twice: suggested, made one, two again exactly; never across a wall."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.intake.actions import receive
from guichet.areas.intake.rules import Sender, Submission, Thread
from guichet.areas.people import actions as people
from guichet.areas.people.models import (
    Compartment,
    ContactPoint,
    Delegation,
    Membership,
    Person,
    PersonMerge,
    Staff,
    User,
)
from guichet.areas.people.queries import persons_by_email, viewer_of_user
from guichet.areas.tickets import actions
from guichet.areas.tickets.actions import NotOnePerson
from guichet.areas.tickets.models import Contact, Message, Party, Ticket
from guichet.areas.tickets.queries.persons import namesakes, standing_for
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.journal.models import Entry
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TABLES = (Person, ContactPoint, Membership, Delegation, Compartment, Message, Contact, Party)


@pytest.fixture
def again(house: Any) -> Person:
    """Amina, who wrote from another address."""
    return a_person("amina@elsewhere.example", "Amina", "Diallo", language="en", group="citizen")


def join(kept: Person, gone: Person, by: Staff, **more: Any) -> PersonMerge:
    return actions.merge_persons(kept, by=seen_by(by), now=more.get("now", NOON), gone=gone)


def part(kept: Person, gone: Person, by: Staff, now: Any = NOON + HOUR) -> PersonMerge:
    return actions.unmerge_persons(kept, by=seen_by(by), now=now, gone=gone)


def snapshot() -> dict[str, list[Any]]:
    held = {model.__name__: list(model._base_manager.order_by("pk").values()) for model in TABLES}
    names = ("pk", "requester_id", "compartment_id", "state")
    return held | {"Ticket": list(Ticket.rows.order_by("pk").values(*names))}


def test_the_same_name_and_nearly_the_same_address_is_suggested(amina: Person, again: Person, etienne: Person) -> None:
    a_person("someone@example.org", "Amina", "Diallo")
    assert namesakes(amina) == [again]
    assert namesakes(etienne) == []


def test_the_same_telephone_is_enough(amina: Person, bruno: Staff) -> None:
    new = people.NewPerson(given_name="Amina", family_name="Diallo", phone="250 555 0142")
    other = people.register(new, by=SYSTEM, now=NOON)
    people.add_contact_point(amina, by=seen_by(bruno), now=NOON, kind="phone", value="+1 (250) 555-0142")
    assert namesakes(amina) == [other]


@pytest.mark.proves("CLI-01")
def test_made_one_everything_goes_over_and_both_addresses_reach_them(
    amina: Person, again: Person, bruno: Staff, house: Any
) -> None:
    theirs = a_ticket(again, owner=bruno, title="Une lampe")
    join(amina, again, bruno)

    held = Ticket.rows.get(pk=theirs.pk)
    assert (held.requester, held.compartment) == (amina, amina.compartment)
    assert Ticket.objects.visible_to(seen_by(amina)).filter(pk=theirs.pk).exists()
    assert persons_by_email("amina@elsewhere.example") == persons_by_email("amina@example.org") == [amina]
    assert standing_for(Person.objects.get(pk=again.pk)) == amina
    sent = Submission(
        channel="email", sender=Sender(email="amina@elsewhere.example"), body="Alors ?", received_at=NOON + HOUR,
        thread=Thread(ticket=theirs.pk, person=again.pk),
    )  # fmt: skip
    receive(sent, by=SYSTEM, now=NOON + HOUR)
    words = Message.objects.get(body="Alors ?")
    assert (words.person, words.verified) == (amina, True)
    told = Entry.objects.filter(stream=f"person:{amina.pk}").get()
    assert told.kind == "people.merged" and "Diallo" not in str(told.data)
    assert Entry.objects.filter(stream=theirs.stream).order_by("-pk")[1].kind == "tickets.requester_merged"


@pytest.mark.proves("CLI-01")
def test_made_two_again_each_has_exactly_what_it_had(amina: Person, again: Person, bruno: Staff, house: Any) -> None:
    a_ticket(again, owner=bruno, title="Une lampe")
    watched = a_ticket(amina, owner=bruno)
    other = a_person("yvon@example.org", "Yvon", "Roy")
    wishes = actions.Wishes(level="all", language="fr", channel="email")
    third = a_ticket(other, owner=bruno)
    actions.add_party(third, by=seen_by(bruno), now=NOON, person=again, role="observer", wishes=wishes)
    Membership.objects.create(person=again, organisation=house["BN-01"], role="volunteer", starts_on=TODAY)
    Delegation.objects.create(grantor_person=other, delegate=again, scopes=["all"], starts_on=TODAY)
    user = User.objects.create_user("amina@elsewhere.example")
    Person.objects.filter(pk=again.pk).update(user=user)
    before = snapshot()

    join(amina, again, bruno)
    assert snapshot() != before
    signed = viewer_of_user(user, on=TODAY)
    assert signed is not None and signed.person == amina.pk
    part(amina, again, bruno)
    assert snapshot() == before
    assert watched.requester_id == amina.pk
    with pytest.raises(NotOnePerson), transaction.atomic():
        part(amina, again, bruno)


def test_after_thirty_days_they_stay_one(amina: Person, again: Person, bruno: Staff) -> None:
    join(amina, again, bruno)
    with pytest.raises(NotOnePerson), transaction.atomic():
        part(amina, again, bruno, now=NOON + timedelta(days=31))


@pytest.mark.parametrize("why", ["wall", "acts", "hidden", "same", "gone"])
@pytest.mark.proves("GOU-06")
def test_what_stays_two_is_said_and_nothing_moves(
    why: str, amina: Person, again: Person, bruno: Staff, chloe: Staff, house: Any
) -> None:
    gone = again
    if why == "wall":
        Membership.objects.create(person=again, organisation=house["LV-01"], role="office_staff", starts_on=TODAY)
    elif why == "acts":
        Delegation.objects.create(grantor_person=amina, delegate=again, scopes=["all"], starts_on=TODAY)
    elif why == "hidden":
        secret = a_ticket(again, owner=chloe)
        Ticket.rows.filter(pk=secret.pk).update(confidential=True)
    elif why == "same":
        gone = amina
    else:
        Person.objects.filter(pk=again.pk).update(erased_at=NOON)
    before = snapshot()
    with pytest.raises(NotOnePerson) as refusal, transaction.atomic():
        join(amina, gone, bruno)
    assert refusal.value.why == why
    assert snapshot() == before


def test_only_the_window_makes_one_of_two(amina: Person, again: Person, ines: Staff) -> None:
    with pytest.raises(Refused):
        join(amina, again, ines)
