"""A standard that is told by hand, and a place where people are received, as they stand on the pages of tests."""

from guichet.areas.catalogue.models import Standard
from guichet.areas.catalogue.queries import forget
from guichet.areas.catalogue.rules.periods import Period
from guichet.areas.catalogue.rules.standards import StandardTerms
from guichet.areas.people.actions import Reception, SiteForm, configure_site
from guichet.areas.people.models import Site, Staff
from guichet.ground.access import SYSTEM
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


def a_site(code: str = "S-1") -> str:
    """Keep a bilingual place where everybody of the window receives people; return its code."""
    reception = Reception(
        languages=("fr", "en"), greeting=Bilingual("Bonjour ! Dans quelle langue ?", "Hello! In which language?"),
        interpreter="Wapanuk", interpreter_phone="250-555-0198",
    )  # fmt: skip
    name, address = Bilingual("Le quai", "The wharf"), Bilingual("3, rue du Quai", "3 Wharf Street")
    configure_site(SiteForm(code=code, organisation="CS", name=name, address=address, reception=reception), by=SYSTEM)
    Staff.objects.filter(unit__code="CS").update(site=Site.objects.get(code=code))
    return code
