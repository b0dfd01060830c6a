"""What machines that watch this one are told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.areas.people.models import Person
from guichet.doors.api.tests.calls import *  # noqa: F403
from guichet.ground import clock
from guichet.ground.database import readiness
from guichet.ground.outbox import api as outbox
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket

pytestmark = pytest.mark.django_db


def an_intent() -> outbox.Intent:
    return outbox.Intent(key="k", kind="note", stream="s", address="a@example.org", due_at=NOON)


def test_a_process_that_answers_says_so(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_a_ready_desk_says_so(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()["ready"]) == (200, True)


def test_a_desk_whose_mail_is_stuck_is_not_ready_unless_it_is_held(client: Client) -> None:
    outbox.post([an_intent()], domain="example.org")
    with clock.at(NOON + timedelta(minutes=16)):
        stuck = client.get("/readyz")
        outbox.hold(reason="restored", now=NOON)
        held = client.get("/readyz")
    assert (stuck.status_code, stuck.json()["checks"]["outbox"], held.status_code) == (503, False, 200)


def test_a_desk_whose_tables_are_old_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "is_migrated", lambda: False)
    assert client.get("/readyz").json()["checks"] == {"database": True, "migrations": False, "outbox": False}


def test_every_migration_is_applied_here() -> None:
    readiness._applied.clear()
    assert readiness.is_migrated()


def test_gauges_name_nobody(client: Client, amina: Person) -> None:
    a_ticket(amina, title="Imprimante")
    text = client.get("/metrics").content.decode()
    assert 'guichet_tickets{state="to_sort"} 1.0' in text
    assert not any(word in text for word in ("Amina", "example.org", "Imprimante", "G-2026"))


def test_gauges_are_for_this_machine_or_for_whoever_has_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    settings.CONFIG = replace(settings.CONFIG, metrics_token="m" * 40)
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {'m' * 40}"}).status_code == 200


def test_probes_do_not_write(client: Client) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/openapi.json"):
        assert client.post(path).status_code == 405
