"""A prepared statement answers as the queryset that it was made from."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Membership, Person, Staff
from guichet.areas.tickets.models import Ticket
from guichet.areas.tickets.rules import State
from guichet.ground.database.prepared import prepared
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
written: list[object] = []


@prepared
def seen_since(viewer: Viewer, *, since: datetime, owner: int) -> QuerySet[Ticket]:
    """Build the same queryset that the tests compare with."""
    written.append(viewer)
    return _seen_since(viewer, since, owner)


def _seen_since(viewer: Viewer, since: datetime, owner: int) -> QuerySet[Ticket]:
    rows = Ticket.objects.visible_to(viewer).filter(received_at__gte=since, owner=owner)
    return rows.select_related("requester", "owner").order_by("-pk")  # type: ignore[no-any-return]


@prepared
def titles(viewer: Viewer, *, pk: int) -> QuerySet[Ticket, dict[str, Any]]:
    """Read columns instead of rows."""
    return Ticket.objects.visible_to(viewer).filter(pk=pk).values("title", "last_at")  # type: ignore[no-any-return]


@prepared
def places_on(*, person: int, on: date) -> QuerySet[Membership]:
    """Compare with a date."""
    return Membership.objects.filter(person=person, starts_on__lte=on)


def test_it_gives_the_same_rows_for_each_value(amina: Person, bruno: Staff) -> None:
    viewer = seen_by(bruno)
    for days in range(4):
        a_ticket(amina, owner=bruno, at=NOON - timedelta(days=days), title=f"Jour {days}")
    for days in (0, 1, 3, 9):
        since = NOON - timedelta(days=days)
        assert seen_since(viewer, since=since, owner=bruno.pk) == list(_seen_since(viewer, since, bruno.pk))
    assert seen_since(viewer, since=NOON, owner=0) == []


def test_what_is_joined_is_there_and_the_sql_is_written_once(
    amina: Person, bruno: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_ticket(amina, owner=bruno)
    written.clear()
    for _ in range(3):
        with django_assert_num_queries(1):
            found = seen_since(seen_by(bruno), since=NOON, owner=bruno.pk)
            assert [(one.requester, one.owner) for one in found] == [(amina, bruno)]
    assert len(written) <= 1


def test_each_viewer_has_a_statement_of_their_own(amina: Person, bruno: Staff, etienne: Person) -> None:
    ticket = a_ticket(amina, owner=bruno, title="Le mien")
    nobody = Viewer(ref="person:0", roles=frozenset({"client"}))
    for _ in range(2):
        assert [one["title"] for one in titles(seen_by(bruno), pk=ticket.pk)] == ["Le mien"]
        assert titles(seen_by(etienne), pk=ticket.pk) == []
        assert titles(nobody, pk=ticket.pk) == []


def test_columns_come_in_their_own_types(amina: Person, bruno: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    assert titles(seen_by(bruno), pk=ticket.pk) == [{"title": ticket.title, "last_at": ticket.last_at}]


def test_a_date_is_a_value_too(amina: Person) -> None:
    starts = [one.starts_on for one in Membership.objects.filter(person=amina)]
    day = max(starts, default=NOON.date())
    assert len(places_on(person=amina.pk, on=day)) == len(starts)
    assert places_on(person=amina.pk, on=date(1990, 1, 1)) == []


@prepared
def titled(viewer: Viewer, title: str, *, owner: int) -> QuerySet[Ticket]:
    """Hold a word that somebody else chose."""
    return Ticket.objects.visible_to(viewer).filter(title=title, owner=owner)  # type: ignore[no-any-return]


@prepared
def in_state(state: State, *, owner: int) -> QuerySet[Ticket]:
    return Ticket.rows.filter(state=state, owner=owner)


@pytest.mark.parametrize("title", ["L’objet", "L'objet; --", "100 % de %s", "\\'", ""])
def test_a_word_in_the_statement_is_only_a_word(amina: Person, bruno: Staff, title: str) -> None:
    ticket = a_ticket(amina, owner=bruno, title="Autre")
    assert titled(seen_by(bruno), title, owner=bruno.pk) == []
    Ticket.rows.filter(pk=ticket.pk).update(title=title)
    assert titled(seen_by(bruno), title, owner=bruno.pk) == [ticket]


def test_codes_stand_in_the_statement_and_ids_do_not(amina: Person, bruno: Staff) -> None:
    a_ticket(amina, owner=bruno)
    said: list[tuple[str, object]] = []

    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        said.append((sql, tuple(values)))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        assert len(in_state(State.TO_SORT, owner=bruno.pk)) == 1
    [(sql, values)] = said
    assert ("'to_sort'" in sql, values) == (True, (bruno.pk,))


def test_the_plan_of_what_is_asked_again_is_kept_for_everybody_alike(amina: Person, bruno: Staff, chloe: Staff) -> None:
    ticket = a_ticket(amina, owner=bruno)
    for who in (bruno, chloe, bruno, chloe):
        assert titled(seen_by(who), ticket.title, owner=bruno.pk) == [ticket]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%'{ticket.title}'%"]
            )
            assert cursor.fetchone() == (1,)


@prepared
def spoken(*, pk: int) -> QuerySet[Staff, Any]:
    return Staff.objects.filter(pk__gte=pk).order_by("pk").values_list("languages", flat=True)


@prepared
def rows_of(*, pk: int) -> QuerySet[Staff]:
    return Staff.objects.filter(pk=pk)


def test_a_list_is_read_once_for_columns_and_always_follows_what_is_written(bruno: Staff) -> None:
    assert spoken(pk=bruno.pk)[0] is spoken(pk=bruno.pk)[0]
    Staff.objects.filter(pk=bruno.pk).update(languages=["en", "iu"])
    assert spoken(pk=bruno.pk)[0] == ["en", "iu"]


def test_a_row_has_lists_of_its_own(bruno: Staff) -> None:
    [first], [second] = rows_of(pk=bruno.pk), rows_of(pk=bruno.pk)
    first.languages.append("iu")
    assert "iu" not in second.languages
