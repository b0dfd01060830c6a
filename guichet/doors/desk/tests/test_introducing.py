"""Putting a client in touch from the desk, and what the client says of it at the portal."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.catalogue.models import Service, ServiceTier
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Introduction
from guichet.areas.tickets.queries import client as following
from guichet.ground import clock
from tests.cast import NOON, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("NIV-05", "BIL-02")]


def read(browser: Client, name: str, number: str) -> str:
    return unescape(browser.get(reverse(name, args=[number])).content.decode())


def test_the_desk_puts_a_client_in_touch_and_the_client_says_that_they_have_spoken(
    client: Client, amina: Person, bruno: Staff, hiring: Service, house: dict[str, Organisation], settings: Settings
) -> None:
    settings.ROOT_URLCONF = "guichet.urls"
    ServiceTier.objects.filter(service=hiring).update(tier="support")
    ticket, desk = a_ticket(amina, service=hiring, owner=bruno), Client(headers={"accept-language": "en"})
    assert bruno.user
    desk.force_login(bruno.user)
    desk.cookies["django_language"] = client.cookies["django_language"] = "en"
    address, units = reverse("desk-introduction", args=[ticket.number]), {"unit": str(house["RH"].pk)}
    said = units | {"call_on": "2026-03-05", "call_time": "14:00", "summary": "Elle cherche un logement."}
    with clock.at(NOON):
        assert f'href="{address}"' in read(desk, "desk-ticket", ticket.number)
        refused = desk.post(address, said)
        words = unescape(refused.content.decode())
        assert refused.status_code == 422 and "say that they agree" in words and "Elle cherche un logement." in words
        assert desk.post(address, said | {"agreed": "on"}).status_code == 302
        answer = desk.post(reverse("desk-resolution", args=[ticket.number]), {"code": "referred", "body": "Voilà."})
        assert answer.status_code == 422 and "Put the client in touch first." in unescape(answer.content.decode())
        client.post(
            reverse("portal-follow"), {"number": ticket.number, "code": following.code_for(ticket, seen_by(amina))}
        )
        page = read(client, "portal-ticket", ticket.number)
        assert "Have you spoken?" in page and "Human Resources" not in page and "logement" not in page
        assert client.post(reverse("portal-meeting", args=[ticket.number])).status_code == 302
        assert "Have you spoken?" not in read(client, "portal-ticket", ticket.number)
        assert "They have spoken." in read(desk, "desk-introduction", ticket.number)
        assert "put the client in touch" in read(desk, "desk-ticket", ticket.number)
    assert Introduction.objects.get().met_at == NOON
