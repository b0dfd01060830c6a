"""Opening a confidential request in an emergency, from the desk, without a script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk import live
from guichet.doors.desk.tail import end_of_journal
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.doors.desk.tests.test_live import hearing
from guichet.ground import clock
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("GOU-06")]
WHY = "Son bail finit ce soir & <b>personne</b> d’autre n’est là."
TOKEN = re.compile(r"\b\w{64}\b")  # what guards each form differs from page to page
NOTHING = {"en": "Nothing opens with this number.", "fr": "Rien ne s’ouvre avec ce numéro."}


@pytest.fixture
def lea(house: dict[str, Organisation]) -> Staff:
    """In charge of what is closed to Bruno."""
    return a_staff(house, "CS", "Lea", "Comeau", "agent")


@pytest.fixture
def ruth(house: dict[str, Organisation]) -> Staff:
    """The auditor."""
    return a_staff(house, "CS", "Ruth", "Sinclair", "auditor")


@pytest.fixture
def secret(amina: Person, lea: Staff, hiring: Service) -> Ticket:
    hiring.confidential = True
    hiring.save()
    return a_ticket(amina, owner=lea, service=hiring)


def asks(desk: Any, number: str, reason: str = WHY) -> Any:
    return desk.post(reverse("desk-emergency"), {"number": number, "reason": reason})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_number_that_is_nowhere_answers_like_one_that_is_never_for_them_and_keeps_the_words(
    language: str, secret: Ticket, bruno: Staff, ruth: Staff, amina: Person, enter: Enter
) -> None:
    amina.user = bruno.user  # the request is his own
    amina.save()
    desk, pages = enter(bruno, language), []
    for number in (secret.number, "G-2026-000000-1"):
        answer = asks(desk, number)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert NOTHING[language] in page and "&lt;b&gt;personne&lt;/b&gt;" in page
        pages.append(TOKEN.sub("", page.replace(number, "")))
    assert pages[0] == pages[1]
    assert desk.get(reverse("desk-ticket", args=[secret.number])).status_code == 404


def test_it_is_opened_read_answered_and_shut_from_its_page(
    secret: Ticket, bruno: Staff, lea: Staff, ruth: Staff, enter: Enter
) -> None:
    desk = enter(bruno)
    assert asks(desk, secret.number, "vite").status_code == 422
    assert asks(desk, secret.number).headers["Location"] == reverse("desk-ticket", args=[secret.number])
    page = page_of(desk, secret)
    assert "Open to you in an emergency until" in page and 'id="take"' not in page
    assert post(desk, "desk-notes", secret, body="Vu.").status_code == 302
    refused = post(desk, "desk-assignment", secret, owner=bruno.pk)
    assert refused.status_code == 422 and "who sees it stays as it is" in refused.content.decode()
    told = page_of(enter(lea), secret)
    assert "Bruno Tremblay opened this request, which is closed to them, in an emergency" in told
    assert "bail finit" not in told, "the reason is for the auditor"
    assert post(desk, "desk-emergency-end", secret).status_code == 302
    for name in ("desk-ticket", "desk-seen"):
        assert desk.get(reverse(name, args=[secret.number])).status_code == 404
    assert post(desk, "desk-emergency-end", secret).status_code == 404


def test_a_stream_that_goes_on_says_nothing_of_it_from_the_moment_it_is_shut(
    secret: Ticket, bruno: Staff, lea: Staff, ruth: Staff, enter: Enter
) -> None:
    asks(enter(bruno), secret.number)

    def heard(minutes: float) -> tuple[str, ...]:
        with clock.at(NOON + timedelta(minutes=minutes)):
            place = end_of_journal()
            post(enter(lea), "desk-notes", secret, body="Du nouveau.")
            seen = live.look(hearing(bruno), place)
        assert seen
        return seen.numbers

    assert heard(59) == (secret.number,) and heard(60) == ()


def test_a_page_costs_nothing_more_for_whoever_has_nothing_open(
    secret: Ticket, bruno: Staff, ruth: Staff, enter: Enter, django_assert_num_queries: Any
) -> None:
    desk = enter(bruno)
    asks(desk, secret.number)
    with clock.at(NOON + timedelta(hours=2)):
        assert desk.get(reverse("desk-list", args=["open"])).status_code == 200
    viewer = seen_by(Staff.objects.get(pk=bruno.pk))
    with django_assert_num_queries(1):
        assert not list(Ticket.objects.visible_to(viewer))
