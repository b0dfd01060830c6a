"""Who is there when the desk is measured: twenty agents, a manager, an integration, five thousand clients."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.test import Client

from guichet.areas.catalogue.models import Calendar, PlanStep, PlanTemplate, Service, ServiceStandard, ServiceTier
from guichet.areas.people import actions as people
from guichet.areas.people.models import Compartment, ContactPoint, Membership, Organisation, Person, Staff, User
from guichet.doors.desk.second_factor import PROVEN
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.bench.bulk import write

AGENTS, OFFICES, PERSONS, SERVICES = 20, 50, 5_000, 10
HOURS = {day: ["08:30-12:00", "13:00-16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
BACKEND = "guichet.doors.portal.accounts.Backend"
LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class House:
    """The ids that tickets hang on."""

    agents: list[Staff]
    manager: Staff
    services: list[Service]
    compartments: list[int]  # by person, whose ids go from 1


def furnish(now: datetime) -> House:
    """Make the house and its clients."""
    units = _organisations()
    manager = _staff(units["CS"], 0, "manager")
    agents = [_staff(units["CS"], number, "agent") for number in range(1, AGENTS + 1)]
    services = [_service(number, units["TI"]) for number in range(SERVICES)]
    return House(agents, manager, services, _persons([_office(number) for number in range(OFFICES)], now))


def _organisations() -> dict[str, Organisation]:
    zone = {"tz": settings.TIME_ZONE, "hours": HOURS, "holidays": "CA-BC"}
    Calendar.objects.create(code="default", data=zone)
    assembly = Organisation.objects.create(code="ALR", kind="assembly", name=Bilingual("Assemblée", "Assembly"))
    return {
        code: Organisation.objects.create(code=code, kind="unit", name=Bilingual(code, code), parent=assembly)
        for code in ("CS", "TI")
    }


def _office(number: int) -> Organisation:
    name = Bilingual(f"Bureau {number}", f"Office {number}")
    return Organisation.objects.create(code=f"B-{number}", kind="office", name=name)


def _staff(unit: Organisation, number: int, role: str) -> Staff:
    email = f"{role}{number}@example.org"
    return Staff.objects.create(
        user=User.objects.create_user(email), email=email, given_name=role.title(), family_name=f"N{number:02d}",
        unit=unit, roles=[role], languages=["fr", "en"], load_cap=10_000,
    )  # fmt: skip


def _service(number: int, unit: Organisation) -> Service:
    service = Service.objects.create(
        code=f"S{number:02d}", name=Bilingual(f"Service {number}", f"Service {number}"), nature="service", owner=unit,
        calendar="default", keywords={"fr": [f"mot{number}", "demande"], "en": [f"word{number}", "request"]},
    )  # fmt: skip
    ServiceTier.objects.create(service=service, tier="participant", valid_from=LONG_AGO)
    ServiceStandard.objects.create(service=service, first_response="4 h", completion="5 bd", valid_from=LONG_AGO)
    plan = PlanTemplate.objects.create(service=service)
    PlanStep.objects.create(
        plan=plan, position=0, key="work", title=Bilingual("Travail", "Work"), unit=unit, due="2 bd"
    )
    return service


def _persons(offices: list[Organisation], now: datetime) -> list[int]:
    """Make the clients: half of them work in an office, and ask for it."""
    numbers, said = range(1, PERSONS + 1), str(now)[:19]
    names = [(n, f"Prénom{n}", f"Nom{n:05d}") for n in numbers]
    write(Person, ({"id": n, "given_name": one, "family_name": two, "created_at": said} for n, one, two in names))
    address = [(n, f"person{n}@example.net") for n in numbers]
    write(
        ContactPoint,
        ({"id": n, "person_id": n, "kind": "email", "value": at, "normal": at, "primary": True} for n, at in address),
    )
    workers = [(n, offices[n // 2 % OFFICES].pk) for n in numbers if n % 2 == 0]
    place = {"role": "office_staff", "starts_on": "2024-01-08"}
    write(Membership, ({"id": n, "person_id": n, "organisation_id": office, **place} for n, office in workers))
    write(Compartment, ({"id": n, "person_id": n} for n in numbers))
    walls = {office.pk: PERSONS + number for number, office in enumerate(offices, start=1)}
    write(Compartment, ({"id": wall, "organisation_id": office} for office, wall in walls.items()))
    placed = dict(workers)
    return [walls[placed[n]] if n in placed else n for n in numbers]


def cookie_of(staff: Staff) -> dict[str, str]:
    """Sign somebody in and return the headers of their browser."""
    browser = browser_of(staff)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; django_language=fr"}


def browser_of(staff: Staff) -> Client:
    """Return a browser, without a network, in which somebody has signed in."""
    browser = Client(SERVER_NAME="127.0.0.1")
    assert staff.user
    browser.force_login(staff.user, backend=BACKEND)
    session = browser.session
    session[PROVEN] = staff.user.pk
    session.save()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    return browser


def token(now: datetime) -> dict[str, str]:
    """Return the headers of an integration that opens tickets."""
    wanted = people.NewIntegration(name="Mesures", scopes=("tickets.open", "tickets.follow"))
    _row, secret = people.issue_token(wanted, by=SYSTEM, now=now)
    return {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}


def body_for(number: int, text: str) -> bytes:
    """Return what an integration sends to open a ticket for one of the clients."""
    person = {"email": f"person{number % PERSONS + 1}@example.net", "language": "fr"}
    return json.dumps({"person": person, "title": f"Demande {number}", "body": text, "service": "S01"}).encode()
