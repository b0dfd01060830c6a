"""Set aside and follow: out of one's sight until it matters, or in sight though it is somebody else's."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.queries import lists
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.sla.queries.lists import Day
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Follow, Ticket
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground import clock
from guichet.ground.access import Refused
from tests.cast import NOON, a_staff, a_ticket, seen_by

pytestmark = pytest.mark.django_db
TOMORROW = {"until_on": "2026-03-04", "until_time": "08:30"}


@pytest.fixture
def three(amina: Person, bruno: Staff) -> list[Ticket]:
    """Three tickets of Bruno, in the order in which they fall due."""
    return [a_ticket(amina, owner=bruno, title=f"Demande {n}", at=NOON - timedelta(hours=3 - n)) for n in range(3)]


def listed(who: Staff, view: str, now: datetime = NOON) -> list[str]:
    day = Day(now, now + timedelta(hours=12))
    found = [row["ticket__title"] for row in lists.page_of(Listing(view), seen_by(who), day).rows]
    assert lists.counts_of(seen_by(who), day, Listing(view))[Listing(view)] == len(found)
    return found


def test_what_is_set_aside_leaves_the_list_and_comes_back_on_top(
    three: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client = enter(bruno)
    post(client, "desk-aside", three[2], **TOMORROW)
    assert listed(bruno, "mine") == ["Demande 0", "Demande 1"]
    assert listed(bruno, "aside") == ["Demande 2"]
    assert "Set aside until" in page_of(client, three[2])
    later = NOON + timedelta(days=2)
    assert listed(bruno, "mine", later) == ["Demande 2", "Demande 0", "Demande 1"]
    assert listed(bruno, "aside", later) == []
    with clock.at(later):
        assert '<span class="tk__draft">Back</span>' in client.get("/desk/lists/mine/").content.decode()
    actions.note(three[2], by=seen_by(bruno), now=later, body="Vu.")
    assert listed(bruno, "mine", later) == ["Demande 0", "Demande 1", "Demande 2"]


def test_it_comes_back_when_its_client_writes(three: list[Ticket], amina: Person, bruno: Staff) -> None:
    actions.snooze(three[2], by=seen_by(bruno), now=NOON, until=NOON + timedelta(days=9))
    said = actions.ClientWords(body="Et alors ?", channel="web", person=amina)
    actions.write(three[2], by=seen_by(amina), now=NOON, said=said)
    assert listed(bruno, "mine")[0] == "Demande 2"


def test_it_stays_late_where_it_is_late(three: list[Ticket], bruno: Staff) -> None:
    actions.snooze(three[0], by=seen_by(bruno), now=NOON, until=NOON + timedelta(days=30))
    assert "Demande 0" in listed(bruno, "late", NOON + timedelta(days=9))


def test_only_whoever_is_in_charge_sets_aside_and_another_owner_starts_afresh(
    three: list[Ticket], bruno: Staff, chloe: Staff, house: dict[str, Organisation], enter: Enter
) -> None:
    with pytest.raises(Refused):
        actions.snooze(three[0], by=seen_by(chloe), now=NOON, until=NOON + timedelta(days=1))
    assert 'data-key="z"' not in page_of(enter(chloe), three[0])
    actions.snooze(three[0], by=seen_by(bruno), now=NOON, until=NOON + timedelta(days=1))
    lea = a_staff(house, "CS", "Lea", "Comeau", "agent")
    actions.assign(three[0], by=seen_by(chloe), now=NOON, owner=lea)
    assert listed(lea, "mine") == ["Demande 0"]


def test_a_moment_that_is_past_is_refused_and_what_was_set_aside_is_taken_up_again(
    three: list[Ticket], bruno: Staff, enter: Enter
) -> None:
    client = enter(bruno)
    refused = post(client, "desk-aside", three[0], until_on="2026-03-01", until_time="08:30")
    assert refused.status_code == 422
    assert "lies ahead" in refused.content.decode() and 'value="2026-03-01"' in refused.content.decode()
    post(client, "desk-aside", three[0], **TOMORROW)
    post(client, "desk-waking", three[0])
    assert listed(bruno, "mine") == ["Demande 0", "Demande 1", "Demande 2"]


def follows(client: Client, ticket: Ticket) -> None:
    assert 'data-key="f"' in page_of(client, ticket)
    post(client, "desk-following", ticket)


def test_what_one_follows_is_listed_and_says_that_others_changed_it(
    three: list[Ticket], bruno: Staff, chloe: Staff, enter: Enter
) -> None:
    client = enter(chloe)
    follows(client, three[1])
    assert listed(chloe, "followed") == ["Demande 1"] and listed(chloe, "stirred") == []
    actions.note(three[1], by=seen_by(chloe), now=NOON, body="De moi.")
    assert listed(chloe, "stirred") == []
    actions.note(three[1], by=seen_by(bruno), now=NOON, body="Appelé.")
    assert listed(chloe, "stirred") == ["Demande 1"]
    assert '<span class="tk__draft">Changed</span>' in client.get("/desk/lists/followed/").content.decode()
    actions.be_present(Ticket.rows.get(pk=three[1].pk), by=seen_by(chloe), now=NOON)
    assert listed(chloe, "stirred") == []
    post(client, "desk-unfollowing", three[1])
    assert listed(chloe, "followed") == [] and not Ticket.rows.get(pk=three[1].pk).followed


@pytest.mark.proves("GOU-06")
def test_who_may_not_see_a_ticket_any_more_does_not_hear_of_it(
    three: list[Ticket], bruno: Staff, chloe: Staff, ines: Staff, enter: Enter
) -> None:
    follows(enter(chloe), three[0])
    Ticket.rows.filter(pk=three[0].pk).update(confidential=True)
    actions.note(Ticket.rows.get(pk=three[0].pk), by=seen_by(bruno), now=NOON, body="Secret.")
    assert listed(chloe, "followed") == [] and listed(chloe, "stirred") == []
    assert enter(ines).post(reverse("desk-following", args=[three[1].number])).status_code == 404
    assert Follow.objects.count() == 1


def test_a_list_that_nothing_came_back_to_costs_one_statement_more(
    three: list[Ticket], bruno: Staff, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(bruno)
    client.get("/desk/lists/mine/")
    with django_assert_max_num_queries(9):
        client.get("/desk/lists/mine/")
