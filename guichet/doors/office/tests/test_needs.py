"""What people did not find is read and settled in the office."""

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.finding.actions import note_search
from guichet.areas.finding.models import UnmetNeed
from guichet.areas.finding.queries import services_for
from guichet.areas.people.access import ANONYMOUS
from guichet.areas.people.models import Staff
from guichet.ground import clock
from tests.cast import NOON, TODAY

pytestmark = [pytest.mark.proves("CAT-03", "SEG-02")]


@pytest.fixture
def office(client: Client, hiring: Service, chloe: Staff) -> Client:
    """Chloé in the office, after twelve searches of which three found nothing."""
    for place in range(12):
        found, words = (0, "Trouver du monde") if place < 3 else (1, "embauche")
        note_search(words, language="fr", channel="portal", found=found, by=ANONYMOUS, now=NOON)
    assert chloe.user
    client.force_login(chloe.user)
    client.cookies["django_language"] = "en"
    return client


def shown(office: Client) -> str:
    with clock.at(NOON):
        return office.get(reverse("office-needs")).content.decode()


def decide(office: Client, **sent: str) -> str:
    address = reverse("office-needs-decision", args=[UnmetNeed.objects.get().pk])
    with clock.at(NOON):
        return office.post(address, sent, follow=True).content.decode()


def test_the_rate_of_failure_and_the_words_are_shown(office: Client) -> None:
    page = shown(office)
    assert "25% (3 / 12)" in page and "trouver du monde" in page
    assert reverse("office-needs") in office.get(reverse("office-home")).content.decode()


def test_words_linked_to_a_service_find_it_and_may_be_decided_again(office: Client) -> None:
    assert "Nothing waits for a decision." in decide(office, state="linked", service="A04")
    assert [one.code for one in services_for("trouver du monde", language="fr", on=TODAY).services] == ["A04"]
    assert "Choose a service" in decide(office, state="open")
    assert services_for("trouver du monde", language="fr", on=TODAY).services == ()
    assert "Nothing waits for a decision." in decide(office, state="aside")


def test_no_service_chosen_is_said_at_its_place(office: Client) -> None:
    page = decide(office, state="linked", service="")
    assert "Choose a service that is offered today." in page and 'aria-invalid="true"' in page
