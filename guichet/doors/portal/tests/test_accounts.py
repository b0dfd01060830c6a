"""What a signed-in client may change of their account: nothing by which they would become somebody else."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import Settings

from guichet.areas.people.models import Person, Staff
from guichet.doors.portal.tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole_house(the_window: None, settings: Settings) -> None:
    """Mount every door, as an installation does."""
    settings.ROOT_URLCONF = "guichet.urls"


@pytest.mark.proves("W05")
@pytest.mark.parametrize("action", ["action_add", "action_primary"])
def test_nobody_takes_somebody_elses_address(amina: Person, etienne: Person, sign_in: SignIn, action: str) -> None:
    response = sign_in(etienne).post("/accounts/email/", {action: "", "email": "amina@example.org"})
    assert response.status_code == 404
    assert not EmailAddress.objects.filter(email="amina@example.org").exists()


@pytest.mark.proves("W05")
def test_nobody_signs_up(house: object, bruno: Staff) -> None:
    data = {"email": "x@example.org", "password1": "correct horse battery"}
    Client().post("/accounts/signup/", data)
    assert not EmailAddress.objects.filter(email="x@example.org").exists()


@pytest.mark.proves("W06", "W12")
def test_tries_of_sign_in_are_counted_by_the_network_that_really_calls(house: object, bruno: Staff) -> None:
    def answered(turn: int) -> int:
        data = {"login": bruno.email, "password": f"wrong {turn}"}
        visitor = Client(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=f"10.0.0.{turn}")
        return visitor.post("/accounts/login/", data).status_code

    assert 429 in map(answered, range(40))


@pytest.mark.proves("W07")
@pytest.mark.parametrize("page", ["login/", "login/code/", "logout/"])
def test_the_pages_of_signing_in_are_ours(house: object, page: str, sign_in: SignIn, amina: Person) -> None:
    visitor = sign_in(amina) if page == "logout/" else Client()
    assert "/static/ui/" in visitor.get(f"/accounts/{page}").content.decode()
