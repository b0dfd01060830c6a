"""The lists of the office leave as files, and whoever audits reads which did."""

from typing import Any

import pytest
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.test_listfiles import rows_of
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from tests.cast import a_staff, a_ticket

pytestmark = pytest.mark.django_db


def test_the_lists_of_the_office_leave_as_files_and_the_auditor_reads_which(
    hiring: Service, amina: Person, chloe: Staff, house: Any
) -> None:
    a_ticket(amina, service=hiring, at=clock.now())
    leader = as_one(chloe)
    pages = ("services", "rules", "units", "problems", "agenda")
    heads = {page: rows_of(leader, reverse(f"office-{page}"))[0][0] for page in pages}
    assert heads == {"services": "Code", "rules": "Rule", "units": "Unit", "problems": "Problem", "agenda": "Day"}
    assert len(rows_of(leader, reverse("office-list", args=["received"]))) == 2
    auditor = as_one(a_staff(house, "CS", "Odile", "Roy", "auditor"))
    assert rows_of(auditor, reverse("office-looks"))[0][0] == "Who"
    shown = auditor.get(reverse("office-looks")).content.decode()
    assert "Lists that left as files" in shown and "Chloe Roy · services" in shown
