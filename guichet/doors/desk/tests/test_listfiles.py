"""A list leaves as a file: the rows that its reader sees, its filters, its order and its columns; and it is noted."""

import csv
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.models import Entry
from guichet.ground.ui import sheets
from tests.cast import NOON, a_ticket, seen_by

pytestmark = pytest.mark.django_db
OPEN = reverse("desk-list", args=["open"])


def rows_of(client: Client, url: str) -> list[list[str]]:
    """Return the cells of a list taken out as a file."""
    answer: Any = client.get(url, {"format": "csv"} if "?" not in url else {})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(b"".join(answer).decode().removeprefix("\ufeff").splitlines()))


@pytest.mark.proves("A13")
def test_a_list_leaves_with_the_filters_order_and_columns_in_view_and_every_page(
    hiring: Service, amina: Person, bruno: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guichet.doors.desk.listfiles.AT_ONCE", 2)
    for number in range(5):
        a_ticket(amina, owner=bruno, service=hiring, title=f"Demande {number}")
    a_ticket(amina, title="Sans service")
    shown = rows_of(as_one(bruno), f"{OPEN}?service=A04&show=service&show=priority&sort=age&format=csv")
    assert shown[0][-2:] == ["Service", "Priority"] and shown[0][2] == "Title"
    assert [one[2] for one in shown[1:]] == [f"Demande {number}" for number in range(5)]
    assert {one[-2] for one in shown[1:]} == {"Hiring, caucus"}


@pytest.mark.proves("A13")
def test_what_one_may_not_see_is_not_in_the_file_either(hiring: Service, amina: Person, bruno: Staff) -> None:
    hiring.confidential = True
    hiring.save()
    a_ticket(amina, service=hiring, title="Très secret")
    a_ticket(amina, title="Ouvert à tous")
    assert [one[2] for one in rows_of(as_one(bruno), OPEN)[1:]] == ["Ouvert à tous"]


def test_no_cell_is_a_formula(amina: Person, bruno: Staff) -> None:
    a_ticket(amina, title="=HYPERLINK(1)")
    assert rows_of(as_one(bruno), OPEN)[1][2] == "'=HYPERLINK(1)"


@pytest.mark.proves("C02")
def test_each_file_is_in_the_journal_and_too_many_in_an_hour_are_refused(
    amina: Person, bruno: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guichet.areas.sight.actions.exporting.MOST_AN_HOUR", 2)
    client = as_one(bruno)
    for url in (f"{OPEN}?language=fr&format=csv", f"{OPEN}?format=csv"):
        rows_of(client, url)
    refused = client.get(f"{OPEN}?format=csv")
    assert refused.status_code == 429 and "within an hour" in refused.content.decode()
    found = Entry.objects.filter(kind="sight.exported").order_by("pk")
    assert [(one.actor, one.data) for one in found] == [
        (f"staff:{bruno.pk}", {"what": "requests-open", "narrowed": 1}),
        (f"staff:{bruno.pk}", {"what": "requests-open", "narrowed": 0}),
    ]


def test_a_file_that_is_cut_says_so(amina: Person, bruno: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    for number in range(3):
        a_ticket(amina, title=f"Demande {number}")
    shown = rows_of(as_one(bruno), OPEN)
    assert len(shown) == 4 and shown[3] == ["Only the first 2 rows are here: narrow the list to get the others."]


def test_tasks_calls_problems_and_templates_leave_as_files_too(
    hiring: Service, amina: Person, bruno: Staff, ines: Staff
) -> None:
    ticket = a_ticket(amina, owner=bruno, service=hiring)
    wanted = tickets.NewTask(title=Bilingual("Un compte", "An account"), unit=ines.unit)
    tickets.add_task(ticket, by=seen_by(bruno), now=NOON, task=wanted)
    touch = tickets.Touch(person=amina, channel="phone", language="fr", words="Bonjour")
    tickets.log_contact(touch, by=seen_by(bruno), now=clock.now())
    assert rows_of(as_one(ines), reverse("desk-tasks", args=["unit"]))[1][:3] == [ticket.number, "A", "An account"]
    agent = as_one(bruno)
    assert "Amina Diallo" in rows_of(agent, reverse("desk-contacts"))[1]
    for page in ("desk-problems", "desk-templates", "desk-sorting"):
        assert rows_of(agent, reverse(page))[0][0] in {"Problem", "Template", "Number"}
