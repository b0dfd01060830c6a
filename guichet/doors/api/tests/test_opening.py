"""Opening requests by API."""

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import ANY

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.areas.catalogue.models import Service
from guichet.areas.intake.models import Receipt
from guichet.areas.people import actions as people
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.models import Attachment, Ticket
from guichet.doors.api.tests.calls import *  # noqa: F403
from guichet.doors.api.tests.calls import BODY, Caller, a_token, machine, signed_in
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from tests.cast import *  # noqa: F403
from tests.cast import NOON


@pytest.fixture
def caller(house: dict[str, Organisation]) -> Caller:
    return machine(a_token()[1])


def opened(caller: Caller, key: str = "k1", **more: Any) -> Any:
    return caller.post("tickets", {**BODY, **more}, **{"Idempotency-Key": key})


def test_a_machine_opens_a_request_and_is_told_who_and_when(caller: Caller, amina: Person, bruno: Staff) -> None:
    response = opened(caller)

    ticket = Ticket.rows.get()
    assert response.status_code == 201, response.content
    assert response.json() == {
        "number": ticket.number, "code": ANY, "state": "received", "promised_at": ANY, "contact_name": "Bruno Tremblay",
        "url": f"{settings.BASE_URL}/t/{ticket.number}/",
    }  # fmt: skip
    assert ticket.requester == amina
    assert Promise.objects.get(pk=ticket.pk).due_at == datetime.fromisoformat(response.json()["promised_at"])
    assert set(Entry.objects.values_list("door", flat=True)) == {"api"}


@pytest.mark.proves("I14")
def test_the_same_key_gives_the_same_ticket(caller: Caller, amina: Person, bruno: Staff) -> None:
    first, second = opened(caller), opened(caller)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Ticket.rows.count() == 1


@pytest.mark.proves("I14")
def test_the_same_key_with_other_words_is_refused(caller: Caller, amina: Person) -> None:
    opened(caller)
    for other in ({"body": "Autre chose"}, {"person": {"email": "amina@example.org", "given_name": "Mina"}}):
        response = opened(caller, **other)
        assert response.status_code == 409
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["type"] == "urn:guichet:problem:key-reused"
    assert Ticket.rows.count() == 1


def test_two_machines_may_draw_the_same_key(caller: Caller, amina: Person) -> None:
    opened(caller)
    assert opened(machine(a_token()[1])).status_code == 201
    assert Receipt.objects.count() == 2


def test_somebody_new_is_registered_in_their_language(caller: Caller) -> None:
    person = {"phone": "+1 250 555 0101", "given_name": "Zoé", "language": "en", "group": "citizen"}
    assert opened(caller, person=person).status_code == 201
    made = Ticket.rows.select_related("requester").get().requester
    assert (made.given_name, made.language, made.group) == ("Zoé", "en", "citizen")


def test_files_come_along(caller: Caller, amina: Person) -> None:
    sent = {"name": "plan.pdf", "content_type": "application/pdf", "content": b64encode(b"%PDF").decode()}
    assert opened(caller, files=[sent]).status_code == 201
    assert Attachment.objects.get().name == "plan.pdf"


def test_files_that_are_too_large_are_refused(caller: Caller, amina: Person, settings: Any) -> None:
    settings.MAX_UPLOAD = 3
    response = opened(caller, files=[{"name": "a", "content": b64encode(b"1234").decode()}])
    assert response.status_code == 413
    assert Ticket.rows.count() == 0


def test_a_client_opens_for_themselves(amina: Person, bruno: Staff) -> None:
    browser = Caller(signed_in(amina))
    response = browser.post("tickets", {"body": "Bonjour"}, **{"Idempotency-Key": "k"})
    assert response.status_code == 201
    assert Ticket.rows.get().requester == amina

    refused = browser.post("tickets", BODY, **{"Idempotency-Key": "k2"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/person")


@pytest.mark.proves("A11")
@pytest.mark.parametrize("field", ["state", "owner", "number", "priority", "confidential", "compartment", "id", "tier"])
def test_a_field_that_does_not_exist_is_refused(caller: Caller, amina: Person, field: str) -> None:
    more: Any = {field: 1}
    response = opened(caller, **more)
    assert response.status_code == 422
    assert response.json()["errors"] == [{"pointer": f"/{field}", "code": "extra_forbidden", "detail": ANY}]
    inside = opened(caller, person={**BODY["person"], "user": 1})  # type: ignore[dict-item]
    assert inside.json()["errors"][0]["pointer"] == "/person/user"
    assert Ticket.rows.count() == 0


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"body": ""}, "/body"), ({"body": 7}, "/body"), ({"body": "x" * 20_001}, "/body"),
        ({"title": "x" * 301}, "/title"),
        ({"person": {"email": "nobody"}}, "/person/email"), ({"person": {}}, "/person"), ({"person": None}, "/person"),
        ({"channel": "pigeon"}, "/channel"), ({"service": "Z99"}, "/service"), ({"body": "a\x00b"}, "/body"),
        ({"files": [{"name": "a", "content": "é"}]}, "/files/0/content"), ({"files": [{}]}, "/files/0/name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(caller: Caller, amina: Person, more: dict[str, Any], pointer: str) -> None:
    response = opened(caller, **more)
    assert response.status_code == 422, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in response.json()["errors"]]


