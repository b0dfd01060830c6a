"""The letters about coming in leave through the outbox, whatever the mail server does."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from guichet.areas.notifications.actions import send_entrance
from guichet.areas.notifications.rules import MOST_UNVERIFIED, Entrance
from guichet.doors.email.sending import send_waiting
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.outbox.health import is_delayed
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON
from tests.journeys.town import Post, text_of

pytestmark = pytest.mark.django_db(transaction=True)
SOON = NOON + timedelta(minutes=10)


def an_entrance(about: str = "code", language: str = "fr", opens: str = "K7Q-XM2") -> Entrance:
    return Entrance(about=about, address="amina@example.org", language=language, opens=opens, until=SOON)


@pytest.mark.parametrize(
    ("language", "subject", "end"), [("fr", "Votre code d’entrée", "rien"), ("en", "Your sign-in code", "nobody")]
)
def test_a_code_leaves_in_the_language_of_the_page(server: Post, language: str, subject: str, end: str) -> None:
    send_entrance(an_entrance(language=language), by=SYSTEM, now=NOON)
    with clock.at(NOON):
        send_waiting(worker="w")
    letter = server.last_to("amina@example.org")
    assert (letter["Subject"], letter["Content-Language"]) == (subject, language)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "K7Q-XM2" in text_of(letter).splitlines() and end in text_of(letter)


def test_a_new_password_is_a_link(server: Post) -> None:
    send_entrance(an_entrance("password", "en", "https://guichet.example/k/"), by=SYSTEM, now=NOON)
    with clock.at(NOON):
        send_waiting(worker="w")
    assert "Choose a new password: https://guichet.example/k/" in text_of(server.last_to("amina@example.org"))


@pytest.mark.proves("O05")
def test_a_code_waits_for_a_server_that_is_down_and_never_outlives_itself(settings: Settings) -> None:
    settings.SMTP_OUT = {**settings.SMTP_OUT, "host": "127.0.0.1", "port": 1, "starttls": False}
    send_entrance(an_entrance(), by=SYSTEM, now=NOON)
    with clock.at(NOON):
        assert not is_delayed(now=NOON)
        send_waiting(worker="w")
    [row] = Outgoing.objects.all()
    assert row.state == "pending" and row.due_at > NOON and is_delayed(now=NOON)
    with clock.at(SOON):
        send_waiting(worker="w")
    row.refresh_from_db()
    assert row.state == "withdrawn" and not is_delayed(now=SOON)


@pytest.mark.proves("O04")
def test_an_address_we_do_not_know_is_not_bombed() -> None:
    sent = [send_entrance(an_entrance("stranger"), by=SYSTEM, now=NOON) for _again in range(MOST_UNVERIFIED + 3)]
    assert sent.count(True) == MOST_UNVERIFIED
