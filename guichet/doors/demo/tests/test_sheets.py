"""Every service of the demonstration has a whole sheet, which the gate would let through."""

from pathlib import Path

import pytest
from django.test import Client

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import lacks_of
from guichet.doors.scenario.load import load_file
from tests.cast import NOON

SCENARIO = Path(__file__).parent.parent / "data" / "scenario.yaml"


@pytest.mark.django_db
@pytest.mark.proves("CAT-01", "CAT-05")
def test_each_says_in_both_languages_what_it_needs_and_why_and_what_it_rests_on() -> None:
    load_file(SCENARIO, now=NOON)
    rows = list(Service.objects.select_related("owner").order_by("code"))
    assert len(rows) == 43
    assert {row.code: lacks_of(row) for row in rows if lacks_of(row)} == {}
    for row in rows:
        told = row.told
        assert told.requirements and told.best and row.review_on, row.code
        assert told.legal_basis.is_complete and told.need.is_complete and told.indicator.is_complete, row.code
        assert row.code not in told.related
    assert load_file(SCENARIO, now=NOON) == []
    assert "Le nom de votre circonscription" in Client().get("/services/A01/").content.decode()