def test_a_key_is_required(caller: Caller, amina: Person) -> None:
    response = caller.post("tickets", BODY)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("text", ["{", "", "[]", "null", '"x"', "\ufeff{}"])
def test_a_body_that_is_not_an_object_is_refused(caller: Caller, text: str) -> None:
    response = caller.post("tickets", text, **{"Idempotency-Key": "k"})
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.proves("EQU-01", "C05")
def test_problems_are_said_in_the_language_of_the_caller(caller: Caller) -> None:
    english = caller.get("tickets/G-2026-000000-0", **{"Accept-Language": "en"})
    french = caller.get("tickets/G-2026-000000-0", **{"Accept-Language": "fr-CA"})
    assert (english["Content-Language"], french["Content-Language"]) == ("en", "fr")
    assert english.json()["title"] == "There is nothing here."


def test_a_token_of_one_organisation_speaks_for_no_other(amina: Person, house: dict[str, Organisation]) -> None:
    caller = machine(a_token(organisation=house["BN-01"])[1])
    assert opened(caller, organisation="LV-01").status_code == 422
    assert opened(caller).status_code == 201
    assert Ticket.rows.select_related("compartment__organisation").get().compartment.organisation == house["BN-01"]


@pytest.mark.proves("N05", "A09")
def test_a_token_that_was_revoked_or_has_expired_is_refused(amina: Person) -> None:
    row, token = a_token()
    assert opened(machine(token)).status_code == 201
    people.revoke_token(row, by=SYSTEM, now=NOON)
    refused = opened(machine(token), "k2")
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"].startswith("Bearer")
    _, old = a_token(expires_at=NOON + timedelta(minutes=10))
    assert opened(machine(old), "k3").status_code == 401


@pytest.mark.proves("N05")
def test_the_database_holds_no_usable_token(house: dict[str, Organisation]) -> None:
    row, token = a_token()
    kept = {str(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    assert not any(token.removeprefix(row.prefix) in value for value in kept)
    assert opened(machine(row.token_hash)).status_code == 401


def test_a_scope_that_does_not_exist_is_refused(house: dict[str, Organisation]) -> None:
    with pytest.raises(people.UnknownScope):
        a_token("tickets.everything")


def test_a_token_without_the_scope_is_refused(amina: Person) -> None:
    assert opened(machine(a_token("tickets.follow")[1])).status_code == 403


@pytest.mark.proves("W08")
def test_a_session_from_another_site_is_refused(amina: Person) -> None:
    from django.test import Client

    browser = Caller(Client(enforce_csrf_checks=True))
    browser.client.cookies = signed_in(amina).cookies
    response = browser.post("tickets", {"body": "Bonjour"}, **{"Idempotency-Key": "k"})
    assert (response.status_code, Ticket.rows.count()) == (403, 0)


def test_too_many_calls_must_wait(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.doors.api.limits.CALLS_OF_TOKEN", 15)
    statuses = [caller.get("tickets/G-2026-000000-0").status_code for _ in range(16)]
    assert statuses[:15] == [404] * 15
    last = caller.get("tickets/G-2026-000000-0")
    assert (statuses[15], last.status_code, last["Retry-After"]) == (429, 429, "60")


def test_opening_takes_no_more_than_twelve_statements(
    caller: Caller, amina: Person, bruno: Staff, chloe: Staff, hiring: Service
) -> None:
    opened(caller)  # the catalogue, the numbers and the day of the token are there now
    with CaptureQueriesContext(connection) as said:
        assert opened(caller, "k2").status_code == 201
    written = [query["sql"] for query in said if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(written) <= 12, "\n".join(sql[:120] for sql in written)
