"""Calls and visits: who, by whom, recognised how, needed or not, about what; narrowed, and never past a wall."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Contact, Ticket
from guichet.doors.desk import calllog
from guichet.doors.desk.tests.conftest import Enter
from tests.cast import NOON, a_person, a_staff, a_ticket

pytestmark = pytest.mark.django_db


def a_contact(person: Person | None, staff: Staff, ticket: Ticket | None = None, **more: Any) -> Contact:
    usual: dict[str, Any] = {"at": NOON, "channel": "phone", "language": "fr", "words": "Une question sur le bail."}
    return Contact.objects.create(person=person, staff=staff, ticket=ticket, **usual | more)


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    return enter(bruno)


@pytest.fixture
def lea(house: dict[str, Organisation]) -> Staff:
    return a_staff(house, "CS", "Lea", "Morin", "agent")


def listed(desk: Client, **asked: Any) -> str:
    response = desk.get(reverse("desk-contacts"), asked)
    assert response.status_code == 200
    return str(response.content.decode())


def test_each_call_tells_who_by_whom_how_recognised_whether_needed_and_about_what(
    desk: Client, amina: Person, bruno: Staff
) -> None:
    chair, lamp = (a_ticket(amina, owner=bruno, title=title) for title in ("Une chaise", "Une lampe"))
    call = a_contact(
        amina, bruno, chair, duration=190, identity="known_number", value_class="failure", failure_cause="follow_up"
    )
    call.also.add(lamp)

    html = listed(desk)

    for words in (
        "Telephone", "4 minutes", "Amina Diallo", "Known telephone number", "We had failed them",
        "Asks where it stands", "Bruno Tremblay", "Une chaise", "Une lampe",
        reverse("desk-ticket", args=[chair.number]), reverse("desk-ticket", args=[lamp.number]),
    ):  # fmt: skip
        assert words in html
    french = desk.get(reverse("desk-contacts"), headers={"accept-language": "fr"})
    assert french.status_code == 200


def test_a_call_about_nothing_shows_its_words_and_a_mail_is_no_call(desk: Client, amina: Person, bruno: Staff) -> None:
    a_contact(None, bruno, words="Vos heures d’ouverture ?", channel="visit")
    a_contact(amina, bruno, channel="email", words="Un courriel")

    html = listed(desk)

    assert "Vos heures d’ouverture" in html and "Somebody unknown" in html and "Not recognised" in html
    assert "Un courriel" not in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"channel": "visit"}, ["visite"]),
        ({"needed": "failure"}, ["échec"]),
        ({"needed": "none"}, ["visite", "hier"]),
        ({"cause": "follow_up"}, ["échec"]),
        ({"identity": "in_person"}, ["visite"]),
        ({"matter": "no"}, ["visite", "échec", "hier", "collègue"]),
        ({"matter": "yes"}, []),
        ({"until": "2026-03-02"}, ["hier"]),
        ({"since": "2026-03-03", "channel": "visit"}, ["visite"]),
        ({"needed": "nonsense"}, ["visite", "échec", "hier", "collègue"]),
    ],
)
def test_the_address_narrows_them(
    desk: Client, amina: Person, bruno: Staff, lea: Staff, asked: dict[str, str], found: list[str]
) -> None:
    a_contact(amina, bruno, words="visite", channel="visit", identity="in_person")
    a_contact(amina, bruno, words="échec", value_class="failure", failure_cause="follow_up")
    a_contact(amina, bruno, words="hier", at=NOON - timedelta(days=1))
    a_contact(amina, lea, words="collègue", value_class="value")

    html = listed(desk, **asked)

    shown = [words for words in ("visite", "échec", "hier", "collègue") if f">{words}<" in html]
    assert shown == found
    assert ("was not understood" in html) is ("nonsense" in asked.values())


def test_ones_own_and_those_of_one_person(desk: Client, amina: Person, bruno: Staff, lea: Staff) -> None:
    gwen = a_person("gwen@example.org", "Gwen", "Hall", language="en")
    a_contact(amina, lea, words="chez Lea")
    a_contact(gwen, bruno, words="chez Bruno")

    mine, hers = listed(desk, staff=bruno.pk), listed(desk, person=amina.pk)

    assert ("chez Bruno" in mine, "chez Lea" in mine) == (True, False)
    assert ("chez Lea" in hers, "chez Bruno" in hers) == (True, False)
    assert "Of Amina Diallo only." in hers
    card = desk.get(reverse("desk-person", args=[amina.pk])).content.decode()
    assert f"{reverse('desk-contacts')}?person={amina.pk}" in card


def test_a_call_about_a_matter_behind_a_wall_does_not_exist(
    desk: Client, amina: Person, lea: Staff, bruno: Staff, enter: Enter
) -> None:
    secret = a_ticket(amina, owner=lea, title="Un congé", confidential=True)
    plain = a_ticket(amina, owner=lea, title="Une chaise")
    a_contact(amina, lea, secret, words="appel secret")
    mixed = a_contact(amina, lea, plain, words="appel double")
    mixed.also.add(secret)

    theirs, mine = listed(enter(lea)), listed(desk)

    assert "Un congé" in theirs and "Une chaise" in theirs
    assert "Un congé" not in mine and "Une chaise" not in mine
    assert "No call and no visit answers" in mine


def test_older_ones_follow_and_none_comes_twice(
    desk: Client, amina: Person, bruno: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calllog, "PAGE", 3)
    made = [a_contact(amina, bruno, words=f"appel {n}") for n in range(7)]
    first = listed(desk, channel="phone")
    assert f"before={made[4].pk}" in first and "channel=phone" in first
    a_contact(amina, bruno, words="appel nouveau")
    second = listed(desk, channel="phone", before=made[4].pk)
    assert [n for n in range(7) if f">appel {n}<" in second] == [1, 2, 3]
    last = listed(desk, channel="phone", before=made[1].pk)
    assert [n for n in range(7) if f">appel {n}<" in last] == [0]
    assert 'rel="next"' not in last and "Back to the first" in last


def test_the_list_costs_the_same_however_long_it_is(desk: Client, amina: Person, bruno: Staff) -> None:
    def cost() -> int:
        listed(desk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            listed(desk)
        return len(asked)

    a_contact(amina, bruno, a_ticket(amina, owner=bruno)).also.add(a_ticket(amina, owner=bruno))
    few = cost()
    for _n in range(9):
        a_contact(amina, bruno, a_ticket(amina, owner=bruno)).also.add(a_ticket(amina, owner=bruno))
    assert cost() == few <= 10


@pytest.mark.proves("BIL-06")
def test_a_contact_beside_every_request_is_marked_and_becomes_one_by_whoever_had_it(
    desk: Client, amina: Person, bruno: Staff, lea: Staff, hiring: Service
) -> None:
    a_contact(amina, lea, words="Chez Lea")
    kept = a_contact(amina, bruno, words="Un bail", service=hiring, tier="support")
    html = listed(desk)
    assert html.count("Contact without a request") == 2 and hiring.name.in_language("en") in html
    again = f"{reverse('desk-new-contact')}?same={kept.pk}"
    assert html.count("Make a request of it") == 1 and f'href="{again}"' in html
    assert f'name="contact" value="{kept.pk}"' in desk.get(again).content.decode()
    said = {"caller": f"{amina.pk}:self", "words": "Un bail", "outcome": "follow_up", "contact": kept.pk}
    usual = {"channel": "phone", "language": "fr"}
    assert desk.post(reverse("desk-new-contact"), usual | said).status_code == 302
    kept.refresh_from_db()
    assert kept.ticket and not kept.also.exists()
    assert listed(desk).count("Contact without a request") == 1
    assert "Un bail" not in listed(desk, matter="no") and "Chez Lea" not in listed(desk, tier="support")
