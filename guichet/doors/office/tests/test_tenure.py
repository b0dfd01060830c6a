"""The front page of the office tells new clients from experienced ones, in its filters and by rows (CLI-05)."""

import re

import pytest
from django.urls import reverse

from guichet.areas.metrics.tests.stage import NOW
from guichet.areas.metrics.tests.test_tenure import heard
from guichet.areas.people.models import Person, Staff
from guichet.doors.office.tests.test_demand import shown
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from tests.cast import a_staff


def rows_of(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of the breakdown, without what they are made of."""
    table = page.split('id="breakdown"')[1].split("</table>")[0]
    rows = [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in table.split("<tbody>")[1].split("<tr>")[1:]
    ]
    return {row[0]: row[-2:] for row in rows}


@pytest.mark.proves("CLI-05", "N4")
def test_two_scores_are_read_with_what_they_rest_on_and_a_small_band_says_that_it_is_withheld(
    amina: Person, chloe: Staff, house: object
) -> None:
    heard(amina, "new", [3] * 12, again=6)
    heard(amina, "settled", [4] * 4)
    heard(amina, "experienced", [5] * 20, again=2)
    office, address = as_one(chloe), reverse("office-home") + "?by=tenure"
    with clock.at(NOW):
        rows = rows_of(shown(office, address))
        assert rows["Experienced: more than 8 years"] == ["10% 2 / 20", "100 20"]
        assert rows["From 1 to 8 years"] == ["withheld 0 / 4", "withheld 4"]
        assert rows["New: less than 12 months"] == ["withheld 6 / 12", "withheld 12"]
        held = shown(office, reverse("office-home") + "?tenure=experienced")
        assert "20 clients answered, 5 out of 5 on average." in held and "Tenure: Experienced" in held
        assert "Counted: 2</p>" in shown(office, reverse("office-list", args=["again"]) + "?tenure=experienced")
        office.cookies["django_language"] = "fr"
        assert rows_of(office.get(address).content.decode())["De 1 à 8 ans"] == ["supprimé 0 / 4", "supprimé 4"]
        auditor = as_one(a_staff(house, "CS", "Odile", "Sage", "auditor"))  # type: ignore[arg-type]
        assert rows_of(shown(auditor, address))["From 1 to 8 years"] == ["withheld", "withheld"]
        assert auditor.get(reverse("office-home") + "?tenure=new").status_code == 404
