"""The search of the desk: people, tickets by number, tickets by words, each as far as the viewer may see."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.doors.desk.tests.conftest import Enter
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db


def found(desk: Any, words: str) -> str:
    response = desk.get(reverse("desk-search"), {"q": words})
    assert response.status_code == 200
    return unescape(response.content.decode()).partition('id="found"')[2].partition("</main>")[0]


@pytest.mark.proves("CAT-03")
@pytest.mark.parametrize(("language", "heading"), [("fr", "Demandes"), ("en", "Requests")])
def test_tickets_are_found_by_words_of_their_title_and_of_what_was_said(
    language: str, heading: str, amina: Person, bruno: Staff, enter: Enter
) -> None:
    titled = a_ticket(amina, owner=bruno, title="Une imprimante <muette>", body="Rien à dire.")
    said = a_ticket(amina, owner=bruno, title="Autre chose", body="Le propriétaire a laissé des imprimantes ici.")
    page = found(enter(bruno, language), "imprimante")
    assert f">{heading}</h2>" in page
    assert titled.number[-8:] in page and said.number[-8:] in page
    assert "Une <mark>imprimante</mark> <muette>" in page
    assert "laissé des <mark>imprimantes</mark> ici." in page


def test_a_title_is_shown_as_words_and_never_as_a_page(amina: Person, bruno: Staff, enter: Enter) -> None:
    a_ticket(amina, owner=bruno, title="Un <script>alert(1)</script> bizarre")
    raw = enter(bruno).get(reverse("desk-search"), {"q": "bizarre"}).content.decode()
    assert "&lt;script&gt;" in raw and "<script>alert" not in raw


@pytest.mark.proves("GOU-06", "BIL-02")
def test_what_one_may_not_see_is_not_found(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Any, enter: Enter
) -> None:
    hiring.confidential = True
    hiring.save()
    secret = a_ticket(amina, owner=bruno, service=hiring, title="Harcèlement", body="Je veux parler à quelqu’un.")
    actions.note(secret, by=seen_by(bruno), now=NOON, body="Une rumeur")
    assert "Nothing answers these words" in found(enter(chloe), "harcèlement")
    assert "Harcèlement" in found(enter(bruno), "harcèlement")
    assert "Nothing answers these words" in found(enter(bruno), "rumeur")


@pytest.mark.parametrize(("language", "help_"), [("fr", "moins de mots"), ("en", "try with fewer")])
def test_nothing_found_says_what_to_try(language: str, help_: str, bruno: Staff, enter: Enter) -> None:
    page = found(enter(bruno, language), "xyzzy")
    assert help_ in page and reverse("desk-new-contact") in page


def test_too_many_are_cut_short_and_said(amina: Person, bruno: Staff, enter: Enter) -> None:
    for place in range(25):
        a_ticket(amina, owner=bruno, title=f"Chaise {place}")
    page = found(enter(bruno), "chaise")
    assert page.count('class="hit hit--ticket"') == 20 and "narrows it down" in page


def test_a_search_takes_at_most_eight_queries(
    amina: Person, bruno: Staff, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = enter(bruno)
    for place in range(25):
        a_ticket(amina, owner=bruno, title=f"Diallo et sa chaise {place}")
    found(desk, "diallo")
    with django_assert_max_num_queries(8):
        found(desk, "diallo")
