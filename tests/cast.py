"""The fixed cast: Amina asks, Bruno answers, Chloé leads, Dario administers, Inès is expert, Étienne sees nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import caches

from guichet.areas.catalogue import queries as catalogue
from guichet.areas.catalogue.actions.indexing import index
from guichet.areas.catalogue.models import Calendar, PlanStep, PlanTemplate, Service, ServiceStandard, ServiceTier
from guichet.areas.finding import queries as finding
from guichet.areas.people import actions as people
from guichet.areas.people.access import Viewer
from guichet.areas.people.models import Membership, Organisation, Person, Staff, User
from guichet.areas.people.queries import viewer_of_person, viewer_of_staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.areas.triage.queries import loads
from guichet.ground import recent, search
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual

# A Tuesday, 10:00 in Vancouver, no holiday near.
NOON = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
TODAY = date(2026, 3, 3)
HOURS = {day: ["08:30-12:00", "13:00-16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.fixture(autouse=True)
def fresh_catalogue() -> Iterator[None]:
    """Forget what a process keeps between two tests."""
    for forget in (catalogue.forget, finding.forget, search.forget, loads.forget, recent.forget):
        forget()
    caches["default"].clear()
    yield
    for forget in (catalogue.forget, finding.forget, search.forget, loads.forget, recent.forget):
        forget()


@pytest.fixture
def house(db: Any) -> dict[str, Organisation]:
    """The assembly, its units, two rival caucuses with an office each, and the default calendar."""
    Calendar.objects.create(code="default", data={"tz": "America/Vancouver", "hours": HOURS, "holidays": "CA-BC"})
    assembly = _organisation("ALR", "assembly", "Assemblée", "Assembly")
    made = {"ALR": assembly}
    for code, fr, en in [
        ("CS", "Service à la clientèle", "Client Services"), ("RH", "Ressources humaines", "Human Resources"),
        ("TI", "Technologies", "Information Technology"), ("SEC", "Sécurité", "Security"),
    ]:  # fmt: skip
        made[code] = _organisation(code, "unit", fr, en, parent=assembly)
    for code in ("AZUR", "CEDRE"):
        made[code] = _organisation(code, "caucus", code, code)
    made["BN-01"] = _organisation("BN-01", "office", "Bureau de Baie-Noire", "Baie-Noire Office", caucus=made["AZUR"])
    made["LV-01"] = _organisation("LV-01", "office", "Bureau de Lac-Vert", "Lac-Vert Office", caucus=made["CEDRE"])
    return made


def _organisation(code: str, kind: str, fr: str, en: str, **more: Any) -> Organisation:
    return Organisation.objects.create(code=code, kind=kind, name=Bilingual(fr, en), **more)


def a_person(email: str, given: str, family: str, *, language: str = "fr", group: str = "office_staff") -> Person:
    """Register somebody."""
    new = people.NewPerson(given_name=given, family_name=family, email=email, language=language, group=group)
    return people.register(new, by=SYSTEM, now=NOON)


def a_staff(house: dict[str, Organisation], unit: str, given: str, family: str, *roles: str) -> Staff:
    """Engage somebody, with an account."""
    email = f"{given}.{family}@example.org".lower()
    user = User.objects.create_user(email, "correct horse battery")
    return Staff.objects.create(
        user=user, email=email, given_name=given, family_name=family, unit=house[unit], roles=list(roles),
        languages=["fr", "en"],
    )  # fmt: skip


@pytest.fixture
def amina(house: dict[str, Organisation]) -> Person:
    """A constituency assistant in Baie-Noire."""
    person = a_person("amina@example.org", "Amina", "Diallo")
    Membership.objects.create(
        person=person, organisation=house["BN-01"], role="office_staff", starts_on=date(2025, 1, 6)
    )  # fmt: skip
    return person


@pytest.fixture
def etienne(house: dict[str, Organisation]) -> Person:
    """Staff of a rival office: he must see nothing."""
    person = a_person("etienne@example.org", "Étienne", "Rival")
    Membership.objects.create(
        person=person, organisation=house["LV-01"], role="office_staff", starts_on=date(2025, 1, 6)
    )  # fmt: skip
    return person


@pytest.fixture
def bruno(house: dict[str, Organisation]) -> Staff:
    """A front-line agent."""
    return a_staff(house, "CS", "Bruno", "Tremblay", "agent")


@pytest.fixture
def chloe(house: dict[str, Organisation]) -> Staff:
    """The manager of the window."""
    return a_staff(house, "CS", "Chloe", "Roy", "manager")


@pytest.fixture
def dario(house: dict[str, Organisation]) -> Staff:
    """The administrator."""
    return a_staff(house, "CS", "Dario", "Rossi", "administrator")


@pytest.fixture
def ines(house: dict[str, Organisation]) -> Staff:
    """An expert of the IT unit."""
    return a_staff(house, "TI", "Ines", "Costa", "expert")


def seen_by(who: Person | Staff) -> Viewer:
    """Return somebody of the cast as a viewer."""
    return viewer_of_staff(who) if isinstance(who, Staff) else viewer_of_person(who, on=TODAY)


@pytest.fixture
def hiring(house: dict[str, Organisation]) -> Service:
    """A participant service whose plan has three tasks, the last after the first."""
    service = Service.objects.create(
        code="A04", name=Bilingual("Embauche, caucus", "Hiring, caucus"), nature="service", owner=house["RH"],
        calendar="default", scope="hr",
        keywords={"fr": ["nouvel employé", "embauche", "contrat"], "en": ["new employee", "hire", "contract"]},
    )  # fmt: skip
    ServiceTier.objects.create(service=service, tier="participant", valid_from=date(2020, 1, 1))
    ServiceStandard.objects.create(
        service=service, first_response="4 h", completion="5 bd", valid_from=date(2020, 1, 1)
    )
    plan = PlanTemplate.objects.create(service=service)
    for position, (key, unit, title, after) in enumerate(
        [("contract", "RH", "Contrat", []), ("account", "TI", "Compte", []), ("card", "SEC", "Carte", ["contract"])]
    ):
        PlanStep.objects.create(
            plan=plan, position=position, key=key, title=Bilingual(title, key.title()), unit=house[unit], due="2 bd",
            after=after, fields=["description"],
        )  # fmt: skip
    index(service)
    return service


def a_ticket(by: Person, *, owner: Staff | None = None, service: Service | None = None, **more: Any) -> Ticket:
    """Open a ticket by e-mail for somebody."""
    compartment = people.compartment_of(more.pop("holder", by))
    opening = tickets.Opening(
        requester=by, compartment=compartment, channel=more.pop("channel", "email"), language=by.language,
        title=more.pop("title", "Une demande"), body=more.pop("body", "Bonjour, j’ai besoin d’aide."),
        received_at=more.pop("at", NOON), offer=catalogue.offer(service.pk if service else None, on=TODAY), owner=owner,
        **more,
    )  # fmt: skip
    return tickets.open_ticket(opening, by=SYSTEM, now=opening.received_at)
