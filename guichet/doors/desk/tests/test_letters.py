"""Whoever is reached on paper: their letters wait in a tray, are printed, and somebody says that they are posted."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.notifications.actions import send_words
from guichet.areas.notifications.rules import MOST_KNOWN
from guichet.areas.people import actions as people
from guichet.areas.people.models import ContactPoint, Person, Staff
from guichet.areas.sla import actions as sla
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Message, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.doors.desk.tests.conftest import Enter, page_of
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.journal.models import Entry
from guichet.ground.outbox import api as outbox
from guichet.ground.outbox.models import Outgoing
from tests.cast import NOON, a_person, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("SUI-01", "CAN-05")]
HOME = "12, rue du Port\nBaie-Noire (BC) V0X 1X0"
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def whole_house(desk_alone: None, settings: Settings) -> None:
    """A letter leads back to the portal."""
    settings.ROOT_URLCONF = "guichet.urls"


@pytest.fixture
def yvon(house: object) -> Person:
    """A citizen without e-mail, who gave his address at the counter."""
    person = people.register(
        people.NewPerson(given_name="Yvon", family_name="Gallant", language="fr"), by=SYSTEM, now=NOON
    )
    people.give_contact_point(person, by=SYSTEM, now=NOON, kind="postal", value=HOME)
    return person


def told(ticket: Ticket) -> list[Outgoing]:
    """Let everything that was said on a ticket leave, as the reaction does."""
    for message in Message.objects.filter(ticket=ticket).exclude(kind__in=["opening", "client"]).order_by("pk"):
        message.ticket.requester.refresh_from_db()
        send_words(message, by=SYSTEM, now=NOON)
    return list(Outgoing.objects.order_by("pk"))


def tray(client: Client, when: object = LATER) -> str:
    with clock.at(when):  # type: ignore[arg-type]
        return client.get(reverse("desk-letters")).content.decode()


def printed(client: Client, *letters: int) -> str:
    with clock.at(LATER):
        page = client.get(reverse("desk-letters-printing"), {"letter": letters}).content.decode()
    return page[page.index("<main") :]


def test_all_that_goes_out_to_somebody_without_email_becomes_a_letter(yvon: Person, bruno: Staff, enter: Enter) -> None:
    ticket, by = a_ticket(yvon, owner=bruno, channel="counter", title="La succession"), seen_by(bruno)
    tickets.take(ticket, by=by, now=NOON, owner=bruno)
    sla.move_promise(ticket, by=by, now=NOON, due_at=NOON + timedelta(days=30), reason="more_work", words="Long.")
    tickets.ask(ticket, by=by, now=NOON, body="Avez-vous le certificat ?")
    tickets.remind(Ticket.rows.get(pk=ticket.pk), by=SYSTEM, now=NOON)
    tickets.resolve(Ticket.rows.get(pk=ticket.pk), by=by, now=NOON, code="done", body="Le dossier est réglé.")
    rows = told(ticket)
    assert {(row.way, row.address) for row in rows} == {("post", "")} and len(rows) == len(
        Message.objects.filter(ticket=ticket).exclude(kind="opening")
    )
    window = enter(bruno)
    page = tray(window)
    assert page.count('name="letter"') == len(rows) and "Letters to post" in window.get("/desk/").content.decode()
    letters = printed(window)
    for words in (
        "plus de temps",
        "Avez-vous le certificat",
        "Nous attendons votre réponse",
        "Le dossier est réglé.",
    ):
        assert words in letters
    assert letters.count("<article") == len(rows) and "http" not in re.sub(r"<svg.*?</svg>", "", letters)


def test_a_letter_holds_all_that_its_reader_needs_in_their_language(yvon: Person, bruno: Staff, enter: Enter) -> None:
    ticket = a_ticket(yvon, owner=bruno, channel="counter", title="La succession")
    tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Bonjour, tout avance.")
    letter = printed(enter(bruno, "en"), told(ticket)[-1].pk)
    code = following.code_for(ticket, seen_by(yvon))
    for words in (
        'lang="fr-CA"', "Yvon Gallant<br>12, rue du Port<br>Baie-Noire (BC) V0X 1X0", ticket.number, code.upper(),
        "Bruno Tremblay", "Bonjour, tout avance.", "3\xa0mars\xa02026", "Votre demande", 'class="qr"',
    ):  # fmt: skip
        assert words in letter, words
    assert "letter--large" not in letter


@pytest.mark.proves("EQU-04")
def test_larger_letters_and_words_alone_are_honoured_on_paper(yvon: Person, bruno: Staff, enter: Enter) -> None:
    people.prefer(yvon, by=SYSTEM, formats=["large", "text"])
    ticket = a_ticket(yvon, owner=bruno, channel="counter")
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Bonjour")
    [letter] = [printed(enter(bruno), row.pk) for row in told(ticket)[-1:]]
    assert "letter--large" in letter and "letter--plain" in letter and '<svg class="qr"' not in letter


@pytest.mark.parametrize(
    ("told_by", "has_email", "has_address", "way"),
    [
        ("post", True, True, "post"), ("post", True, False, "email"), ("post", False, False, ""),
        ("email", True, True, "email"), ("email", False, True, "post"), ("site", True, True, ""),
    ],
)  # fmt: skip
def test_news_leave_by_the_way_that_somebody_prefers_or_else_by_the_one_that_reaches_them(
    amina: Person, bruno: Staff, told_by: str, has_email: bool, has_address: bool, way: str
) -> None:
    people.prefer(amina, by=SYSTEM, formats=[], told_by=told_by)
    if has_address:
        people.give_contact_point(amina, by=SYSTEM, now=NOON, kind="postal", value=HOME)
    if not has_email:
        ContactPoint.objects.filter(person=amina, kind="email").delete()
    ticket = a_ticket(amina, owner=bruno)
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Bonjour")
    assert {row.way for row in told(ticket)} == ({way} if way else set())


def test_whoever_posts_a_letter_stands_in_the_journal_once(
    yvon: Person, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    ticket = a_ticket(yvon, owner=bruno, channel="counter")
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Bonjour")
    letters = [row.pk for row in told(ticket)]
    window, other = enter(bruno), enter(chloe)
    with clock.at(LATER):
        done = window.post(reverse("desk-letters-posted"), {"letter": letters}, follow=True).content.decode()
        again = other.post(reverse("desk-letters-posted"), {"letter": letters}, follow=True).content.decode()
    assert f"{len(letters)} letters are marked as posted." in done and "Nothing was marked" in again
    facts = Entry.objects.filter(kind="tickets.posted")
    assert {(one.actor, one.at, one.stream) for one in facts} == {(f"staff:{bruno.pk}", LATER, ticket.stream)}
    assert len(facts) == len(letters) and "No letter waits." in tray(window)
    with clock.at(LATER):
        assert "Bruno Tremblay posted a letter" in page_of(window, ticket)


def test_what_is_taken_back_never_reaches_the_tray_and_what_is_posted_cannot_be_taken_back(
    yvon: Person, bruno: Staff, enter: Enter
) -> None:
    ticket, by = a_ticket(yvon, owner=bruno, channel="counter"), seen_by(bruno)
    words = tickets.reply(ticket, by=by, now=NOON, body="Trop vite.")
    told(ticket)
    window = enter(bruno)
    assert "Message<" not in tray(window, NOON + timedelta(seconds=5))
    tickets.unsend(ticket, words, by=by, now=NOON + timedelta(seconds=5))
    assert "Trop vite." not in printed(window) and ">Message<" not in tray(window)


@pytest.mark.proves("A06")
def test_a_confidential_letter_is_for_those_who_see_its_request(
    yvon: Person, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    ticket = a_ticket(yvon, owner=bruno, channel="counter")
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Entre nous.")
    letters = [row.pk for row in told(ticket)]
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    stranger = enter(chloe)
    assert ticket.number not in tray(stranger) and "Entre nous." not in printed(stranger, *letters)
    with clock.at(LATER):
        stranger.post(reverse("desk-letters-posted"), {"letter": letters})
    assert not Entry.objects.filter(kind="tickets.posted").exists()
    assert ticket.number in tray(enter(bruno)) and "Entre nous." in printed(enter(bruno), *letters)


def test_mail_never_waits_behind_a_letter_and_no_worker_takes_a_letter(
    yvon: Person, bruno: Staff, amina: Person
) -> None:
    ticket = a_ticket(yvon, owner=bruno, channel="counter")
    tickets.reply(ticket, by=seen_by(bruno), now=NOON, body="Sur papier.")
    [*_first, letter] = told(ticket)
    mail = outbox.Intent(key="k", kind="message", stream=letter.stream, address="a@example.org", due_at=NOON)
    outbox.post([mail], domain="example.org")
    assert [row.key for row in outbox.claim(worker="w", now=LATER, batch=9)] == ["k"]


@pytest.mark.proves("O01", "O02")
def test_mail_that_answers_itself_does_not_fill_the_tray(amina: Person) -> None:
    people.give_contact_point(amina, by=SYSTEM, now=NOON, kind="postal", value=HOME)
    people.prefer(amina, by=SYSTEM, formats=[], told_by="post")
    for turn in range(MOST_KNOWN + 4):
        told(a_ticket(amina, title=f"{turn}"))
    assert Outgoing.objects.filter(way="post").count() == MOST_KNOWN


def test_somebody_who_takes_part_is_told_by_letter_when_they_want_it(amina: Person, yvon: Person, bruno: Staff) -> None:
    ticket, by = a_ticket(amina, owner=bruno), seen_by(bruno)
    wishes = tickets.Wishes(level="all", language="fr", channel="mail")
    tickets.add_party(ticket, by=by, now=NOON, person=yvon, role="observer", wishes=wishes)
    ticket = Ticket.rows.get(pk=ticket.pk)
    tickets.reply(ticket, by=by, now=NOON, body="Pour vous deux.")
    rows = [row for row in told(ticket) if row.refs["message"] == Message.objects.latest("pk").pk]
    assert sorted((row.way, row.refs["person"]) for row in rows) == [("email", amina.pk), ("post", yvon.pk)]


def test_an_agent_notes_the_address_and_the_way_that_somebody_tells_them(
    amina: Person, bruno: Staff, enter: Enter
) -> None:
    window = enter(bruno)
    window.post(reverse("desk-points", args=[amina.pk]), {"kind": "postal", "value": "12, rue du Port"})
    window.post(reverse("desk-told-by", args=[amina.pk]), {"told_by": "post"})
    amina.refresh_from_db()
    point = amina.contact_points.get(kind="postal")
    assert (amina.told_by, point.value, point.source) == ("post", "12, rue du Port", "staff")
    window.post(reverse("desk-told-by", args=[amina.pk]), {"told_by": "pigeon"})
    amina.refresh_from_db()
    assert amina.told_by == "post"


def test_a_letter_to_somebody_new_shows_in_the_tray_with_few_questions_to_the_database(
    bruno: Staff, enter: Enter, house: object
) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    window, counts = enter(bruno), []
    for turn in range(2):
        for more in range(1 + 4 * turn):
            person = a_person(f"p{turn}{more}@example.org", "P", str(more))
            people.give_contact_point(person, by=SYSTEM, now=NOON, kind="postal", value=HOME)
            people.prefer(person, by=SYSTEM, formats=[], told_by="post")
            told(a_ticket(person, owner=bruno, channel="counter"))
        tray(window)
        with CaptureQueriesContext(connections["default"]) as seen:
            tray(window)
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
