"""The desk as somebody of the cast sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.people.models import Staff
from guichet.areas.tickets.models import Ticket
from guichet.ground import clock
from tests.cast import *  # noqa: F403
from tests.cast import NOON

VIEWING = "guichet.viewing.ViewerMiddleware"
Enter = Callable[..., Client]


@pytest.fixture(autouse=True)
def desk_alone(settings: Settings) -> None:
    """Mount the desk, whatever else the installation has."""
    settings.ROOT_URLCONF = "guichet.doors.desk.tests.urls"
    settings.STORAGES = {
        **settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }  # fmt: skip
    if VIEWING not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware")
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[: place + 1], VIEWING, *settings.MIDDLEWARE[place + 1 :]]
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("second_factor.SecondFactor")]


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    """Hold the clock at the cast's moment."""
    with clock.at(NOON):
        yield


@pytest.fixture
def enter() -> Enter:
    """Return a browser in which somebody of the cast has signed in, reading English unless told."""

    def sign_in(who: Staff, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.cookies["django_language"] = language
        assert who.user
        client.force_login(who.user, backend="guichet.doors.portal.accounts.Backend")
        return client

    return sign_in


def post(client: Client, name: str, ticket: Ticket, **data: Any) -> HttpResponse:
    """Send a verb's form as a browser without scripts does."""
    return client.post(reverse(name, args=[ticket.number]), data)  # type: ignore[return-value]


def page_of(client: Client, ticket: Ticket) -> str:
    """Return the text of a ticket's page."""
    response = client.get(reverse("desk-ticket", args=[ticket.number]))
    assert response.status_code == 200, response.status_code
    return response.content.decode()
