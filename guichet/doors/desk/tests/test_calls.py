"""Whoever says they are somebody is recognised before a file opens; what is opened meanwhile stays with the contact."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.people.models import Person, Staff
from guichet.areas.sight.models import Consulted
from guichet.areas.tickets.models import Message, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of
from guichet.ground.journal.models import Entry
from tests.cast import a_ticket

pytestmark = pytest.mark.django_db
BAR = {"channel": "phone", "language": "fr", "identity": "questions", "service": "", "code": "answered"}


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


def said_by(desk: Client, person: Person, how: str) -> Any:
    return desk.post(reverse("desk-verification"), {"caller": f"{person.pk}:self", "identity": how})


def checks() -> list[dict[str, Any]]:
    return list(Entry.objects.filter(kind="sight.identity_checked").order_by("pk").values_list("data", flat=True))


@pytest.mark.proves("C01")
def test_a_file_opens_to_a_caller_once_it_is_recorded_how_they_were_recognised(
    desk: Client, amina: Person, bruno: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno, title="Une chaise")
    bar = desk.get(reverse("desk-new-contact"), {"who": "diallo"}).content.decode()
    assert "Amina" in bar and "Une chaise" not in bar and ticket.number not in bar
    opened = said_by(desk, amina, "questions").content.decode()
    assert "Une chaise" in opened and reverse("desk-person", args=[amina.pk]) in opened
    assert checks() == [{"person": amina.pk, "how": "questions"}]


@pytest.mark.proves("C01")
@pytest.mark.parametrize("how", ["not_needed", "", "guess"])
def test_a_caller_who_is_not_recognised_is_told_nothing_of_the_file(
    desk: Client, amina: Person, bruno: Staff, how: str
) -> None:
    a_ticket(amina, owner=bruno, title="Une chaise")
    told = said_by(desk, amina, how).content.decode()
    assert "Une chaise" not in told and reverse("desk-person", args=[amina.pk]) not in told
    assert [one["how"] for one in checks()] == (["not_needed"] if how == "not_needed" else [])
    assert ("general information only" in told) == (how == "not_needed")


def test_what_was_just_said_of_somebody_is_not_said_twice(desk: Client, amina: Person) -> None:
    for how in ("questions", "questions", "voice"):
        said_by(desk, amina, how)
    assert [one["how"] for one in checks()] == ["questions", "voice"]


@pytest.mark.proves("C01", "E01")
def test_words_of_a_caller_whom_nobody_recognised_say_so(desk: Client, amina: Person) -> None:
    said = {**BAR, "caller": f"{amina.pk}:self", "words": "Les heures ?", "outcome": "follow_up"}
    desk.post(reverse("desk-new-contact"), {**said, "identity": "not_needed"})
    assert Message.objects.get(kind="opening").verified is False


@pytest.mark.proves("BIL-04", "GOU-06")
def test_what_was_opened_during_a_contact_is_kept_with_it_as_far_as_one_sees_it(
    desk: Client, amina: Person, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    seen, hidden = a_ticket(amina, owner=bruno, title="Une chaise"), a_ticket(amina, owner=chloe, title="Secret")
    Ticket.rows.filter(pk=hidden.pk).update(confidential=True)
    opened = [f"ticket:{seen.number}", f"ticket:{hidden.number}", f"person:{amina.pk}", "person:x", "nothing"]
    said = {**BAR, "caller": f"{amina.pk}:self", "words": "Ma chaise ?", "outcome": "only_contact"}
    assert desk.post(reverse("desk-new-contact"), {**said, "consulted": opened}).status_code == 302
    kept = Consulted.objects.order_by("pk").values_list("ticket", "person")
    assert list(kept) == [(seen.pk, None), (None, amina.pk)]
    page = desk.get(reverse("desk-ticket", args=[seen.number]), {"show": "system"}).content.decode()
    assert "Bruno Tremblay consulted this during a contact with Amina Diallo (telephone)" in page
    assert "consulted" not in page_of(desk, a_ticket(amina, owner=bruno))


@pytest.mark.parametrize("who", ["ines", "dario"])
def test_only_the_front_line_recognises_callers(
    request: pytest.FixtureRequest, who: str, amina: Person, enter: Enter
) -> None:
    assert said_by(enter(request.getfixturevalue(who)), amina, "questions").status_code == 404
