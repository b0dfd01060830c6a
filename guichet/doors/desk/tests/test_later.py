"""A reply that leaves later: at its moment, unless the client writes first."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Draft, Message, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.doors.time.tick import tick
from guichet.ground import clock
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
WEDNESDAY = {"leaves_on": "2026-03-04", "leaves_time": "09:00"}
THEN = NOON + timedelta(hours=23)


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Chaise")


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    return enter(bruno)


def sent(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(ticket=ticket, kind="reply").values_list("body", flat=True))


def test_a_reply_leaves_at_its_moment_and_once(desk: Client, ticket: Ticket) -> None:
    assert post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY).status_code == 302
    html = page_of(desk, ticket)
    assert "Keep it back" in html
    assert 'id="c-reply"' not in html
    tick(now=THEN - timedelta(minutes=1))
    assert sent(ticket) == []
    tick(now=THEN)
    tick(now=THEN)
    assert sent(ticket) == ["Elle arrive."]
    assert not Draft.objects.exists()


def test_a_colleague_sees_that_a_reply_will_leave(desk: Client, ticket: Ticket, chloe: Staff, enter: Enter) -> None:
    post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY)
    assert "A reply of Bruno Tremblay leaves" in page_of(enter(chloe), ticket)


def test_the_words_of_the_client_keep_it_back_and_its_writer_is_told(
    desk: Client, ticket: Ticket, amina: Person
) -> None:
    post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY)
    words = actions.ClientWords(body="Plutôt une table.", channel="web", person=amina)
    actions.write(ticket, by=seen_by(amina), now=NOON, said=words)
    tick(now=THEN)
    assert sent(ticket) == []
    html = page_of(desk, ticket)
    assert "It did not leave: the client wrote first." in html
    assert "Elle arrive.</textarea>" in html


def test_words_on_a_joined_request_keep_it_back_too(desk: Client, ticket: Ticket, amina: Person, bruno: Staff) -> None:
    joined = a_ticket(amina, owner=bruno, title="Chaise, encore")
    actions.merge(joined, by=seen_by(bruno), now=NOON, into=ticket, reason="asked_twice")
    post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY)
    words = actions.ClientWords(body="Plutôt une table.", channel="web", person=amina)
    actions.write(joined, by=seen_by(amina), now=NOON, said=words)
    tick(now=THEN)
    assert sent(ticket) == []
    assert Draft.objects.get().stopped == "client"


def test_it_can_be_kept_back(desk: Client, ticket: Ticket) -> None:
    post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY)
    assert post(desk, "desk-keeping-back", ticket).status_code == 302
    assert "Elle arrive.</textarea>" in page_of(desk, ticket)
    tick(now=THEN)
    assert sent(ticket) == []


@pytest.mark.parametrize(
    "moment",
    [
        {"leaves_on": "2026-03-04", "leaves_time": "23:00"}, {"leaves_on": "2026-03-07", "leaves_time": "09:00"},
        {"leaves_on": "2026-03-02", "leaves_time": "09:00"},
    ],
)  # fmt: skip
def test_a_moment_that_is_past_or_outside_the_hours_is_refused(
    desk: Client, ticket: Ticket, moment: dict[str, str]
) -> None:
    refused = post(desk, "desk-later", ticket, body="Elle arrive.", **moment)
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Choose a moment that lies ahead, while the window is open." in html
    assert "Elle arrive.</textarea>" in html
    assert f'value="{moment["leaves_on"]}"' in html


@pytest.mark.proves("A18")
def test_it_leaves_with_the_rights_of_that_moment(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY)
    Staff.objects.filter(pk=bruno.pk).update(roles=["auditor"])
    tick(now=THEN)
    assert sent(ticket) == []
    assert Draft.objects.get().stopped == "right"


def test_it_does_not_leave_from_a_request_that_is_over(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY)
    actions.cancel(ticket, by=seen_by(bruno), now=NOON, reason="mistake")
    with clock.at(THEN):
        tick(now=THEN)
    assert sent(ticket) == []
    assert Draft.objects.get().stopped == "over"


def test_what_is_typed_elsewhere_does_not_change_what_waits(desk: Client, ticket: Ticket, bruno: Staff) -> None:
    post(desk, "desk-later", ticket, body="Elle arrive.", **WEDNESDAY)
    actions.draft(ticket, by=seen_by(bruno), now=NOON, kind="reply", body="Elle arr")
    tick(now=THEN)
    assert sent(ticket) == ["Elle arrive."]
