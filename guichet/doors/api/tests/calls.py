"""How the tests of the API call it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.areas.people import actions as people
from guichet.areas.people.models import Integration, Person, Staff, User
from guichet.doors.api import limits
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON

BODY = {
    "person": {"email": "amina@example.org", "language": "fr"}, "title": "Une imprimante",
    "body": "Elle ne répond plus.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Forget who called before."""
    limits.forget()


def a_token(*scopes: str, **more: Any) -> tuple[Integration, str]:
    """Issue a token."""
    wanted = people.NewIntegration(name="Portail", scopes=scopes or ("tickets.open", "tickets.follow"), **more)
    return people.issue_token(wanted, by=SYSTEM, now=NOON)


def signed_in(who: Person | Staff) -> Client:
    """Return a browser in which somebody signed in."""
    if who.user is None:
        who.user = User.objects.create_user(f"{type(who).__name__}{who.pk}@example.org".lower())
        who.save(update_fields=["user"])
    browser = Client()
    browser.force_login(who.user, backend="guichet.doors.portal.accounts.Backend")
    return browser


class Caller:
    """Somebody who calls the API, at noon."""

    def __init__(self, client: Client | None = None, headers: dict[str, str] | None = None) -> None:
        self.client, self.headers = client or Client(), headers or {}

    def get(self, path: str, **headers: str) -> Any:
        with clock.at(NOON + timedelta(minutes=10)):
            return self.client.get(f"/api/v1/{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        with clock.at(NOON + timedelta(minutes=10)):
            return self.client.post(
                f"/api/v1/{path}", body if isinstance(body, str) else json.dumps(body), content_type="application/json",
                headers={**self.headers, **headers},
            )  # fmt: skip


def machine(token: str) -> Caller:
    """Return an integration that calls."""
    return Caller(headers={"Authorization": f"Bearer {token}"})
