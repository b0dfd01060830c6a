"""The panel that says who reads a confidential ticket, without a script."""

import pytest
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from tests.cast import a_ticket

pytestmark = pytest.mark.django_db
PANEL = {"en": "Confidential: who reads it", "fr": "Demande confidentielle\u00a0: qui la lit"}
TOLD = {"en": "let Chloe Roy read this request", "fr": "a permis à Chloe Roy de lire cette demande"}
SHUT = {"en": "closed this request to Chloe Roy", "fr": "a refermé cette demande à Chloe Roy"}


@pytest.fixture
def secret(amina: Person, bruno: Staff, hiring: Service) -> Ticket:
    """A confidential ticket that Bruno is in charge of."""
    hiring.confidential = True
    hiring.save()
    return a_ticket(amina, owner=bruno, service=hiring)


@pytest.mark.proves("GOU-06")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_readers_are_designated_and_withdrawn_from_the_page(
    language: str, secret: Ticket, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    desk, manager = enter(bruno, language), enter(chloe, language)
    assert PANEL[language] in page_of(desk, secret)
    assert post(manager, "desk-readers", secret, reader=chloe.pk).status_code == 404
    assert post(desk, "desk-readers", secret, reader=chloe.pk).status_code == 302
    assert TOLD[language] in page_of(manager, secret)
    assert post(desk, "desk-reader-withdrawal", secret, reader=chloe.pk).status_code == 302
    assert SHUT[language] in page_of(desk, secret)
    assert post(manager, "desk-reader-withdrawal", secret, reader=chloe.pk).status_code == 404


@pytest.mark.parametrize(("language", "sentence"), [("en", "Choose one."), ("fr", "Choisissez")])
def test_a_choice_that_is_none_comes_back_to_the_panel(
    language: str, sentence: str, secret: Ticket, bruno: Staff, enter: Enter
) -> None:
    answer = post(enter(bruno, language), "desk-readers", secret, reader="")
    assert answer.status_code == 422
    panel = answer.content.decode().partition('id="readers"')[2].partition("</section>")[0]
    assert sentence in panel


def test_an_agent_who_only_reads_sees_who_else_does_and_changes_nothing(
    secret: Ticket, bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    chloe.roles = ["agent"]
    chloe.save()
    secret.readers.add(chloe)
    desk = enter(chloe)
    page = page_of(desk, secret)
    assert "Whoever is in charge" in page and "readers/withdrawal" not in page
    assert post(desk, "desk-readers", secret, reader=bruno.pk).status_code == 404


def test_an_ordinary_ticket_shows_no_panel(amina: Person, bruno: Staff, enter: Enter) -> None:
    assert 'id="readers"' not in page_of(enter(bruno), a_ticket(amina, owner=bruno))


def test_the_panel_costs_at_most_one_query_more(
    secret: Ticket, bruno: Staff, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = enter(bruno)
    page_of(desk, secret)
    with django_assert_max_num_queries(15):
        page_of(desk, secret)
