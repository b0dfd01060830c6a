"""Who may enter which address: every route, every method, every role, as policy.yaml says and not otherwise.

A route that the table does not have fails. `GUICHET_TEST_POLICY=write` adds what it finds to the table, to be read
over before it is kept.
"""

import os
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from guichet.doors.api.application import description
from guichet.doors.api.limits import forget
from tests.architecture.policy_world import METHODS, ROLES, Route, World, routes, verdict, world
from tests.cast import *  # noqa: F403

TABLE = Path(__file__).with_name("policy.yaml")
WRITING = os.environ.get("GUICHET_TEST_POLICY") == "write"
ROUTES = routes()
# The world costs more to build than an address to ask for: one for each dozen of addresses.
PARTS = [sorted(ROUTES)[first : first + 12] for first in range(0, len(ROUTES), 12)]
STAFF_ONLY = ("desk-", "office-")
OUTSIDERS = ("anonymous", "bearer", "observer", "client", "rival", "integration")


def table() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    return found or {}


KEPT = table()


def expected(route: str, method: str) -> dict[str, str] | None:
    """Return the verdict of each role: one word for everybody, or words by role with `else` for the others."""
    row = KEPT.get(route, {}).get(method)
    if row is None:
        return None
    words = row if isinstance(row, dict) else {"else": row}
    return {role: str(words.get(role, words.get("else"))) for role in ROLES}


@pytest.fixture
def here(house: Any, amina: Any, etienne: Any, hiring: Any) -> World:
    forget()
    return world(house, amina, etienne, hiring)


def asked(browser: Client, method: str, address: str, sent: dict[str, str]) -> Any:
    """Ask for an address and undo whatever that did."""
    forget()
    caches["limits"].clear()
    cookies = SimpleCookie(browser.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response = METHODS[method](browser, address, sent)
        body = b"" if response.streaming else response.content
        transaction.set_rollback(True)
    browser.cookies = cookies
    response.body = body
    return response


def found_in(here: World, route: Route, method: str) -> dict[str, Any]:
    address, sent = here.address(route), here.sent.get(route.name, {})
    return {role: asked(here.callers[role], method, address, sent) for role in ROLES}


@pytest.mark.proves("A05", "A19", "W07")
@pytest.mark.parametrize("names", PARTS, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_every_address_lets_in_whom_the_table_says(names: list[str], here: World) -> None:
    found = {name: differing_in(name, here) for name in names}
    assert {name: differing for name, differing in found.items() if differing} == {}


def differing_in(name: str, here: World) -> dict[str, str]:
    """Ask for an address by every method as every role; return what the table does not say."""
    route, differing = ROUTES[name], dict[str, str]()
    for method in METHODS:
        answers = found_in(here, route, method)
        verdicts = {role: verdict(answer) for role, answer in answers.items()}
        if WRITING and expected(name, method) is None:
            write(name, method, verdicts)
        wanted = expected(name, method)
        assert wanted is not None, f"policy.yaml has no row for {method} {name}; it says {short(verdicts)}"
        differing |= {
            f"{method} {role}": f"{verdicts[role]}, not {wanted[role]}"
            for role in ROLES
            if verdicts[role] != wanted[role]
        }
        if route.has_subject:
            assert_unseen_is_unknown(here, route, method, answers)
    return differing


def assert_unseen_is_unknown(here: World, route: Route, method: str, answers: dict[str, Any]) -> None:
    """What somebody may not see must look exactly as if it did not exist."""
    address = here.address(route, never=True)
    for role, answer in answers.items():
        if (word := verdict(answer)) != "ok":
            unknown = asked(here.callers[role], method, address, here.sent.get(route.name, {}))
            assert verdict(unknown) == word, f"{method} {route.name} as {role}"
            assert word != "404" or unknown.body == answer.body, f"{method} {route.name} as {role}"


@pytest.mark.proves("A05")
def test_the_table_has_no_row_for_an_address_that_is_gone() -> None:
    assert sorted(set(KEPT) - set(ROUTES)) == []


@pytest.mark.proves("NIV-02")
@pytest.mark.parametrize("route", ["office-plan-edit", "office-service", "office-article", "office-standard"])
def test_the_table_lets_nobody_of_a_unit_write_what_client_services_owns(route: str) -> None:
    words = expected(route, "POST")
    assert words is not None and (words["expert"], words["manager"] != "404") == ("404", True)


@pytest.mark.proves("BIL-02", "A19")
def test_the_table_lets_nobody_from_outside_into_the_rooms_of_the_staff() -> None:
    entered = [
        f"{method} {route} {role}"
        for route, methods in KEPT.items()
        if route.startswith(STAFF_ONLY)
        for method in methods
        for role, word in (expected(route, method) or {}).items()
        if role in OUTSIDERS and word == "ok"
    ]
    assert entered == []


@pytest.mark.proves("A19")
def test_the_table_shows_a_rival_nothing_that_has_a_number() -> None:
    seen = [
        f"{method} {name}"
        for name, route in ROUTES.items()
        for method in METHODS
        if "number" in route.parameters and (expected(name, method) or {}).get("rival") == "ok"
        if name not in OPENED_BY_CODE
    ]
    assert seen == []


# The code in the address is what opens these, whoever holds it.
OPENED_BY_CODE = {"portal-link"}


def test_every_operation_of_the_api_is_an_address_of_the_table() -> None:
    described = {operation["operationId"] for path in description()["paths"].values() for operation in path.values()}
    methods = {
        (name, method)
        for name in KEPT
        if name.startswith("api-")
        for method in METHODS
        if "405" not in set((expected(name, method) or {}).values())
    }
    probes = {"api-unknown", "api-openapi", "api-healthz", "api-readyz", "api-metrics"}
    assert len(described) == len([one for one in methods if one[0] not in probes])


def short(verdicts: dict[str, str]) -> str | dict[str, str]:
    """Write verdicts as a row: the commonest word once, under `else`."""
    words = list(verdicts.values())
    common = max(sorted(set(words)), key=words.count)
    others = {role: word for role, word in verdicts.items() if word != common}
    return {**others, "else": common} if others else common


def write(name: str, method: str, verdicts: dict[str, str]) -> None:
    """Add a row to the table."""
    KEPT.setdefault(name, {})[method] = short(verdicts)
    kept = dict(sorted((table() | {name: KEPT[name]}).items()))
    TABLE.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=160), encoding="utf-8")
