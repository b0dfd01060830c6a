"""Who takes part, from the page of a ticket: found or written down, changed, told, removed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Party, Ticket
from guichet.areas.tickets.queries.parties import as_client
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

pytestmark = pytest.mark.django_db
USUAL = {"role": "observer", "level": "all", "language": "own", "channel": "email"}


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


@pytest.fixture
def samira(house: Any) -> Person:
    return a_person("samira@example.org", "Samira", "Haddad", language="en", group="citizen")


@pytest.fixture
def ticket(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Le bail")


def panel_of(html: str) -> str:
    return html.partition('id="parties"')[2].partition("</section>")[0]


@pytest.mark.proves("BIL-02")
def test_somebody_found_by_name_takes_part_and_is_removed(desk: Client, ticket: Ticket, samira: Person) -> None:
    assert "the person who asks" in panel_of(page_of(desk, ticket))
    found = desk.get(reverse("desk-parties", args=[ticket.number]), {"q": "Haddad"}).content.decode()
    assert f'name="person" value="{samira.pk}" checked' in found

    assert post(desk, "desk-parties", ticket, person=samira.pk, **USUAL).status_code == 302
    html = page_of(desk, ticket)
    assert "Samira Haddad" in panel_of(html) and "observer" in panel_of(html)
    assert "Everything, English, by e-mail" in panel_of(html)  # a language has its capital, in English
    assert "Bruno Tremblay let Samira Haddad take part" in html
    assert post(desk, "desk-party-removal", ticket, person=samira.pk).status_code == 302
    assert "Samira Haddad" not in panel_of(page_of(desk, ticket))


def test_somebody_new_is_written_down_once(desk: Client, ticket: Ticket) -> None:
    new = {"person": "new", "given_name": "Yvon", "email": "yvon@example.org", **USUAL}
    assert post(desk, "desk-parties", ticket, **new).status_code == 302
    assert Party.objects.get().person.given_name == "Yvon"
    assert Party.objects.get().language == "fr"
    assert post(desk, "desk-parties", ticket, **new).status_code == 422
    assert Person.objects.filter(given_name="Yvon").count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"person": "new", "given_name": "Yvon"}, "Write an address or a telephone number."),
        ({"person": "new", "email": "yvon@"}, "This address is not complete."),
        ({}, "Choose somebody, or write who it is."),
        ({"person": "999999"}, "Choose one of the list."),
        ({"person": "new", "given_name": "Yvon", "phone": "555 1234567"}, "No e-mail reaches this person"),
        ({"person": "new", "given_name": "Yvon", "email": "y@example.org", "role": "representative"}, "Nothing lets"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    desk: Client, ticket: Ticket, sent: dict[str, str], sentence: str
) -> None:
    response = post(desk, "desk-parties", ticket, **{**USUAL, "family_name": "Haddad-Roy", **sent})
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html and 'value="Haddad-Roy"' in html
    assert not Party.objects.exists() and not Person.objects.filter(given_name="Yvon").exists()


def test_a_change_is_kept_and_whoever_is_told_by_telephone_is_called(
    desk: Client, ticket: Ticket, amina: Person, bruno: Staff
) -> None:
    wished = {"person": amina.pk, "level": "all", "language": "en", "channel": "phone"}
    assert post(desk, "desk-party-change", ticket, **wished).status_code == 302
    assert "by telephone" in panel_of(page_of(desk, ticket))
    with clock.at(NOON.replace(hour=20)):
        actions.reply(ticket, by=seen_by(bruno), now=clock.now(), body="Bonjour.")
    with clock.at(NOON.replace(hour=21)):
        assert "1 message to tell them" in panel_of(page_of(desk, ticket))
        assert post(desk, "desk-party-told", ticket, person=amina.pk).status_code == 302
        assert "to tell them" not in panel_of(page_of(desk, ticket))
    assert "told Amina Diallo what there was to tell" in page_of(desk, ticket)


def test_words_of_an_observer_show_who_said_them(desk: Client, ticket: Ticket, samira: Person) -> None:
    post(desk, "desk-parties", ticket, person=samira.pk, **USUAL)
    said = actions.ClientWords(body="My word.", channel="web", person=samira)
    actions.write(Ticket.rows.get(pk=ticket.pk), by=as_client(Party.objects.get(), on=TODAY), now=NOON, said=said)
    html = page_of(desk, ticket)
    assert "<b>Samira Haddad</b> observer, web form" in html
    assert "Samira Haddad wrote, as an observer" in desk.get(
        reverse("desk-ticket", args=[ticket.number]), {"show": "system"}
    ).content.decode()  # fmt: skip


@pytest.mark.proves("GOU-06")
def test_in_a_confidential_request_only_its_keeper_finds_the_page(
    ticket: Ticket, samira: Person, bruno: Staff, chloe: Staff, desk: Client, enter: Enter
) -> None:
    chloe.roles = ["agent"]
    chloe.save()
    Ticket.rows.filter(pk=ticket.pk).update(confidential=True)
    ticket.readers.add(chloe)
    reader = enter(chloe)
    assert reader.get(reverse("desk-parties", args=[ticket.number])).status_code == 404
    assert post(reader, "desk-parties", ticket, person=samira.pk, **USUAL).status_code == 404
    assert "says who takes part in a confidential request" in panel_of(page_of(reader, ticket))
    assert post(desk, "desk-parties", ticket, person=samira.pk, **USUAL).status_code == 302


def test_a_page_with_others_costs_a_few_queries_more_and_one_without_none(
    desk: Client, ticket: Ticket, samira: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page_of(desk, ticket)
    with django_assert_max_num_queries(14):
        page_of(desk, ticket)
    wishes = actions.Wishes(level="all", language="en", channel="email")
    actions.add_party(ticket, by=SYSTEM, now=NOON, person=samira, role="observer", wishes=wishes)
    with django_assert_max_num_queries(21):
        page_of(desk, ticket)
