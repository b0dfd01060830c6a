"""How the house counts time, tells, asks, delivers and learns leaves as files, each in the words of its page."""

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.tests.standing import a_standard
from guichet.areas.people.models import Staff
from guichet.doors.desk.tests.test_listfiles import rows_of
from guichet.doors.office.tests.test_offered import as_one

pytestmark = pytest.mark.django_db


@pytest.mark.proves("INT-03")
def test_every_short_list_of_the_office_leaves_as_a_file(hiring: Service, chloe: Staff) -> None:
    a_standard()
    office = as_one(chloe)
    assert rows_of(office, reverse("office-calendars"))[1][:2] == ["default", "1"]
    assert len(rows_of(office, reverse("office-standards"))) > 1
    assert len(rows_of(office, reverse("office-ladders"))) > 2
    assert rows_of(office, reverse("office-forms"))[1][:2] == ["A04", "Hiring, caucus"]
    steps = rows_of(office, f"{reverse('office-plans')}?service=A04&format=csv")
    assert {len(row) for row in steps} == {10} and len(steps) > 1
    for page in ("office-suggestions", "office-reading"):
        assert len(rows_of(office, reverse(page))) == 1
