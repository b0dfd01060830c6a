"""Two firms, and two partners who give accounts."""

from dataclasses import dataclass

from guichet.areas.people.actions import compartment_of
from guichet.areas.people.models import Organisation
from guichet.ground.bilingual import Bilingual

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
