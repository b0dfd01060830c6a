"""Two firms, and two partners who give accounts."""

from dataclasses import dataclass

from guichet.areas.people.actions import NewDelegation, attach_account, compartment_of, delegate, number_firm
from guichet.areas.people.models import Organisation, Person
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY

BAKERY, GARAGE = "100000009", "200000008"  # made up


@dataclass(frozen=True)
class Firms:
    """The firms and the partners of these tests."""

    bakery: Organisation
    garage: Organisation
    revenue: Organisation
    accidents: Organisation


def the_firms() -> Firms:
    """Make them."""
    rows = [
        ("BIZ-01", "business", "Boulangerie Ruiz", "Ruiz Bakery"), ("BIZ-03", "business", "Garage", "Garage"),
        ("REV", "ministry", "Revenu", "Revenue"), ("CAT", "agency", "Accidents du travail", "Work Accidents"),
    ]  # fmt: skip
    made = [Organisation.objects.create(code=code, kind=kind, name=Bilingual(fr, en)) for code, kind, fr, en in rows]
    for firm in made[:2]:
        compartment_of(firm)
    return Firms(*made)


def firm_of(whom: Person) -> str:
    """Make a firm that lets somebody act for it, with an account; return its code."""
    firms = the_firms()
    mandate = NewDelegation(grantor=firms.bakery, delegate=whom, scopes=("all",), starts_on=TODAY)
    delegate(mandate, by=SYSTEM)
    number_firm(firms.bakery, by=SYSTEM, now=NOON, number=BAKERY)
    attach_account(firms.bakery, by=SYSTEM, now=NOON, code="RT0001", partner=firms.revenue)
    return firms.bakery.code
