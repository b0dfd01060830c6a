"""The page on equity says its gaps in sentences, opens what it counted, and gives nothing small away."""

import re
from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.metrics.tests.stage import NOW
from guichet.areas.metrics.tests.test_equity import judged, place
from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.test_listfiles import rows_of
from guichet.doors.office.tests.test_demand import shown
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from tests.cast import a_staff

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/office/lists/[^"]+)">(\d+)</a>')


@pytest.fixture
def three_places(amina: Person, house: Any) -> None:
    judged(amina, 90, 10, holder=place(house, "BN-01", "urban"))
    judged(amina, 70, 30, holder=place(house, "LV-01", "rural"))
    judged(amina, 3, 1, holder=place(house, "IL-01", "remote"))
    judged(amina, 30, 4, holder=amina)


@pytest.mark.proves("EQU-03", "EQU-01", "MES-03")
@pytest.mark.usefixtures("three_places")
def test_the_rural_gap_is_a_sentence_and_every_number_opens_its_list(chloe: Staff) -> None:
    office = as_one(chloe)
    with clock.at(NOW):
        page = shown(office, reverse("office-equity"))
        assert "Rural offices: Promised dates kept, 20 points less than Urban offices (between 9 and 31)." in page
        assert "Remote offices" in page and "withheld" in page
        links = LINK.findall(page)
        assert {"rurality", "language", "letters", "reach"} <= {
            name for url, _ in links for name in re.findall(r"(\w+)=", url)
        }
        for url, n in set(links):
            assert f"Counted: {n}</p>" in shown(office, url), url
        hidden = reverse("office-list", args=["completion"]) + "?period=12m&rurality=remote"
        assert office.get(hidden).status_code == 404
        rows = rows_of(office, reverse("office-equity"))
    far = [row for row in rows if row[1] == "Remote offices"]
    assert len(far) == 5 and all(row[3:5] == ["", ""] for row in far if row[2] != "Requests that came back")


@pytest.mark.proves("N7")
@pytest.mark.usefixtures("three_places")
def test_an_auditor_reads_the_gaps_and_opens_nothing(house: Any) -> None:
    with clock.at(NOW):
        page = shown(as_one(a_staff(house, "CS", "Odile", "Sage", "auditor")), reverse("office-equity"))
    assert "20 points less" in page and "/office/lists/" not in page
