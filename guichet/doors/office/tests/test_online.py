"""How people get through the forms by themselves, and whoever keeps a service where too few do."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.forms.models import Draft, Version
from guichet.areas.forms.queries import alone
from guichet.areas.forms.rules.alone import Alone, done_how
from guichet.areas.forms.tests.examples import publish
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Contact, Ticket
from guichet.areas.upkeep.actions import warn_of_forms
from guichet.areas.upkeep.models import FormWarning
from guichet.doors.office.tests.test_offered import as_one
from guichet.doors.time.tests.test_links import words_of
from guichet.ground import clock, recent
from guichet.ground.access import SYSTEM
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, a_ticket

pytestmark = pytest.mark.proves("CAT-06")
EARLIER, NIGHT = NOON - timedelta(days=10), timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "fit", "poor", "how"),
    [
        (Alone(20, 12, 4, 9), 45, False, "online"), (Alone(20, 11, 0, 11), 55, True, "helped"),
        (Alone(20, 20, 5, 15), 75, True, "helped"), (Alone(9, 0, 9, 0), 0, False, "online"),
        (Alone(), 0, False, "online"),
    ],
)  # fmt: skip
def test_a_form_is_poor_where_too_few_end_it_or_too_many_need_a_person(
    told: Alone, fit: int, poor: bool, how: str
) -> None:
    assert (told.fit, told.is_poor, done_how(online=True, alone=told, ways=True)) == (fit, poor, how)


def test_what_cannot_be_asked_for_online_is_done_with_help() -> None:
    assert done_how(online=False, alone=Alone(), ways=True) == "helped"
    assert done_how(online=False, alone=Alone(), ways=False) == ""


def began(service: Service, *, times: int, done: int, at: datetime = EARLIER, **more: Any) -> list[Draft]:
    """Let some people begin the form of a service, and some of them end it."""
    version = Version.objects.get(form__service=service, state="published")
    recent.forget(alone.KEPT)
    ends = [at + timedelta(hours=1)] * done + [None] * (times - done)
    return Draft.rows.bulk_create(
        Draft(version=version, language="fr", started_at=at, changed_at=at, done_at=end, **more) for end in ends
    )


def called(person: Person, ticket: Ticket, *, after: timedelta, **more: Any) -> None:
    said = {"channel": "phone", "inbound": True, "language": "fr"} | more
    Contact.objects.create(person=person, ticket=ticket, at=EARLIER + after, **said)


@pytest.mark.django_db
def test_leakage_is_help_asked_or_another_way_taken_about_the_same_service_within_72_hours(
    hiring: Service, amina: Person, django_assert_num_queries: Any
) -> None:
    publish(hiring)
    about, other = a_ticket(amina, service=hiring), a_ticket(amina)
    began(hiring, times=3, done=2)
    began(hiring, times=1, done=1, helped_at=EARLIER + timedelta(hours=1))
    began(hiring, times=1, done=1, helped_at=EARLIER + timedelta(hours=80))
    began(hiring, times=1, done=0, person=amina)
    began(hiring, times=5, done=5, by_staff=True)
    began(hiring, times=5, done=0, at=NOON - timedelta(hours=2))
    began(hiring, times=5, done=0, at=NOON - timedelta(days=200))
    for after, matter, more in (
        (timedelta(hours=1), other, {}), (timedelta(hours=73), about, {}),
        (timedelta(hours=1), about, {"inbound": False}), (timedelta(hours=1), about, {"channel": "web"}),
    ):  # fmt: skip
        called(amina, matter, after=after, **more)
    assert alone.counted(now=NOON) == {hiring.pk: Alone(6, 4, 1, 3)}
    called(amina, about, after=timedelta(hours=71))
    with django_assert_num_queries(1):
        assert alone.counted(now=NOON) == {hiring.pk: Alone(6, 4, 2, 3)}


@pytest.mark.django_db
def test_completion_forced_to_55_per_cent_tells_whoever_keeps_the_service_once(
    hiring: Service, bruno: Staff, chloe: Staff
) -> None:
    publish(hiring)
    Service.objects.update(responsible=bruno)
    began(hiring, times=20, done=11)
    assert warn_of_forms(by=SYSTEM, now=NOON) == 1
    letter = Outgoing.objects.get()
    assert letter.address == bruno.email
    with clock.at(NOON):
        said = words_of(letter)
    assert "Embauche, caucus" in said and "55" in said and "20" in said and "/office/services/online/" in said
    for nights in (1, 2, 9):
        recent.forget(alone.KEPT)
        assert warn_of_forms(by=SYSTEM, now=NOON + nights * NIGHT) == 0, "once, not every day"
    assert Outgoing.objects.count() == 1
    began(hiring, times=20, done=20)
    assert warn_of_forms(by=SYSTEM, now=NOON + 10 * NIGHT) == 0 and not FormWarning.objects.exists()
    began(hiring, times=40, done=0)
    assert warn_of_forms(by=SYSTEM, now=NOON + 11 * NIGHT) == 1, "a new trouble is told"


@pytest.mark.django_db
def test_a_service_that_nobody_keeps_reaches_whoever_leads(hiring: Service, bruno: Staff, chloe: Staff) -> None:
    publish(hiring)
    began(hiring, times=20, done=11)
    warn_of_forms(by=SYSTEM, now=NOON)
    assert [one.address for one in Outgoing.objects.all()] == [chloe.email]


@pytest.mark.django_db
def test_the_sheet_and_the_office_say_whether_a_service_is_done_online_or_with_help(
    hiring: Service, bruno: Staff, chloe: Staff, django_assert_max_num_queries: Any
) -> None:
    publish(hiring)
    sheet = reverse("portal-service", args=["A04"])
    with clock.at(NOON):
        assert (
            "You can ask for it here by yourself"
            in Client().get(sheet, headers={"accept-language": "en"}).content.decode()
        )
        began(hiring, times=20, done=11)
        fr = unescape(Client().get(sheet, headers={"accept-language": "fr"}).content.decode())
        assert "Avec aide" in fr and "En ligne</span>" not in fr
        warn_of_forms(by=SYSTEM, now=NOON)
        client = as_one(chloe)
        assert "With help" in client.get(reverse("office-services")).content.decode()
        with django_assert_max_num_queries(16):
            shown = unescape(client.get(reverse("office-online")).content.decode())
        assert "55%" in shown and ">told " in shown
        own = as_one(bruno)
        assert "A04" not in own.get(reverse("office-online")).content.decode(), "one sees what one keeps"
        Service.objects.update(responsible=bruno)
        assert "A04" in own.get(reverse("office-online")).content.decode()
        answer: Any = client.get(reverse("office-online"), {"format": "csv"})
    assert b"A04" in b"".join(answer)
