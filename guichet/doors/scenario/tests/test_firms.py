"""A scenario gives firms their business number and accounts."""

import pytest

from guichet.areas.people.models import Organisation
from guichet.areas.people.queries.firms import accounts_of, history_of
from guichet.doors.scenario.load import load_file, main
from guichet.doors.scenario.tests.conftest import Out, Write, lines_of
from tests.cast import NOON

pytestmark = pytest.mark.proves("CLI-07")

FIRMS = """\
version: 1
organisations:
  - {code: REV, kind: ministry, name: {fr: Revenu, en: Revenue}, language: fr}
  - {code: CAT, kind: agency, name: {fr: Accidents du travail, en: Work Accidents}, language: fr}
  - code: BIZ-01
    kind: business
    name: {fr: Boulangerie, en: Bakery}
    language: en
    business_number: "10000 0009"
    accounts:
      - {code: RT0001, partner: REV}
      - {code: WC0001, partner: CAT}
  - {code: BIZ-02, kind: business, name: {fr: Garage, en: Garage}, language: fr, business_number: "200000008"}
"""


def test_a_firm_gets_its_number_and_accounts_once(written: Write) -> None:
    assert "~ firm BIZ-01: business_number: — → 100000009" in load_file(written(FIRMS), now=NOON)
    assert load_file(written(FIRMS), now=NOON) == []
    bakery = Organisation.objects.get(code="BIZ-01")
    assert [(one.code, one.partner.code) for one in accounts_of(bakery)] == [("RT0001", "REV"), ("WC0001", "CAT")]
    assert len(history_of(bakery)) == 3


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ('"10000 0009"', '"100000008"', "9: organisations[BIZ-01].business_number"),
        ('"200000008"', '"100000009"', "13: organisations[BIZ-02].business_number"),
        ("RT0001", "RT1", "11: organisations[BIZ-01].accounts[RT1].code"),
        ("partner: CAT", "partner: BIZ-02", "12: organisations[BIZ-01].accounts[WC0001].partner"),
        ("kind: business, name: {fr: Garage", "kind: ngo, name: {fr: Garage", "13: organisations[BIZ-02].business"),
    ],
)
def test_a_mistake_is_told_on_its_line(written: Write, capsys: Out, right: str, wrong: str, fault: str) -> None:
    assert main([str(written(FIRMS.replace(right, wrong)))]) == 1
    assert any(f"yaml:{fault}" in line for line in lines_of(capsys))
    assert not Organisation.objects.exists()
