"""The description of the API is true."""

from typing import Any

import pytest
from django.test import Client

from guichet.doors.api.application import api, description, routes
from guichet.doors.api.tests.calls import *  # noqa: F403
from guichet.doors.api.tests.calls import Caller

VERBS = ("get", "post", "put", "patch", "delete")


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = description()["paths"]
    return [(path, verb, paths[path][verb]) for path in paths for verb in VERBS if verb in paths[path]]


def test_every_route_is_described() -> None:
    assert {name for path, _, _ in operations() for name in [path.removeprefix("/api/v1/")]} == {
        str(route.pattern).replace("<", "{").replace(">", "}") for route in routes()
    }
    assert api.version == "1.0.0"


@pytest.mark.parametrize(("path", "verb", "operation"), operations())
def test_every_error_is_declared_as_a_problem(path: str, verb: str, operation: dict[str, Any]) -> None:
    declared = {int(status) for status in operation["responses"]}
    wanted = {405, 429} | ({401, 403} if "security" in operation else set())
    wanted |= {404} if "{number}" in path else set()
    wanted |= {400, 422} if "requestBody" in operation else set()
    assert wanted <= declared, (path, verb)
    for status, response in operation["responses"].items():
        media = "application/problem+json" if int(status) >= 400 else "application/json"
        assert list(response["content"]) == [media]


@pytest.mark.django_db
def test_the_description_is_served(client: Client) -> None:
    assert client.get("/openapi.json").json()["info"]["title"] == "Guichet"


@pytest.mark.django_db
def test_a_method_or_an_address_that_does_not_exist_is_a_problem() -> None:
    caller = Caller()
    for response, status in (
        (caller.post("services"), 405),
        (caller.get("nothing"), 404),
        (caller.get("tickets/"), 404),
    ):
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert caller.post("services")["Allow"] == "GET"
