"""Whatever goes out is laid out, held back or kept here as its reader prefers."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from guichet.areas.notifications.actions import send_entrance, send_pulse, send_words
from guichet.areas.notifications.rules import Entrance
from guichet.areas.people.actions import prefer
from guichet.areas.people.models import Person, Staff
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.email.sending import _written
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, a_ticket, amina, bruno, fresh_catalogue, house, seen_by

__all__ = ["amina", "bruno", "fresh_catalogue", "house"]

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAN-05")]
EVENING = NOON + timedelta(hours=9)  # 19:00 at the window, which opens again at 8:30
MORNING = NOON + timedelta(hours=22, minutes=30)


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    """A request of Amina, with words of every kind to her."""
    ticket = a_ticket(amina, owner=bruno, title="Une lampe")
    by = seen_by(bruno)
    actions.take(ticket, by=by, now=NOON, owner=bruno)
    actions.reply(ticket, by=by, now=NOON, body="Bien reçu.")
    actions.ask(ticket, by=by, now=NOON, body="Quelle couleur ?")
    actions.reply(ticket, by=by, now=NOON, body="D’accord.")
    return ticket


def sent(ticket: Ticket, person: Person) -> list[Outgoing]:
    """Let everything that can be said of a ticket leave in the evening: words, the one question, a code."""
    Outgoing.objects.all().delete()
    ticket.refresh_from_db()
    ticket.requester.refresh_from_db()
    for message in Message.objects.filter(ticket=ticket).exclude(staff=None):
        message.visible_from = EVENING
        message.save()
        message.ticket = ticket
        send_words(message, by=SYSTEM, now=EVENING)
    pulse = Pulse.objects.create(
        ticket=ticket,
        person=ticket.requester,
        token="t" * 20,
        asked_at=EVENING,
        expires_at=EVENING + timedelta(days=30),
    )
    send_pulse(pulse, by=SYSTEM, now=EVENING)
    address = person.contact_points.get(kind="email").value
    until = EVENING + timedelta(minutes=10)
    send_entrance(
        Entrance(about="code", address=address, language="fr", opens="123456", until=until), by=SYSTEM, now=EVENING
    )
    return list(Outgoing.objects.order_by("pk"))


def read(row: Outgoing) -> EmailMessage:
    """Return a letter as its reader's program reads it."""
    with clock.at(EVENING):
        written = _written(row)
    assert written is not None
    return message_from_bytes(written[0], policy=policy.default)


def page_in(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    return str(body.get_content()) if body else ""


def test_words_alone_or_larger_letters_in_every_letter(ticket: Ticket, amina: Person) -> None:
    usual = [page_in(read(row)) for row in sent(ticket, amina)]
    assert len(usual) >= 4 and all("16px/25px" in page for page in usual)

    Pulse.objects.all().delete()
    prefer(amina, by=SYSTEM, formats=["large"])
    assert all("24px/38px" in page and "16px/25px" not in page for page in map(page_in, map(read, sent(ticket, amina))))

    Pulse.objects.all().delete()
    prefer(amina, by=SYSTEM, formats=["text", "large"])
    letters = [read(row) for row in sent(ticket, amina)]
    assert not any(map(page_in, letters)) and all(one.get_body(("plain",)) for one in letters)


def test_what_is_written_in_the_evening_waits_for_the_morning_but_a_code_does_not(
    ticket: Ticket, amina: Person
) -> None:
    assert {row.due_at for row in sent(ticket, amina)} == {EVENING}

    Pulse.objects.all().delete()
    prefer(amina, by=SYSTEM, formats=[], told_when="open")
    rows = sent(ticket, amina)
    assert {row.due_at for row in rows if row.kind != "entrance"} == {MORNING}
    assert [row.due_at for row in rows if row.kind == "entrance"] == [EVENING]


def test_whoever_reads_at_the_portal_gets_nothing_but_what_lets_them_in(ticket: Ticket, amina: Person) -> None:
    prefer(amina, by=SYSTEM, formats=[], told_by="site")

    assert [row.kind for row in sent(ticket, amina)] == ["entrance"]
