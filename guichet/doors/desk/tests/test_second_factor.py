"""Staff without a second factor see the enrolment page, and nothing else."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet import settings as installed
from guichet.areas.people.models import Staff
from guichet.doors.desk.second_factor import DEMO_SIGN_IN
from guichet.doors.desk.tests.conftest import VIEWING, Enter

pytestmark = [pytest.mark.django_db, pytest.mark.proves("W02")]
WALL = "guichet.doors.desk.second_factor.SecondFactor"


@pytest.fixture(autouse=True)
def whole_sign_in() -> None:
    """Here a sign-in is the first factor alone."""


@pytest.fixture(autouse=True)
def walled(desk_alone: None, settings: Settings) -> None:
    """Put the wall after whoever looks is known; the pages of the wall lead to other doors too."""
    settings.ROOT_URLCONF = "guichet.urls"
    place = settings.MIDDLEWARE.index(VIEWING)
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[: place + 1], WALL, *settings.MIDDLEWARE[place + 1 :]]


def enrolled(who: Staff) -> str:
    secret = str(generate_totp_secret())
    TOTP.activate(who.user, secret)
    return secret


def test_staff_without_a_second_factor_are_sent_to_enrol(bruno: Staff, enter: Enter) -> None:
    assert enter(bruno).get(reverse("desk-home"))["Location"] == reverse("mfa_activate_totp")


def test_a_session_older_than_the_second_factor_signs_in_again(bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    enrolled(bruno)
    assert "login" in client.get(reverse("desk-home"))["Location"]
    assert "_auth_user_id" not in client.session


@pytest.mark.ignore_template_errors
def test_a_sign_in_with_both_proofs_gets_in(bruno: Staff) -> None:
    secret = enrolled(bruno)
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": bruno.email, "password": "correct horse battery"})
    assert client.get(reverse("desk-home")).status_code == 302
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("desk-home")).status_code == 200


@pytest.mark.ignore_template_errors
def test_the_session_that_enrols_goes_on(bruno: Staff) -> None:
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": bruno.email, "password": "correct horse battery"})
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    shown = client.get(reverse("mfa_activate_totp"))
    form = shown.context["form"]
    code = format_hotp_value(hotp_value(form.secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=bruno.user, type="totp").exists()
    assert client.get(reverse("desk-home")).status_code == 200


def test_the_demo_card_signs_in_directly_only_in_a_demo(bruno: Staff, enter: Enter, settings: Settings) -> None:
    client = enter(bruno)
    session = client.session
    session[DEMO_SIGN_IN] = True
    session.save()
    settings.DEMO = False
    assert client.get(reverse("desk-home")).status_code == 302
    settings.DEMO = True
    assert client.get(reverse("desk-home")).status_code == 200


@pytest.mark.proves("W07")
def test_an_installation_has_the_wall_behind_whoever_looks() -> None:
    assert installed.MIDDLEWARE.index(WALL) == installed.MIDDLEWARE.index(VIEWING) + 1


@pytest.mark.proves("W07")
def test_a_session_older_than_the_second_factor_cannot_take_it_away(bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    enrolled(bruno)
    client.post(reverse("mfa_deactivate_totp"))
    assert "_auth_user_id" not in client.session
    assert Authenticator.objects.filter(user=bruno.user, type="totp").exists()
