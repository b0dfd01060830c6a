"""Who asks for what: every request received once, in the group of that day, and nothing small given away."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics.queries import UNSORTED, Slice, counted
from guichet.areas.metrics.queries.demand import MONTH, demand
from guichet.areas.metrics.rules import SMALLEST, Cell, hidden_table
from guichet.areas.metrics.tests.stage import NOW, copies
from guichet.areas.people.models import Person, Staff
from guichet.areas.sla.models import Promise
from guichet.ground.access import Refused
from tests.cast import NOON, a_staff, a_ticket, seen_by

QUARTER = Slice(NOON - timedelta(days=80), NOW + timedelta(days=1))
CELLS = st.tuples(st.integers(1, 4), st.integers(1, 4))


@pytest.mark.proves("N4")
@given(st.dictionaries(CELLS, st.integers(min_value=0, max_value=40), max_size=16))
def test_no_line_of_a_table_gives_a_small_count_away(table: dict[Cell, int]) -> None:
    hidden = hidden_table(table)
    assert {cell for cell, n in table.items() if 0 < n < SMALLEST} <= hidden
    for place in (0, 1):
        for key in {cell[place] for cell in table}:
            line = {cell: n for cell, n in table.items() if cell[place] == key and n}
            total = (key, None) if place == 0 else (None, key)
            away = [n for cell, n in line.items() if cell in hidden]
            if total in hidden:
                assert len(away) == len(line)
            else:
                assert not away or (len(away) > 1 and sum(away) >= SMALLEST)


@pytest.mark.proves("CLI-02")
def test_the_total_is_what_was_received_and_each_cell_what_its_list_counts(
    amina: Person, chloe: Staff, hiring: Service, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lead = seen_by(chloe)
    copies(a_ticket(amina, service=hiring), 3, client_group="member")
    copies(a_ticket(amina), 2, client_group="citizen")
    with django_assert_num_queries(1):
        found = demand(lead, QUARTER, rows="service", columns="group", now=NOW)
    assert found.of() == counted(lead, QUARTER, "received", now=NOW) == 7
    assert (found.of(hiring.pk, "member"), found.of(UNSORTED, "citizen"), found.of(UNSORTED, "member")) == (3, 2, 0)
    for service in found.rows:
        for group in found.columns:
            part = Slice(QUARTER.since, QUARTER.until, service=int(service), group=str(group))
            assert found.of(service, group) == counted(lead, part, "received", now=NOW)


@pytest.mark.proves("CLI-02")
def test_the_group_is_the_one_of_the_day_of_the_request(amina: Person, chloe: Staff) -> None:
    ticket = a_ticket(amina)
    Person.objects.filter(pk=amina.pk).update(group="member")
    found = demand(seen_by(chloe), QUARTER, rows="group", columns=MONTH, now=NOW)
    assert found.rows == (ticket.client_group,) and ticket.client_group != "member"


@pytest.mark.proves("CLI-02")
def test_month_by_month_adds_up_to_the_same(amina: Person, chloe: Staff) -> None:
    ticket = a_ticket(amina)
    for number, copy in enumerate(copies(ticket, 4)):
        Promise.objects.filter(pk=copy.pk).update(received_at=NOON - timedelta(days=31 * number // 2))
    found = demand(seen_by(chloe), QUARTER, rows="service", columns=MONTH, now=NOW)
    by_month = Counter({column: found.of(None, column) for column in found.columns})
    assert (by_month.total(), len(by_month) > 1, len(found.starts)) == (5, True, 4)


@pytest.mark.proves("N4", "N7")
def test_an_auditor_reads_no_small_count_and_no_months(amina: Person, hiring: Service, house: Any) -> None:
    auditor = seen_by(a_staff(house, "CS", "Odile", "Sage", "auditor"))
    copies(a_ticket(amina, service=hiring), 30)
    copies(a_ticket(amina), 11)
    copies(a_ticket(amina, service=hiring), 4, client_group="member")
    found = demand(auditor, QUARTER, rows="service", columns="group", now=NOW)
    assert found.of(hiring.pk, "member") is None
    assert found.of(None, "member") is None and found.of() == 48
    with pytest.raises(Refused):
        demand(auditor, QUARTER, rows="service", columns=MONTH, now=NOW)
