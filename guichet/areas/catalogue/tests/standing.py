"""A standard that is told by hand, as it stands on the pages of tests."""

from guichet.areas.catalogue.models import Standard
from guichet.areas.catalogue.queries import forget
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.ground.bilingual import Bilingual
from tests.cast import TODAY


def a_standard(code: str = "queue") -> str:
    """Keep a public standard of access, with a suspension; return its code."""
    terms = StandardTerms(
        kind="access", measure="declared", suspended=(Period(TODAY, TODAY, "Crue", "Flood"),),
        statement=Bilingual("Au comptoir, cinq minutes.", "At the counter, five minutes."),
        exceptions=Bilingual("Les jours d’accueil.", "Welcome days."),
    )  # fmt: skip
    Standard.objects.get_or_create(code=code, defaults={"valid_from": TODAY, "data": terms.to_data()})
    forget()
    return code
