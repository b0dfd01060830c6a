"""The page of who asks for what: each number opens its list, and three faces lead to one another."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.metrics.tests.stage import NOW, copies
from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.test_listfiles import rows_of
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from tests.cast import a_ticket

pytestmark = pytest.mark.django_db
CELL = re.compile(r'<a href="(/office/lists/received/[^"]+)">(\d+)</a>')


def shown(office: Client, address: str) -> str:
    answer = office.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("&amp;", "&")


@pytest.fixture
def office(amina: Person, hiring: Service, chloe: Staff) -> Client:
    copies(a_ticket(amina, service=hiring), 4, client_group="member")
    copies(a_ticket(amina), 2, client_group="intermediary")
    return as_one(chloe)


@pytest.mark.proves("CLI-02", "MES-03")
def test_every_cell_opens_a_list_of_its_length(office: Client, hiring: Service) -> None:
    with clock.at(NOW):
        for query in ("", "?columns=month", f"?service={hiring.pk}", "?group=member"):
            cells = CELL.findall(shown(office, reverse("office-demand") + query))
            assert len(cells) >= 4, query
            for url, n in set(cells):
                assert f"Counted: {n}</p>" in shown(office, url), url


@pytest.mark.proves("CLI-02")
def test_a_row_and_a_column_lead_to_their_months_and_the_file_holds_every_row(office: Client, hiring: Service) -> None:
    with clock.at(NOW):
        page = shown(office, reverse("office-demand"))
        assert f'href="/office/demand/?service={hiring.pk}&columns=month"' in page
        assert 'href="/office/demand/?group=intermediary&columns=month"' in page
        assert "Those who help somebody else" in page and "heat--5" in page
        rows = rows_of(office, reverse("office-demand"))
    assert rows[0][:2] == ["Service", "All"] and rows[1][:2] == ["All the requests received", "8"]
    assert {row[0] for row in rows[2:]} == {"Hiring, caucus", "Not sorted yet"}


def test_a_long_table_goes_on_and_a_false_address_leads_nowhere(office: Client) -> None:
    with clock.at(NOW):
        assert "Hiring, caucus" not in shown(office, reverse("office-demand") + "?after=25")
        for query in ("?period=2026-03", "?service=1&group=member", "?period=never"):
            assert office.get(reverse("office-demand") + query).status_code == 404
