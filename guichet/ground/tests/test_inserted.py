"""Rows inserted with SQL written once are those that Django would have written."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from pytest_django import DjangoAssertNumQueries

from guichet.areas.catalogue.models import Service
from guichet.areas.intake.models import Receipt
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.models import Message, Note, Ticket
from guichet.ground.bilingual import Bilingual
from guichet.ground.database.inserted import insert, insert_unless_there
from guichet.ground.files.models import StoredFile
from guichet.ground.journal.models import Entry
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_ticket

pytestmark = pytest.mark.django_db


def held(row: models.Model, *but: str) -> dict[str, Any]:
    """Read a row back, without what cannot be the same twice."""
    [found] = type(row)._base_manager.filter(pk=row.pk).values()
    return {name: value for name, value in found.items() if name not in {"id", *but}}


def test_every_kind_of_column_is_written_as_django_writes_it(amina: Person, bruno: Staff) -> None:
    known = a_ticket(amina, owner=bruno, title="Une « demande » à 100 % : ünïcode")
    columns = held(known, "number")
    again = Ticket(**columns, number="G-2026-000000-0")
    insert([again])
    assert again.pk != known.pk
    assert held(again, "number") == columns
    again.save()  # it is known to be there: this is an UPDATE
    assert Ticket.rows.count() == 2


def test_bilingual_and_json_columns_are_written_as_django_writes_them() -> None:
    unit = Organisation(code="NEW", kind="unit", name=Bilingual("Nouvelle unité", "New unit"))
    insert([unit])
    service = Service(code="S99", name=Bilingual("Nom", "Name"), nature="service", owner=unit, calendar="default")
    service.keywords = {"fr": ["clé", "100 %"], "en": []}
    insert([service])
    assert Organisation.objects.get(code="NEW").name == Bilingual("Nouvelle unité", "New unit")
    found = Service.objects.get(code="S99")
    assert (found.keywords, found.owner, found.client_groups) == ({"fr": ["clé", "100 %"], "en": []}, unit, [])


def test_a_row_whose_key_is_another_row_keeps_it(amina: Person) -> None:
    ticket = a_ticket(amina)
    promise = Promise.objects.get(ticket=ticket)
    columns = held(promise)
    promise.delete()
    insert([again := Promise(**columns)])
    assert held(again) == columns
    assert columns["hands"] == {}


def test_what_the_database_draws_is_left_to_it(amina: Person) -> None:
    last = Entry.objects.latest("pk") if Entry.objects.exists() else None
    a_ticket(amina)
    entries = Entry.objects.order_by("pk").filter(pk__gt=last.pk if last else 0)
    assert all(entry.written_at for entry in entries)
    assert [entry.position for entry in entries] == [1, 2]


def test_many_rows_get_each_its_own_key(
    amina: Person, bruno: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ticket = a_ticket(amina)
    notes = [Note(ticket=ticket, staff=bruno, body=f"Note {n}", at=NOON + timedelta(seconds=n)) for n in range(250)]
    with django_assert_num_queries(3):
        insert(notes)
    assert {note.pk: note.body for note in notes} == dict(Note.objects.values_list("pk", "body"))
    with django_assert_num_queries(0):
        insert([])


def test_what_the_database_refuses_is_refused(amina: Person) -> None:
    ticket = a_ticket(amina)
    receipt = {"client": "a", "key": "b", "digest": "c", "ticket": ticket, "at": NOON}
    insert([Receipt(**receipt)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Receipt(**receipt)])
    assert Receipt.objects.count() == 1


def test_words_with_marks_of_sql_are_words(amina: Person) -> None:
    body = "100 % %s ? '; DROP TABLE tickets_message; -- \\ \N{SNOWMAN}"
    message = Message(ticket=a_ticket(amina), kind="opening", channel="web", language="fr", body=body)
    message.at = message.visible_from = NOON
    insert([message])
    assert Message.objects.get(pk=message.pk).body == body


def test_a_row_that_is_there_already_is_left_as_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, again = (StoredFile(sha256="f" * 64, size=size, stored_at=NOON) for size in (1, 2))
    with django_assert_num_queries(2):
        assert insert_unless_there(first)
        assert not insert_unless_there(again)
    assert [*StoredFile.objects.values_list("pk", "size")] == [(first.pk, 1)]
