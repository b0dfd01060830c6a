"""The portal, with the cast in front of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from guichet.areas.people.actions import account_for
from guichet.areas.people.models import Person
from guichet.areas.tickets.models import Ticket
from guichet.doors.portal import searching
from guichet.ground import clock
from tests.cast import NOON, amina, bruno, chloe, etienne, fresh_catalogue, hiring, house, ines

__all__ = ["amina", "bruno", "chloe", "etienne", "fresh_catalogue", "hiring", "house", "ines"]

SignIn = Callable[[Person], Client]
STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def the_window(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Hold the clock, store files aside, mount this door alone, and speak English unless somebody chose."""
    settings.FILES_DIR = tmp_path
    settings.ROOT_URLCONF = "guichet.doors.portal.tests.addresses"
    settings.STORAGES = {**settings.STORAGES, **STATIC}
    settings.LANGUAGE_CODE = "en"
    with clock.at(NOON):
        yield


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    """Forget the tries of other tests."""
    caches["limits"].clear()
    searching.forget()


@pytest.fixture
def sign_in() -> SignIn:
    """Sign somebody in, as the e-mailed code does; they chose English on this machine."""

    def sign(person: Person) -> Client:
        user = account_for(str(person.contact_points.get(kind="email").value), now=NOON)
        assert user is not None
        visitor = Client()
        visitor.force_login(user, backend="guichet.doors.portal.accounts.Backend")
        visitor.cookies["django_language"] = "en"
        return visitor

    return sign


def opened_by(ticket: Ticket, code: str) -> Client:
    """Return somebody who opened a ticket with its code."""
    visitor = Client()
    response = visitor.post("/follow/", {"number": ticket.number, "code": code})
    assert response.status_code == 302, response.content.decode()
    return visitor
