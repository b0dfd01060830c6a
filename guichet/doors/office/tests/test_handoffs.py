"""The map of hand-offs: each number opens what it counted; units read it, and open nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.metrics.tests.test_handoffs import back_and_forth, given
from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.test_listfiles import rows_of
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from tests.cast import NOON, a_ticket

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/office/handoffs/CS/[^"]+)">(\d+)</a>')


@pytest.mark.proves("PRE-06")
def test_each_number_opens_what_it_counted_and_the_file_says_the_same(
    amina: Person, bruno: Staff, chloe: Staff, ines: Staff, house: Any
) -> None:
    ticket = a_ticket(amina, owner=bruno)
    back_and_forth(given(ticket, house["RH"], bruno), 3, worker=bruno, by=bruno)
    given(ticket, house["TI"], bruno)
    office = as_one(chloe)
    with clock.at(NOON + timedelta(days=8)):
        page = office.get(reverse("office-handoffs")).content.decode()
        assert f"/desk/tickets/{ticket.number}/" in page.partition("Back and forth")[2]
        links = LINK.findall(page)
        assert {n for _, n in links} == {"4", "3", "1"}
        for url, n in links:
            assert f"Counted: {n}</p>" in office.get(url).content.decode(), url
        assert rows_of(office, reverse("office-handoffs"))[1][:4] == ["CS", "RH", "4", "3"]
        assert len(rows_of(office, reverse("office-handoff", args=["CS", "RH"]))) == 5
        assert office.get(reverse("office-handoff", args=["CS", "BN-01"])).status_code == 404
        expert = as_one(ines)
        assert "Only what counts 10 or more" in expert.get(reverse("office-handoffs")).content.decode()
        assert expert.get(reverse("office-handoff", args=["CS", "RH"])).status_code == 404
