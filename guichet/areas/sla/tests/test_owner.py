"""A promise is whose the ticket is, whoever gave it to them: lists go by it."""

from typing import Any

import pytest
from django.db import connection

from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.sla.queries import lists
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.sla.readers import clocks
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
DAY = lists.Day(NOON, NOON)
INDEXES = ("sla_open_by_owner", "tickets_set_aside", "tickets_open_by_owner", "sla_unsorted")


def owners() -> dict[int, int | None]:
    return dict(Promise.objects.order_by("pk").values_list("pk", "owner"))


def test_a_promise_follows_the_ticket_from_hand_to_hand(amina: Person, bruno: Staff) -> None:
    wei = Staff.objects.create(
        unit=bruno.unit, email="wei@example.org", given_name="Wei", family_name="Chen", roles=["agent"],
        languages=["fr", "en"],
    )  # fmt: skip
    nobodys, given, taken = a_ticket(amina), a_ticket(amina, owner=bruno), a_ticket(amina)
    tickets.assign(given, by=seen_by(bruno), now=NOON, owner=wei)
    tickets.take(taken, by=seen_by(bruno), now=NOON, owner=bruno)

    expected = {nobodys.pk: None, given.pk: wei.pk, taken.pk: bruno.pk}
    assert owners() == expected == dict(Ticket.rows.values_list("pk", "owner"))
    clocks.rebuild()
    assert owners() == expected


def test_a_request_is_to_sort_until_somebody_begins_with_it(amina: Person, bruno: Staff) -> None:
    ours: dict[str, Any] = {"by": seen_by(bruno), "now": NOON}
    began = {
        "take": lambda one: tickets.take(one, **ours, owner=bruno),
        "reply": lambda one: tickets.reply(one, **ours, body="Bonjour."),
        "ask": lambda one: tickets.ask(one, **ours, body="Laquelle ?"),
        "resolve": lambda one: tickets.resolve(one, **ours, code="done", body="C’est fait."),
        "cancel": lambda one: tickets.cancel(one, **ours, reason="client_wish"),
        "assign": lambda one: tickets.assign(one, **ours, owner=bruno),
        "join": lambda one: tickets.merge(one, **ours, into=a_ticket(amina), reason="same_matter"),
    }
    for verb in began.values():
        verb(a_ticket(amina))
    back = a_ticket(amina)
    tickets.merge(back, **ours, into=a_ticket(amina), reason="same_matter")
    tickets.unmerge(back, **ours)

    waiting = {one.pk for one in Ticket.rows.filter(state__in=["received", "to_sort"])}
    assert len(waiting) == 4  # one only assigned, two that others were joined to, and the one that came back
    for again in (False, True):
        if again:
            clocks.rebuild()
        assert set(Promise.objects.filter(open=True, unsorted=True).values_list("pk", flat=True)) == waiting
        listed = lists.page_of(Listing("sort"), seen_by(bruno), DAY).rows
        assert {row["ticket_id"] for row in listed} == waiting


@pytest.mark.parametrize("view", ["mine", "late", "sort"])
def test_a_list_is_read_from_an_index_of_its_own(amina: Person, bruno: Staff, view: str) -> None:
    a_ticket(amina, owner=bruno)
    said: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        said.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        lists.page_of(Listing(view), seen_by(bruno), DAY)
    if connection.vendor == "sqlite":  # PostgreSQL has no reason to use an index for so few rows
        listed = [one for one in said if 'FROM "sla_promise"' in one[0]]
        assert listed
        for sql, values in listed:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
                plan = str(cursor.fetchall())
            assert any(one in plan for one in INDEXES), plan
