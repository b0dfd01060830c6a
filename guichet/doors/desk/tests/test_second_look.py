"""A second pair of eyes on a reply: asked for, changed, approved, told to nobody outside, sent by whoever wrote it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Draft, Message, Ticket
from guichet.areas.tickets.queries import client as following
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground import clock
from guichet.ground.journal.models import Entry
from guichet.ground.keeping.models import KeptForm
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
WORDS, THEIRS = "La chaise arrive lundi.", "La chaise arrive lundi matin."


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Chaise")


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    return enter(bruno)


@pytest.fixture
def other(chloe: Staff, enter: Enter) -> Client:
    return enter(chloe)


def ask(desk: Client, ticket: Ticket, reader: Staff, body: str = WORDS) -> Any:
    return post(desk, "desk-second-look", ticket, body=body, reader=reader.pk, seen=0, draft="")


def change(other: Client, ticket: Ticket, author: Staff, name: str = "desk-rereading", **more: Any) -> Any:
    draft = Draft.objects.get(ticket=ticket, staff=author)
    return post(other, name, ticket, **{"author": author.pk, "draft": draft.version, "body": THEIRS, **more})


def kinds(ticket: Ticket) -> list[str]:
    return list(Entry.objects.filter(stream=ticket.stream).order_by("pk").values_list("kind", flat=True))


def test_a_draft_is_read_over_changed_approved_and_sent(
    desk: Client, other: Client, ticket: Ticket, bruno: Staff, chloe: Staff
) -> None:
    assert ask(desk, ticket, chloe).status_code == 302
    assert "Chloe Roy reads it over" in page_of(desk, ticket)
    there = page_of(other, ticket)
    assert "Bruno Tremblay asks you to read this over" in there
    assert WORDS in there
    assert change(other, ticket, bruno).status_code == 302
    html = page_of(desk, ticket)
    assert "Chloe Roy changed it" in html
    assert html.count(THEIRS) == 2  # what they wrote, and what will be sent
    assert change(other, ticket, bruno, "desk-approval").status_code == 302
    post(desk, "desk-settling", ticket, keep="theirs")
    assert "Approved by Chloe Roy" in page_of(desk, ticket)
    version = Draft.objects.get().version
    assert post(desk, "desk-replies", ticket, body=THEIRS, seen=1, draft=version).status_code == 302
    assert Message.objects.get(kind="reply").body == THEIRS
    assert not Draft.objects.exists()
    assert "tickets.second_look_asked" in kinds(ticket)
    assert kinds(ticket).count("tickets.draft_reread") == 2
    assert "Chloe Roy approved the draft of Bruno Tremblay" in page_of(desk, ticket)


def test_rows_say_draft_and_who_was_asked_and_the_other_finds_it_in_a_list(
    desk: Client, other: Client, ticket: Ticket, chloe: Staff
) -> None:
    empty = other.get(reverse("desk-list", args=["reread"])).content.decode()
    assert "Nobody waits for your second look." in empty
    ask(desk, ticket, chloe)
    assert "Draft, read over by Chloe Roy" in desk.get(reverse("desk-list", args=["mine"])).content.decode()
    found = other.get(reverse("desk-list", args=["reread"])).content.decode()
    assert "To read over, from Bruno Tremblay" in found
    assert ticket.number in found
    post(desk, "desk-second-look-end", ticket)
    assert ticket.number not in other.get(reverse("desk-list", args=["reread"])).content.decode()
    assert WORDS not in page_of(other, ticket)


def test_two_who_change_the_same_words_see_both(
    desk: Client, other: Client, ticket: Ticket, bruno: Staff, chloe: Staff
) -> None:
    ask(desk, ticket, chloe)
    before = Draft.objects.get().version
    change(other, ticket, bruno)
    typed = {"body": "La chaise arrive mardi.", "seen": 1, "draft": before}
    kept = desk.post(reverse("desk-drafts", args=[ticket.number, "reply"]), typed)
    assert kept["HX-Retarget"] == "#look"
    assert THEIRS in kept.content.decode()
    assert Draft.objects.get().body == THEIRS
    refused = post(desk, "desk-replies", ticket, **typed)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "The draft was changed meanwhile." in html
    assert THEIRS in html
    assert "La chaise arrive mardi.</textarea>" in html
    assert not Message.objects.filter(kind="reply").exists()
    post(desk, "desk-settling", ticket, keep="mine", body="La chaise arrive mardi.")
    assert Draft.objects.get().body == "La chaise arrive mardi."
    late = change(other, ticket, bruno, draft=before, body="La chaise arrive mercredi.")
    html = late.content.decode()
    assert late.status_code == 422
    assert "La chaise arrive mardi." in html
    assert "La chaise arrive mercredi.</textarea>" in html


def test_an_approval_ends_with_the_next_change_of_the_words(
    desk: Client, other: Client, ticket: Ticket, bruno: Staff, chloe: Staff
) -> None:
    ask(desk, ticket, chloe)
    change(other, ticket, bruno, "desk-approval", body=WORDS)
    assert Draft.objects.get().approved_at
    version = Draft.objects.get().version
    desk.post(reverse("desk-drafts", args=[ticket.number, "reply"]), {"body": "Autre.", "seen": 1, "draft": version})
    assert Draft.objects.get().approved_at is None


def test_what_the_windows_of_the_writer_kept_gives_way_to_a_change(
    desk: Client, other: Client, ticket: Ticket, bruno: Staff, chloe: Staff
) -> None:
    ask(desk, ticket, chloe)
    key = f"{ticket.number}/reply"
    KeptForm.objects.create(owner=f"staff:{bruno.pk}", tab="ab" * 8, key=key, fields={"body": [WORDS]}, at=NOON)
    change(other, ticket, bruno)
    assert not KeptForm.objects.exists()


@pytest.mark.proves("A19")
def test_nobody_is_asked_who_may_not_read_the_request(
    desk: Client, other: Client, ticket: Ticket, chloe: Staff, ines: Staff, bruno: Staff, hiring: Service
) -> None:
    assert ask(desk, ticket, bruno).status_code == 422
    assert ask(desk, ticket, ines).status_code == 422
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    refused = ask(desk, ticket, chloe)
    assert "Choose a colleague of the window who may read this request." in refused.content.decode()
    assert not Draft.objects.filter(reader__isnull=False).exists()


def test_words_that_one_was_not_asked_about_do_not_exist(
    desk: Client, other: Client, ticket: Ticket, bruno: Staff
) -> None:
    desk.post(reverse("desk-drafts", args=[ticket.number, "reply"]), {"body": WORDS})
    assert WORDS not in page_of(other, ticket)
    refused = change(other, ticket, bruno)
    assert refused.status_code == 422
    assert WORDS not in refused.content.decode()
    assert Draft.objects.get().body == WORDS


@pytest.mark.proves("A19")
def test_a_draft_that_is_read_over_stays_inside(
    desk: Client, other: Client, ticket: Ticket, bruno: Staff, chloe: Staff, amina: Person
) -> None:
    ask(desk, ticket, chloe, "canari-du-brouillon")
    change(other, ticket, bruno, "desk-approval", body="canari-du-brouillon relu")
    reader, now = seen_by(amina), clock.now()
    shown = f"{following.tracker(ticket, reader, now=now)} {following.thread(ticket, reader, now=now)}"
    assert "canari" not in shown
    assert "Chloe" not in shown
