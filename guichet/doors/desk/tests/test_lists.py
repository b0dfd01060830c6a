"""Lists: the right rows, the right counts, page after page, in few queries."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.queries import lists
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.tickets import actions
from guichet.doors.desk.rail import views_of
from guichet.doors.desk.rows import today
from guichet.doors.desk.tests.conftest import Enter
from guichet.ground.access import SYSTEM
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def sixty(amina: Person, bruno: Staff, chloe: Staff, hiring: Any, house: dict[str, Organisation]) -> None:
    """Sixty tickets of every sort: taken, to sort, waiting, late, of nobody, uncertain."""
    for place in range(60):
        ticket = a_ticket(
            amina,
            owner=bruno if place % 3 else None,
            service=hiring if place % 2 else None,
            at=NOON - timedelta(hours=place),
            title=f"Demande {place}",
            behalf_certain=place % 7 != 0,
        )
        if place % 4 == 1 and place % 3:
            actions.take(ticket, by=SYSTEM, now=NOON, owner=bruno)
        if place % 5 == 2:
            actions.ask(ticket, by=SYSTEM, now=NOON, body="Pour quel jour ?")
        if place % 6 == 5:
            actions.start_plan(ticket, by=SYSTEM, now=NOON, offer=_offer(ticket))


def _offer(ticket: Any) -> Any:
    from guichet.areas.catalogue.queries import offer

    return offer(ticket.service_id, on=NOON.date())


def rows_in(html: str) -> int:
    return html.count('class="tk__no"')


@pytest.mark.proves("TRI-01", "TRI-04")
def test_every_count_of_the_rail_is_the_number_of_rows(sixty: None, bruno: Staff, chloe: Staff, enter: Enter) -> None:
    for who in (bruno, chloe):
        client, viewer = enter(who), seen_by(who)
        counted = lists.counts_of(viewer, today(), *(Listing(view) for view in views_of(viewer)))
        counts = {listing.view: count for listing, count in counted.items()}
        for view, count in counts.items():
            found, address = 0, reverse("desk-list", args=[view])
            while address:
                html = client.get(address).content.decode()
                found += rows_in(html)
                following = re.search(r'href="([^"]+)" rel="next"', html)
                address = following[1].replace("&amp;", "&") if following else ""
            assert (view, found) == (view, count)
        assert counts["open"] == 60


def test_pages_follow_each_other_without_repeating_or_skipping(sixty: None, bruno: Staff, enter: Enter) -> None:
    first = enter(bruno).get(reverse("desk-list", args=["open"])).content.decode()
    second = enter(bruno).get(re.search(r'href="([^"]+)" rel="next"', first)[1]).content.decode()  # type: ignore[index]
    numbers = [re.findall(r"</span>(\d{6}-\d)</a>", html) for html in (first, second)]
    assert len(numbers[0]) == 50
    assert len({*numbers[0], *numbers[1]}) == 60


def test_a_forged_page_mark_shows_the_first_page(sixty: None, bruno: Staff, enter: Enter) -> None:
    html = enter(bruno).get(reverse("desk-list", args=["open"]), {"after": "0|1:forged"}).content.decode()
    assert rows_in(html) == 50


def test_a_list_takes_at_most_eight_queries(
    sixty: None, bruno: Staff, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(bruno)
    client.get(reverse("desk-list", args=["open"]))
    for view in ("open", "mine", "client"):
        with django_assert_max_num_queries(8):
            client.get(reverse("desk-list", args=[view]))


def test_a_row_says_what_to_do_next(amina: Person, bruno: Staff, hiring: Any, enter: Enter) -> None:
    late = a_ticket(amina, owner=bruno, at=NOON - timedelta(days=3), title="En retard")
    asked = a_ticket(amina, owner=bruno, service=hiring, title="Attend le client")
    actions.ask(asked, by=seen_by(bruno), now=NOON, body="Quel jour ?")
    actions.draft(late, by=seen_by(bruno), now=NOON, kind="reply", body="Bonjour")
    html = enter(bruno).get(reverse("desk-list", args=["mine"])).content.decode()
    assert re.search(r"chip--late.*late", html)
    assert "client’s turn" in html
    assert html.index("En retard") < html.index("Attend le client")
    assert "tk__draft" in html
    assert "Quel jour ?" in html


@pytest.mark.proves("PRE-01")
def test_a_confidential_ticket_is_in_nobody_elses_list(
    amina: Person, bruno: Staff, chloe: Staff, hiring: Any, enter: Enter
) -> None:
    hiring.confidential = True
    hiring.save()
    ticket = a_ticket(amina, owner=chloe, service=hiring, title="Très privé")
    assert "Très privé" not in enter(bruno).get(reverse("desk-list", args=["open"])).content.decode()
    assert enter(bruno).get(reverse("desk-ticket", args=[ticket.number])).status_code == 404


def test_each_role_has_its_own_home(
    amina: Person, bruno: Staff, chloe: Staff, dario: Staff, ines: Staff, enter: Enter
) -> None:
    a_ticket(amina, owner=bruno, title="Une demande de tous les jours")
    homes = {
        who.given_name: enter(who).get(reverse("desk-home")).content.decode() for who in (bruno, chloe, dario, ines)
    }
    assert "Une demande de tous les jours" in homes["Bruno"]
    assert "Une demande de tous les jours" in homes["Chloe"]
    assert "Une demande de tous les jours" not in homes["Dario"] + homes["Ines"]
    assert "My unit" in homes["Ines"]


def test_a_stranger_is_sent_to_sign_in_and_a_client_finds_nothing(amina: Person, house: Any) -> None:
    assert Client().get(reverse("desk-home")).status_code == 302
    from guichet.areas.people.models import User

    amina.user = User.objects.create_user("amina@example.org")
    amina.save()
    client = Client()
    client.force_login(amina.user, backend="guichet.doors.portal.accounts.Backend")
    assert client.get(reverse("desk-home")).status_code == 404
