"""Two worlds, with and without somebody else's matters: who may not see them cannot tell the worlds apart."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from guichet.areas.catalogue.models import Service
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.doors.api import limits
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.architecture.policy_world import routes
from tests.cast import a_staff, a_ticket, seen_by
from tests.journeys.conftest import account_of
from tests.journeys.taking import body_of
from tests.journeys.test_canaries import visitor

# What protects from forged forms, and the key by which the same form sent twice is known.
NEVER_THE_SAME = re.compile(r'[A-Za-z0-9]{64}|name="key" value="[^"]*"')
FOR_MACHINES = {"api-metrics", "desk-live"}  # counts of the whole house, without a name, for its keeper; and a stream
WORDS = ("imprimante", "diallo", "amina", "baie", "cable", "secret")  # what the matters of the other world say


def addresses() -> Iterator[str]:
    """Give every page that names nothing, and every search for words of the other world."""
    for route in routes().values():
        if not route.parameters and route.name not in FOR_MACHINES:
            yield reverse(route.name)
    for view in ("mine", "today", "late", "client", "sort", "unowned", "behalf", "open"):
        yield reverse("desk-list", args=[view])
    for view in ("mine", "unit"):
        yield reverse("desk-tasks", args=[view])
    for figure in ("received", "open"):
        yield reverse("office-list", args=[figure])
    for word in WORDS:
        yield from (f"{reverse(page)}?q={word}" for page in ("portal-services", "desk-search", "desk-people"))


def crawl(browser: Client) -> dict[str, tuple[int, str]]:
    """Return what somebody is answered everywhere."""
    seen = {}
    for address in addresses():
        limits.forget()
        caches["limits"].clear()
        answer = browser.get(address)
        seen[address] = (answer.status_code, NEVER_THE_SAME.sub("", body_of(answer)))
    return seen


def of_another(amina: Person, bruno: Staff, house: dict[str, Organisation], service: Service) -> None:
    """Fill the world with Amina's matters: words, files, tasks of a unit, an answer."""
    for title in ("Une imprimante en panne", "Un secret de bureau"):
        upload = tickets.Upload("imprimante.txt", "text/plain", b"amina diallo")
        ticket = a_ticket(amina, owner=bruno, title=title, service=service, uploads=(upload,), at=clock.now())
        tickets.note(ticket, by=seen_by(bruno), now=clock.now(), body="Note au sujet de l’imprimante.")
        wanted = tickets.NewTask(title=Bilingual("Câble", "Cable"), unit=house["TI"])
        tickets.add_task(ticket, by=seen_by(bruno), now=clock.now(), task=wanted)
        tickets.reply(ticket, by=seen_by(bruno), now=clock.now(), body="Un câble arrive.")


@pytest.fixture
def callers(house: dict[str, Organisation], amina: Person, etienne: Person, bruno: Staff) -> dict[str, Client]:
    """Those to whom Amina's matters do not exist: the rival, a stranger, an expert of another unit."""
    sami = a_staff(house, "SEC", "Sami", "Haddad", "expert")
    account_of(amina)
    return {"rival": visitor(account_of(etienne)), "stranger": visitor(), "expert of another unit": visitor(sami.user)}


@pytest.mark.proves("A06", "A16")
@pytest.mark.django_db
def test_two_worlds_cannot_be_told_apart_by_whom_they_do_not_concern(
    callers: dict[str, Client], amina: Person, etienne: Person, bruno: Staff, house: Any, hiring: Service, wall: Any
) -> None:
    a_ticket(etienne, owner=bruno, title="Une affiche", service=hiring, at=clock.now())
    before = {who: crawl(browser) for who, browser in callers.items()}
    assert "Une affiche" in before["rival"][reverse("portal-mine")][1]

    of_another(amina, bruno, house, hiring)

    for who, browser in callers.items():
        after = crawl(browser)
        told = [address for address, answer in after.items() if answer != before[who][address]]
        assert told == [], who


@pytest.mark.proves("A06")
@pytest.mark.django_db
def test_whom_they_concern_sees_two_worlds(
    amina: Person, bruno: Staff, ines: Staff, house: Any, hiring: Service, wall: Any
) -> None:
    """A crawl that can tell nobody anything proves nothing: the agent, the unit and Amina herself must see both."""
    browsers = [visitor(bruno.user), visitor(ines.user), visitor(account_of(amina))]
    before = [crawl(browser) for browser in browsers]

    of_another(amina, bruno, house, hiring)

    assert all(crawl(browser) != seen for browser, seen in zip(browsers, before, strict=True))
