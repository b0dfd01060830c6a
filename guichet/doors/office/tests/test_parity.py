"""The auditor's page of the audit of equal treatment, and what everybody reads of it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from guichet.areas.metrics.tests.test_alike import KEY, a_caucus
from guichet.areas.people.models import Organisation, Staff
from guichet.doors.office.tests.test_offered import as_one
from guichet.ground import clock
from tests.cast import a_staff

pytestmark = [pytest.mark.django_db, pytest.mark.proves("N6")]


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.at(datetime(2026, 11, 28, 10, tzinfo=get_current_timezone())):
        yield


def test_the_auditor_reads_codes_names_with_their_key_only_and_everybody_the_verdict(
    house: dict[str, Organisation], chloe: Staff
) -> None:
    a_caucus("OCRE", 11, days=2)
    a_caucus("JADE", 11, days=7)
    office, page = as_one(a_staff(house, "CS", "Ruth", "Sinclair", "auditor"), "en"), reverse("office-parity")
    assert "Q3 2026</option>" in office.get(page).content.decode()
    short = office.post(page, {"key": "court", "quarter": "2026-q3"})
    assert short.status_code == 422 and "at least 12 characters" in short.content.decode()
    assert office.post(page, {"key": KEY, "quarter": "2026-q3"}).status_code == 302

    audited = office.get(page).content.decode()
    assert "a difference that chance does not explain" in audited and "Q3 2026</option>" not in audited
    assert "Caucus" not in audited and KEY not in audited
    decoding = reverse("office-parity-decoding", args=["2026-q3"])
    wrong = office.post(decoding, {"key": "une autre clé, bien longue"})
    assert wrong.status_code == 422 and "No group has its code from this key" in wrong.content.decode()
    named = office.post(decoding, {"key": KEY}).content.decode()
    assert "OCRE Caucus" in named and "JADE Caucus" in named
    assert "Caucus" not in office.get(page).content.decode()

    results = office.get(reverse("portal-results")).content.decode()
    assert "a difference that chance does not explain. The auditor is looking into it." in results
    assert not any(name in results for name in ("OCRE", "JADE"))
    assert as_one(chloe, "en").get(page).status_code == 404
