"""The town of the journeys: the house of the cast, three more experts, a post office, browsers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from guichet.areas.catalogue.actions.indexing import index
from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service, ServiceStandard, ServiceTier
from guichet.areas.people.actions import account_for
from guichet.areas.people.models import Membership, Organisation, Person, Staff, User
from guichet.doors.desk.second_factor import PROVEN
from guichet.doors.email.catcher import Catcher
from guichet.doors.email.listen import accept
from guichet.doors.email.listener import Listener
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, a_person, a_staff
from tests.journeys.town import Enter, Post, Visits, Wall, wall_of

BACKEND = "guichet.doors.portal.accounts.Backend"
STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """It is Tuesday, ten in the morning, for the server and for the worker."""
    wall = wall_of(NOON)
    monkeypatch.setattr(clock, "_held", wall)
    return wall


@pytest.fixture
def post(settings: Settings, transactional_db: None) -> Iterator[Post]:
    """A mail server that hears, and one that catches what leaves."""
    letters = Post(into=0)
    catcher, listener = Catcher(letters.keep), Listener("127.0.0.1", 0, accept)
    catcher.start()
    listener.start()
    letters.into = listener.port
    settings.SMTP_OUT = {**settings.SMTP_OUT, "host": "127.0.0.1", "port": catcher.port, "starttls": False}
    yield letters
    listener.stop()
    catcher.stop()


@pytest.fixture
def visits(browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Visits]:
    """Browsers at the window; at the end nothing may have failed in them, and nothing have left the machine."""
    settings.BASE_URL, settings.FILES_DIR = live_server.url, tmp_path
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    settings.STORAGES = {**settings.STORAGES, **STATIC}
    caches["limits"].clear()
    visits = Visits(browser, live_server.url)
    yield visits
    visits.close()
    assert visits.complaints == []


def session_of(user: User) -> dict[str, str]:
    """Return the cookie of somebody who has proven twice who they are."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[PROVEN] = user.pk
    session.save()
    return {"session": client.cookies["session"].value}


@pytest.fixture
def enter(visits: Visits) -> Enter:
    """Let somebody of the cast sit down before a browser in which they have signed in."""

    def sit(who: Staff | Person, language: str = "en", **options: object) -> object:
        user = who.user if isinstance(who, Staff) else account_of(who)
        assert user is not None
        return visits.page(language, session_of(user), **options)

    return sit  # type: ignore[return-value]


def account_of(person: Person) -> User:
    """Return the account that a client's first e-mailed code makes."""
    user = account_for(str(person.contact_points.get(kind="email").value), now=clock.now())
    assert user is not None
    return user


@pytest.fixture
def rosa(house: dict[str, Organisation]) -> Staff:
    """The expert of Human Resources."""
    return a_staff(house, "RH", "Rosa", "Melanson", "expert")


@pytest.fixture
def ruth(house: dict[str, Organisation]) -> Staff:
    """The auditor."""
    return a_staff(house, "CS", "Ruth", "Sinclair", "auditor")


@pytest.fixture
def sami(house: dict[str, Organisation]) -> Staff:
    """The expert of Security."""
    return a_staff(house, "SEC", "Sami", "Haddad", "expert")


@pytest.fixture
def philippe(house: dict[str, Organisation]) -> Staff:
    """The lawyer."""
    _unit(house, "JUR", "Affaires juridiques", "Legal Services")
    return a_staff(house, "JUR", "Philippe", "Doucet", "expert")


@pytest.fixture
def olga(house: dict[str, Organisation]) -> Staff:
    """Whoever looks for premises."""
    _unit(house, "BAUX", "Baux et lieux", "Leasing and Premises")
    return a_staff(house, "BAUX", "Olga", "Petit", "expert")


def _unit(house: dict[str, Organisation], code: str, fr: str, en: str) -> None:
    house[code] = Organisation.objects.create(code=code, kind="unit", name=Bilingual(fr, en), parent=house["ALR"])


@pytest.fixture
def jonas(house: dict[str, Organisation]) -> Person:
    """The assistant of a caucus."""
    person = a_person("jonas.pelletier@example.org", "Jonas", "Pelletier", group="caucus_staff")
    Membership.objects.create(
        person=person, organisation=house["AZUR"], role="caucus_staff", starts_on=date(2025, 1, 6)
    )  # fmt: skip
    return enrolled(person)


def enrolled(person: Person) -> Person:
    """Make somebody a client whose address the institution itself gave us."""
    person.contact_points.filter(kind="email").update(verified_at=NOON)
    return person


@pytest.fixture
def amina(amina: Person) -> Person:
    """Amina of the cast, whom her office enrolled."""
    return enrolled(amina)


@pytest.fixture
def lease(house: dict[str, Organisation], philippe: Staff, olga: Staff) -> Service:
    """The service of a broken lease: a reading by the lawyer, a search by Leasing, then the lines move."""
    service = Service.objects.create(
        code="A11", name=Bilingual("Rupture de bail", "Lease termination"), nature="service", owner=house["BAUX"],
        calendar="default", scope="lease",
        keywords={"fr": ["bail brisé", "rupture", "propriétaire"], "en": ["lease ended", "landlord", "eviction"]},
    )  # fmt: skip
    ServiceTier.objects.create(service=service, tier="participant", valid_from=date(2020, 1, 1))
    ServiceStandard.objects.create(
        service=service, first_response="1 h", completion="40 bd", valid_from=date(2020, 1, 1)
    )  # fmt: skip
    plan = PlanTemplate.objects.create(service=service)
    steps = [
        ("reading", "JUR", "Lire le bail", "Read the lease", "2 bd", []),
        ("search", "BAUX", "Chercher un local", "Search for premises", "10 bd", []),
        ("move", "TI", "Déménager les lignes", "Move the lines", "5 bd", ["search"]),
    ]
    for position, (key, unit, fr, en, due, after) in enumerate(steps):
        PlanStep.objects.create(
            plan=plan, position=position, key=key, title=Bilingual(fr, en), unit=house[str(unit)], due=due, after=after,
            fields=["description", "office", "attachments"],
        )  # fmt: skip
    index(service)
    return service
