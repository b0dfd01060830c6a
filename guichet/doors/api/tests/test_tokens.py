"""`guichet token`: a machine gets its token from the command line, and loses it there."""

import pytest
from django.test import Client

from guichet.areas.people.models import Integration, Organisation, Staff
from guichet.doors.api.tokens import main
from tests.cast import *  # noqa: F403

pytestmark = pytest.mark.django_db
BODY = {"body": "Bonjour", "person": {"email": "odile@example.org", "given_name": "Odile"}}


def issued(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert main(["issue", "Portail du bureau", "--scope", "tickets.open", *more]) == 0
    return capsys.readouterr().out.strip()


def call(token: str, key: str) -> int:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return Client().post("/api/v1/tickets", BODY, "application/json", headers=headers).status_code


def test_a_token_opens_requests_until_it_is_ended(
    house: dict[str, Organisation], bruno: Staff, capsys: pytest.CaptureFixture[str]
) -> None:
    token = issued(capsys)
    assert call(token, "one") == 201
    assert main(["list"]) == 0
    shown = capsys.readouterr().out
    assert "Portail du bureau" in shown and token not in shown
    assert main(["end", Integration.objects.get().prefix]) == 0
    assert call(token, "two") == 401


def test_a_token_may_speak_for_one_organisation_for_a_time(
    house: dict[str, Organisation], capsys: pytest.CaptureFixture[str]
) -> None:
    issued(capsys, "--organisation", "BN-01", "--days", "30")
    made = Integration.objects.get()
    assert made.organisation == house["BN-01"] and made.expires_at is not None


@pytest.mark.parametrize(
    "asked", [["end", "gch_nothing"], ["issue", "X", "--scope", "tickets.open", "--organisation", "NO"]]
)
def test_what_is_not_there_is_said(db: None, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked) == 1
    assert "nothing by that name" in capsys.readouterr().out
    assert not Integration.objects.exists()


def test_a_token_may_only_be_given_what_integrations_may_do(db: None) -> None:
    with pytest.raises(SystemExit):
        main(["issue", "X", "--scope", "tickets.resolve"])
