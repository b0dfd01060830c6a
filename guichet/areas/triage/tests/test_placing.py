"""Who is put in charge, why, and who never is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.queries import offer
from guichet.areas.people import actions as people
from guichet.areas.people.models import Person, Staff
from guichet.areas.people.rules import is_within
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.actions.care import InConflict, NotCertified, TheirOwn
from guichet.areas.triage.queries import Matter, contact_person, loads
from guichet.areas.triage.rules.placing import Hand, ranked, reasons
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_staff, a_ticket, seen_by


@pytest.fixture
def wei(house: Any) -> Staff:
    """A second agent, who speaks English only and knows hiring."""
    wei = a_staff(house, "CS", "Wei", "Chen", "agent")
    wei.languages, wei.competences = ["en"], ["A04"]
    wei.save()
    return wei


def matter(by: Person, service: Any = None, language: str = "fr") -> Matter:
    catalogue.forget()
    wanted = offer(service.pk if service else None, on=TODAY)
    return Matter(language=language, compartment=people.compartment_of(by), requester=by, offer=wanted)


def chosen(one: Matter, now: datetime = NOON) -> tuple[str, list[str]]:
    found = contact_person(one, now=now)
    return (found.staff.given_name, found.why.split()) if found else ("", [])


def test_points_weigh_language_then_competence_then_hours_and_room() -> None:
    def hand(staff: int, **more: Any) -> Hand:
        known: dict[str, Any] = {"speaks": False, "competent": False, "present": False, "load": 0, "cap": 40}
        return Hand(staff=staff, **known | more)

    hands = [hand(1, load=39), hand(2, present=True, load=39), hand(3, competent=True, load=39), hand(4, speaks=True)]
    assert [one.staff for one in ranked(hands)] == [4, 3, 2, 1]
    full = hand(5, competent=True, load=40)
    assert ranked([full, hand(6, load=20)])[0].staff == 6
    assert reasons(hands[3], hands) == ["language", "room"]


@pytest.mark.proves("TRI-01")
def test_the_choice_says_why(amina: Person, bruno: Staff, wei: Staff, hiring: Any) -> None:
    assert chosen(matter(amina)) == ("Bruno", ["language", "present", "room"])
    assert chosen(matter(amina, hiring, "en")) == ("Wei", ["language", "competence", "present", "room"])


@pytest.mark.proves("FOR-02")
def test_a_certified_service_is_never_given_to_somebody_without_its_competence(
    amina: Person, bruno: Staff, wei: Staff, hiring: Any
) -> None:
    hiring.certified = True
    hiring.save()
    assert chosen(matter(amina, hiring))[0] == "Wei"
    ticket = a_ticket(amina, owner=wei, service=hiring)
    with pytest.raises(NotCertified), transaction.atomic():
        tickets.assign(ticket, by=seen_by(wei), now=NOON, owner=bruno)
    with pytest.raises(NotCertified), transaction.atomic():
        tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)


@pytest.mark.proves("N8")
def test_nobody_is_in_charge_of_what_they_ask_or_of_a_client_they_declared(
    amina: Person, bruno: Staff, wei: Staff, house: Any
) -> None:
    own = people.NewPerson(
        given_name="Bruno", family_name="Tremblay", email="b@example.org", language="fr", group="employee"
    )
    himself = people.register(own, by=seen_by(wei), now=NOON)
    himself.user = bruno.user
    himself.save()
    assert chosen(matter(himself))[0] == "Wei"
    with pytest.raises(TheirOwn), transaction.atomic():
        tickets.assign(a_ticket(himself, owner=wei), by=seen_by(wei), now=NOON, owner=bruno)
    bruno.conflicts = ["AZUR"]
    bruno.save()
    office = people.compartment_of(house["BN-01"])
    one = Matter(language="fr", compartment=office, requester=amina, offer=offer(None, on=TODAY))
    assert chosen(one)[0] == "Wei"
    with pytest.raises(InConflict), transaction.atomic():
        tickets.assign(a_ticket(amina, owner=wei, holder=house["BN-01"]), by=seen_by(wei), now=NOON, owner=bruno)


def test_somebody_away_gets_nothing_from_the_first_day_to_the_last(amina: Person, bruno: Staff, wei: Staff) -> None:
    bruno.away_from, bruno.away_until = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    bruno.save()
    days = [chosen(matter(amina), NOON + timedelta(days=later))[0] for later in range(4)]
    assert days == ["Bruno", "Wei", "Wei", "Bruno"]


def test_own_hours_count_at_that_moment(amina: Person, bruno: Staff, wei: Staff) -> None:
    hours = {"tue": ["13:00-17:00"]}
    assert not is_within(hours, NOON)  # ten in the morning
    assert is_within(hours, NOON + timedelta(hours=4))
    assert not is_within(hours, NOON + timedelta(days=1, hours=4))
    assert is_within({}, NOON)
    Staff.objects.update(languages=["fr"], competences=[])
    Staff.objects.filter(pk=bruno.pk).update(hours=hours)
    assert chosen(matter(amina))[0] == "Wei"
    assert chosen(matter(amina), NOON + timedelta(hours=4))[0] == "Bruno"


def test_with_many_open_tickets_loads_are_counted_now_and_then_and_what_is_given_meanwhile_is_added(
    amina: Person, bruno: Staff, wei: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loads, "MANY", 0)
    wei.languages = bruno.languages = ["fr"]
    wei.save()
    bruno.save()
    a_ticket(amina, owner=bruno)
    assert [chosen(matter(amina))[0] for _ in range(3)] == ["Wei", "Bruno", "Wei"]  # one each, then two and one

    for _ in range(4):
        a_ticket(amina, owner=wei)
    assert chosen(matter(amina))[0] == "Bruno"  # not yet heard of: two each, and Bruno came first
    assert chosen(matter(amina))[0] == "Wei"
    monkeypatch.setattr(loads, "KEPT_FOR", 0.0)
    assert chosen(matter(amina))[0] == "Bruno"


def test_with_few_open_tickets_loads_are_always_as_they_stand(amina: Person, bruno: Staff, wei: Staff) -> None:
    wei.languages = bruno.languages = ["fr"]
    wei.save()
    bruno.save()
    assert [chosen(matter(amina))[0] for _ in range(2)] == ["Bruno", "Bruno"]
    a_ticket(amina, owner=bruno)
    assert chosen(matter(amina))[0] == "Wei"
