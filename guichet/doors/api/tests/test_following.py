"""Following a request by API."""

from datetime import timedelta

import pytest
from django.conf import settings

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.api.tests.calls import *  # noqa: F403
from guichet.doors.api.tests.calls import BODY, Caller, a_token, machine, signed_in
from guichet.ground.bilingual import Bilingual
from guichet.ground.references import access_code, luhn_digit
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket, seen_by

NEVER = f"G-2026-000000-{luhn_digit('2026000000')}"


def code_of(ticket: Ticket) -> str:
    return access_code(ticket.number, ticket.code_version, settings.ACCESS_KEY)


def bearer(ticket: Ticket) -> Caller:
    return Caller(headers={"X-Ticket-Code": code_of(ticket)})


@pytest.mark.proves("BIL-02")
def test_a_client_reads_a_plain_state_a_date_and_a_name(
    amina: Person, bruno: Staff, house: dict[str, Organisation]
) -> None:
    ticket = a_ticket(amina, owner=bruno, body="Bonjour")
    actions.note(ticket, by=seen_by(bruno), now=NOON, body="Note interne")
    task = actions.NewTask(title=Bilingual("Câblage secret", "Secret"), unit=house["TI"])
    actions.add_task(ticket, by=seen_by(bruno), now=NOON, task=task)
    for caller in (Caller(signed_in(amina)), bearer(ticket)):
        response = caller.get(f"tickets/{ticket.number}")
        shown = response.json()
        assert response.status_code == 200, response.content
        assert (shown["state"], shown["contact_name"]) == ("received", "Bruno Tremblay")
        assert shown["promised_at"]
        assert [one["body"] for one in shown["thread"] if one["from_client"]] == ["Bonjour"]
        for hidden in ("interne", "secret", "TI", "unit", "task"):
            assert hidden not in response.content.decode()


@pytest.mark.proves("A06", "W04")
def test_what_is_not_theirs_and_what_does_not_exist_look_the_same(amina: Person, etienne: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina)
    stranger = Caller(signed_in(etienne))
    foreign, unknown = stranger.get(f"tickets/{ticket.number}"), stranger.get(f"tickets/{NEVER}")
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    wrong = Caller(headers={"X-Ticket-Code": "00000000"})
    assert wrong.get(f"tickets/{ticket.number}").content == wrong.get(f"tickets/{NEVER}").content == foreign.content
    assert Caller().get(f"tickets/{ticket.number}").status_code == 401


@pytest.mark.proves("W04")
def test_wrong_codes_must_wait(amina: Person) -> None:
    ticket = a_ticket(amina)
    wrong = Caller(headers={"X-Ticket-Code": "00000000"})
    statuses = [wrong.get(f"tickets/{ticket.number}").status_code for _ in range(6)]
    assert statuses == [404] * 5 + [429]
    assert bearer(ticket).get(f"tickets/{ticket.number}").status_code == 429


@pytest.mark.proves("A09")
def test_a_code_that_was_replaced_opens_nothing(amina: Person) -> None:
    ticket = a_ticket(amina)
    old = bearer(ticket)
    Ticket.rows.filter(pk=ticket.pk).update(code_version=2)
    assert old.get(f"tickets/{ticket.number}").status_code == 404


@pytest.mark.proves("A05")
def test_a_machine_follows_what_it_opened_and_nothing_else(amina: Person) -> None:
    ours, theirs = machine(a_token()[1]), machine(a_token()[1])
    number = ours.post("tickets", BODY, **{"Idempotency-Key": "k"}).json()["number"]
    other = a_ticket(amina)
    assert ours.get(f"tickets/{number}").status_code == 200
    assert theirs.get(f"tickets/{number}").status_code == 404
    assert ours.get(f"tickets/{other.number}").status_code == 404
    assert ours.post(f"tickets/{number}/messages", {"body": "Encore"}).status_code == 201
    assert theirs.post(f"tickets/{number}/messages", {"body": "Encore"}).status_code == 404
    assert ours.get("tickets").status_code == 403
    assert machine(a_token("tickets.open")[1]).get(f"tickets/{number}").status_code == 403


def test_words_are_added_and_shown(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    response = bearer(ticket).post(f"tickets/{ticket.number}/messages", {"body": "Voici la suite"})
    assert response.status_code == 201
    assert response.json()["thread"][-1]["body"] == "Voici la suite"
    message = Message.objects.get(kind="client")
    assert (message.person, message.channel) == (amina, "api")


@pytest.mark.proves("A11")
def test_a_message_takes_no_other_field(amina: Person) -> None:
    ticket = a_ticket(amina)
    response = bearer(ticket).post(f"tickets/{ticket.number}/messages", {"body": "x", "staff": 1, "kind": "answer"})
    assert (response.status_code, len(response.json()["errors"])) == (422, 2)


def test_an_answer_is_confirmed_or_not(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    caller = bearer(ticket)
    early = caller.post(f"tickets/{ticket.number}/confirmation")
    assert (early.status_code, early.json()["type"]) == (409, "urn:guichet:problem:conflict")
    assert early.json()["detail"]
    actions.resolve(ticket, by=seen_by(bruno), now=NOON, code="done", body="C’est fait")
    rejected = caller.post(f"tickets/{ticket.number}/rejection", {"body": "Pas tout à fait"})
    assert (rejected.status_code, rejected.json()["state"]) == (200, "in_progress")
    actions.resolve(ticket, by=seen_by(bruno), now=NOON + timedelta(minutes=1), code="done", body="Cette fois, oui")
    for _ in range(2):
        confirmed = caller.post(f"tickets/{ticket.number}/confirmation")
        assert (confirmed.status_code, confirmed.json()["state"]) == (200, "closed")


def test_staff_cannot_speak_for_a_client(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina)
    agent = Caller(signed_in(bruno))
    assert agent.get(f"tickets/{ticket.number}").status_code == 200
    for path, body in (("messages", {"body": "x"}), ("rejection", {"body": "x"}), ("confirmation", None)):
        assert agent.post(f"tickets/{ticket.number}/{path}", body).status_code == 404
