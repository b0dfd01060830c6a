"""Linking requests: both say so, either undoes it, and no client reads of it."""

import pytest
from django.db import transaction
from django.test import Client

from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Link, Ticket
from guichet.areas.tickets.queries.ties import linked_to
from guichet.doors.desk.tests.conftest import Enter, page_of, post
from guichet.ground.access import Refused
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bruno: Staff, enter: Enter) -> Client:
    """Bruno's browser."""
    return enter(bruno)


@pytest.fixture
def first(amina: Person, bruno: Staff) -> Ticket:
    return a_ticket(amina, owner=bruno, title="Le chauffage du bureau")


@pytest.fixture
def second(etienne: Person, bruno: Staff) -> Ticket:
    return a_ticket(etienne, owner=bruno, title="La chaudière de l’immeuble")


@pytest.mark.parametrize(
    ("tie", "back"),
    [
        ("related", "related"),
        ("original", "duplicate"),
        ("duplicate", "original"),
        ("child", "parent"),
        ("parent", "child"),
    ],
)
def test_a_link_reads_from_both_sides(first: Ticket, second: Ticket, bruno: Staff, tie: str, back: str) -> None:
    actions.link(first, by=seen_by(bruno), now=NOON, other=second, tie=tie)
    assert [(one.number, one.tie) for one in linked_to(seen_by(bruno), first)] == [(second.number, tie)]
    assert [(one.number, one.tie) for one in linked_to(seen_by(bruno), second)] == [(first.number, back)]


def test_nothing_is_linked_twice_to_itself_or_in_a_circle(first: Ticket, second: Ticket, bruno: Staff) -> None:
    by = seen_by(bruno)
    actions.link(first, by=by, now=NOON, other=second, tie="child")
    third = a_ticket(first.requester, owner=bruno)
    actions.link(second, by=by, now=NOON, other=third, tie="child")
    for one, other, tie, why in [
        (first, first, "related", "same"), (second, first, "related", "linked"), (third, first, "child", "circle"),
        (first, third, "nonsense", "tie"),
    ]:  # fmt: skip
        with pytest.raises(actions.CannotLink) as refusal, transaction.atomic():
            actions.link(one, by=by, now=NOON, other=other, tie=tie)
        assert refusal.value.why == why


def test_the_desk_links_and_undoes(desk: Client, first: Ticket, second: Ticket) -> None:
    assert post(desk, "desk-links", first, other=second.number, tie="related").status_code == 302
    assert "La chaudière de l’immeuble" in page_of(desk, first)
    assert "linked this request to" in page_of(desk, second)
    assert post(desk, "desk-unlinking", second, other=first.number).status_code == 302
    assert not Link.objects.exists()


@pytest.mark.proves("A08")
def test_what_one_does_not_see_is_neither_linked_nor_shown(
    desk: Client, first: Ticket, second: Ticket, bruno: Staff, chloe: Staff, ines: Staff
) -> None:
    with pytest.raises(Refused):
        actions.link(first, by=seen_by(ines), now=NOON, other=second, tie="related")
    actions.link(first, by=seen_by(bruno), now=NOON, other=second, tie="related")
    Ticket.rows.filter(pk=second.pk).update(confidential=True, owner=chloe)
    html = page_of(desk, first)
    assert "La chaudière" not in html
    assert second.number not in html
    response = post(desk, "desk-links", first, other=second.number, tie="related")
    assert response.status_code == 422
    assert "has this number" in response.content.decode()
